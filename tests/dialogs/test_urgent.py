"""Whoever writes that people are in danger now reads whom to call before anything else; a danger has its first step."""

from __future__ import annotations

import pytest

from checklists.content import Content
from dialogs.urgent import emergency, first_step


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("着火了，喷漆房烧起来了", "fire"),
        ("除尘器着火了怎么办", "fire"),
        ("快来人，有人掉进化粪池了", "space"),
        ("下去了，刚才喊他没应声", "space"),
        ("刚才喊他没有应声", "space"),
        ("有个工人在喷漆房里晕倒了，刚拉出来", "space"),
        ("有人触电了怎么办", "shock"),
        ("喷漆房漏气了好大味道", "gas"),
        ("车间里一股煤气味", "gas"),
        ("脚手架塌了", "collapse"),
        ("房子要塌了", "collapse"),
        ("墙快倒了", "collapse"),
        ("老张的手被夹住了", "hurt"),
        ("出事了", "call"),
        ("我们厂里失火啦！！", "fire"),
        ("烟道着火", "fire"),
        ("车间浓烟滚滚", "fire"),
        ("锅炉炸了", "blast"),
        ("气瓶快要炸", "blast"),
        ("俩人下去都没上来咋办", "space"),
        ("工人喊胸闷 恶心 站不稳", "space"),
        ("徒弟被电了一下躺地上了", "shock"),
        ("氯气泄漏 大家都在咳嗽", "gas"),
        ("阀门崩了氨全跑出来", "gas"),
        ("基坑垮了", "collapse"),
        ("墙塌了下面有人", "collapse"),
        ("胳膊卷滚筒里了", "hurt"),
        ("师傅从房顶上滚下来了", "hurt"),
        ("需要救护车", "call"),
        ("119", "call"),
        ("墙塌啦", "collapse"),
        ("边坡垮咯", "collapse"),
        ("人遭埋起了", "collapse"),
        ("叉车压人了", "hurt"),
        ("手遭机器咬了", "hurt"),
        ("从架子上掉下来了", "hurt"),
        ("着活了", "fire"),
        ("火好大", "fire"),
        ("闪爆了", "blast"),
        ("毒气泄漏", "gas"),
        ("他喘不上气", "space"),
        ("不省人事", "space"),
        ("没气了", "space"),
        ("化粪池里倒了两个", "space"),
        ("喷漆房燃了", "fire"),
        ("挖机把燃气管挖破了", "gas"),
        ("液化气罐嘶嘶漏气关不住", "gas"),
        ("煤气中毒三个人送医院了", "space"),
        ("井下进水了人还没出来", "collapse"),
        ("掌子面塌了", "collapse"),
        ("吊篮绳断了人吊在半空", "collapse"),
        ("被叉车碾到脚", "hurt"),
        ("炉子穿了铁水流出来", "call"),
    ],
)
def test_an_emergency_is_answered_first(content: Content, said: str, kind: str) -> None:
    assert emergency(content, said) == content.texts(f"urgent.{kind}")


@pytest.mark.parametrize(
    "said",
    [
        "1", "有", "灭火演练，模拟着火了", "可能导致人触电", "没有人晕倒", "去年着火了一次，已经整改", "动火作业没有审批",
        "安全出口上锁", "配电箱没有漏电保护器", "空压机漏气了", "着火点不明", "13811911201", "怕有人掉进化粪池，加了盖",
        "培训了有人触电了怎么救", "围墙倒了", "有人把护栏拆掉了", "火灾报警器没有电", "管道无泄漏", "柴油机打不着火",
        "货架立柱被叉车撞弯", "探头被人用胶布包住", "天然气泄漏报警器坏了", "灭火器没气了", "吊钩保险坏了会砸到人",
        "消火栓冒水了", "工人不应在此吸烟", "有人倒垃圾", "材料挨电箱堆放", "钢丝绳断了", "工人从车上跳下来",
        "粉尘爆炸，烧伤值班人员", "昨天外省一家厂在屋顶焊接，火星掉进保温夹层，死了人。动火前把孔洞封住",
    ],
)  # fmt: skip
def test_what_is_feared_drilled_or_past_is_none(content: Content, said: str) -> None:
    assert emergency(content, said) == ""


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("油漆桶漏了一地，味道很大，旁边电线有火花", "ignition"),
        ("液化气瓶放在喷漆房里面用来烤漆", "ignition"),
        ("稀释剂和油漆二十多桶放在木工车间过道上，旁边有人抽烟", "ignition"),
        ("木粉积一指厚", "dust"),
        ("推台锯防护罩拆了", "moving"),
        ("推台锯没有防护罩", "moving"),
        ("除尘管里面冒烟", "spark_in_duct"),
    ],
)
def test_a_danger_has_its_first_step_however_it_is_judged(content: Content, said: str, kind: str) -> None:
    assert first_step(content.texts, said) == content.texts(f"danger.{kind}")


@pytest.mark.parametrize(
    "said",
    [
        "油漆库禁止吸烟的标志掉了",
        "灭火器过期",
        "防护罩完好",
        "配电箱没有盖",
        "加氢反应器联锁被旁路",
        "重氮化釜没有紧急停车",
        "除尘管道没有火花探测",
    ],
)
def test_others_have_none(content: Content, said: str) -> None:
    assert first_step(content.texts, said) == ""
