"""A small content directory in which a test writes the file it is about."""

from __future__ import annotations

from pathlib import Path

from checklists.content import Content
from checklists.gathering import HERE, gather

SECTORS = """
always: []
sectors:
  - {id: industry, name: 工贸, standards: [GM]}
  - {id: mine, name: 非煤矿山}
kinds: [{id: dust, name: 粉尘涉爆}]
"""
MENU = "entries: [{command: help, label: 帮助, roles: [stranger], explain: 说明}]\n"
STANDARD = """
prefix: GM
title: 判定标准
document: 令
sector: 工贸
valid_from: 2023-05-15
clauses: [{id: GM-3-2, article: 三, sector: 工贸, condition: 没有证, verified: A}]
"""
ITEMS = """
items:
  - id: drill-held
    ask: 演练了吗？
    negative: {missing: 没有演练}
"""
PLAN = """
id: qinghe
title: 清河方案
short: 清河
authority: 清河市
document: 一号
issued: 2024-04-20
year: 2024
region: "990100"
region_name: 清河市
binds: 全市
high_risk: {sectors: [mine], basis: 二}
phases: [{id: all, title: 全程, begin: 05-01, end: 12-31, basis: 三}]
inspection: {every: quarter, basis: 二}
led_inspection: {every: quarter, basis: 二}
drill: {every: year, basis: 二}
five_fields: {when: always, basis: 二}
sign_off: {basis: 二}
supervision: {rule: 挂牌, basis: 二}
deadlines: [{id: table, title: 报表, who: [county], every: month, days: [25], basis: 四}]
forms: []
checklists:
  - id: study
    title: 学标准
    basis: 二1
    items:
      - {use: drill-held, basis: 二5}
      - {id: own, ask: 学了吗？, basis: 二1}
"""
WORK = """
kinds: [{id: hot-work, label: 动火, hours: 8, measures: [清走可燃物], basis: 国标}]
usual: {basis: 二}
night: {begins: "20:00", ends: "06:00"}
calls: {over: [0], unchecked: [0]}
"""
CERTIFICATES = """
kinds: [{id: welding, name: 焊接作业}]
tasks: [{id: welding, label: 电焊, needs: [welding]}]
clauses: [GM-3-2]
printed: {title: [证], holder: [姓名], number: [证号], work: [类别], project: [项目], first: [初领], begins: [起], ends: [止], validity: [有效期], review: [复审], reviewed: [已复审], no_name: [日期]}
"""
WHOLE = {
    "sectors.yaml": SECTORS,
    "menu.yaml": MENU,
    "dangerous-work.yaml": WORK,
    "bulletins.yaml": "kinds: [{id: lesson, label: 事故教训}]",
    "on-record.yaml": "feeds: []",
    "certificates.yaml": CERTIFICATES,
    "schedule.yaml": (HERE / "schedule.yaml").read_text(encoding="utf-8"),
    "signals.yaml": (HERE / "signals.yaml").read_text(encoding="utf-8"),
    "standards/gm.yaml": STANDARD,
    "items/items.yaml": ITEMS,
    "plans/qinghe.yaml": PLAN,
    **{f"judgement/{file.name}": file.read_text(encoding="utf-8") for file in (HERE / "judgement").iterdir()},
}


def read(directory: Path, **changed: str) -> tuple[Content | None, list[str]]:
    """What is read from the small directory with these files in place of or beside its own, and each fault said.

    Files are named with two underscores for the slash: `items__items="…"`.
    """
    files = WHOLE | {f"{name.replace('__', '/')}.yaml": text for name, text in changed.items()}
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    content, problems = gather(directory)
    return content, [str(problem).removeprefix(f"{directory}/") for problem in problems]


def faults(directory: Path, **changed: str) -> list[str]:
    """Each fault of such a directory, said as `check` says it, paths below the directory."""
    return read(directory, **changed)[1]
