"""What a signboard 责任公示牌 names beside the enterprise: who answers for it in the area, and the phones."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from storage.tables.columns import Instant, Key, metadata

signboards = Table(
    "signboards",
    metadata,
    Column("id", Key, ForeignKey("enterprises.id"), primary_key=True, autoincrement=False),  # the enterprise's
    Column("unit", String(80), nullable=False, default=""),  # 责任单位
    Column("principal_phone", String(160), nullable=False, default=""),  # sealed
    Column("leader", String(60), nullable=False, default=""),  # 挂点领导
    Column("leader_phone", String(160), nullable=False, default=""),  # sealed
    Column("officer", String(60), nullable=False, default=""),  # 责任干部
    Column("officer_phone", String(160), nullable=False, default=""),  # sealed
    Column("updated_at", Instant, nullable=False),
    Column("revision", Integer, nullable=False, default=0),
)
