"""Three towns with invented people, reached on the channel `web` under their own names."""

from __future__ import annotations

from checklists.content import Content
from storage import enterprises, people, reaching
from storage.enterprises import Campaign
from storage.unit_of_work import UnitOfWork

REGIONS = (
    ("360700", "赣州市", "city"), ("360702", "章贡区", "county"), ("360703", "南康区", "county"),
    ("371000", "威海市", "city"), ("371002", "环翠区", "county"),
    ("532500", "红河州", "city"), ("532503", "蒙自市", "county"),
)  # fmt: skip
PLANS = ("ganzhou-2023", "weihai-industry-2023", "weihai-mines-2023", "honghe-2023")
ENTERPRISES = {
    "赣州宏达家具有限公司": ("91360702000000019E", "360702", "industry", ("furniture", "dust")),
    "赣州永兴食品有限公司": ("91360703000000027P", "360703", "industry", ()),
    "威海远帆机械有限公司": ("91371002000000035G", "371002", "industry", ()),
    "威海金石矿业有限公司": ("91371002000000043B", "371002", "mine", ("underground-mine",)),
    "蒙自长桥冶炼有限公司": ("91532503000000051P", "532503", "industry", ("smelting",)),
}
STAFF = {
    "王建国": ("principal", "赣州宏达家具有限公司"),
    "李安": ("safety_officer", "赣州宏达家具有限公司"),
    "赵小兵": ("staff", "赣州宏达家具有限公司"),
    "陈永兴": ("principal", "赣州永兴食品有限公司"),
    "孙海": ("principal", "威海远帆机械有限公司"),
    "周敏": ("safety_director", "威海远帆机械有限公司"),
    "吴刚": ("safety_officer", "威海远帆机械有限公司"),
    "姜岩": ("principal", "威海金石矿业有限公司"),
    "普正明": ("principal", "蒙自长桥冶炼有限公司"),
}
OFFICIALS = {
    "刘明": ("county", "360702"),
    "何静": ("city", "360700"),
    "高强": ("county", "371002"),
    "白晓燕": ("county", "532503"),
    "罗志": ("city", "532500"),
    "苏平": ("administrator", None),
}
DEPARTMENT = ("钱进", "章贡区应急管理局", "360702", ("industry", "hazchem"))


def build(unit: UnitOfWork, content: Content) -> None:
    """Plant regions, plans in force, enterprises and everybody."""
    for region in REGIONS:
        enterprises.add_region(unit, *region)
    for name in PLANS:
        plan = content.plans[name]
        enterprises.put_in_force(unit, Campaign(name, 2023, plan.region, plan.begins(2023), plan.ends(2023)))
    ids = {
        name: enterprises.add_enterprise(unit, name=name, uscc=uscc, region=region, sector=sector, kinds=kinds)
        for name, (uscc, region, sector, kinds) in ENTERPRISES.items()
    }
    for name, (role, enterprise) in STAFF.items():
        _enrol(unit, name, role, enterprise_id=ids[enterprise])
    for name, (role, region) in OFFICIALS.items():
        _enrol(unit, name, role, region=region)
    name, title, region, sectors = DEPARTMENT
    department = enterprises.add_department(unit, title, region, "county", sectors)
    _enrol(unit, name, "department", region=region, department_id=department)


def _enrol(
    unit: UnitOfWork, name: str, role: str, *, enterprise_id: int | None = None, region: str | None = None,
    department_id: int | None = None,
) -> None:  # fmt: skip
    person = people.add_person(unit, name)
    people.grant(unit, person, role, enterprise_id=enterprise_id, region=region, department_id=department_id, by=None)
    reaching.bind(unit, reaching.bound(unit, "web", "default", name).id, person)
