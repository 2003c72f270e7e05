"""Looking after the database: migrations, health, safe copies, and laying down invented records in bulk."""

from storage.upkeep.copies import backup, must_be_alone, restore
from storage.upkeep.health import Health, check
from storage.upkeep.schema import at_head, head, revision, upgrade
from storage.upkeep.sealing import seal_plain, sealed_under

__all__ = [
    "Health", "at_head", "backup", "check", "head", "must_be_alone", "restore", "revision", "seal_plain",
    "sealed_under", "upgrade",
]  # fmt: skip
