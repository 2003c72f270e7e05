"""The bot in a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from bot.channels.terminal import columns_of, converse, shown, wrapped
from bot.channels.transcript import Recorder, replay
from bot.wiring import App
from checklists.errors import UserMistake
from dialogs.messages import Choice, Outbound
from storage import outbox, reaching


def talk(app: App, *lines: str) -> str:
    """What the terminal shows while the principal says these lines."""
    written: list[str] = []
    said = iter(lines)

    def read(prompt: str) -> str:
        line = next(said, None)
        if line is None:
            raise EOFError
        return line

    converse(app, "demo-principal", read, written.append, channel="web")
    return "\n".join(written)


def test_a_report_with_a_photo(app: App, tmp_path: Path) -> None:
    photo = tmp_path / "a photo.jpg"
    Image.new("RGB", (100, 100)).save(photo)
    (tmp_path / "letter.jpg").write_bytes(b"%PDF-1.4")
    said = talk(
        app, "上报隐患", f"photo {tmp_path}/none.jpg", f"photo {tmp_path}/letter.jpg", f"photo '{photo}'", "好了",
        "一车间", "电线裸露", "1", "exit", "never read",
    )  # fmt: skip
    places = [
        said.index(words)
        for words in ("请发照片", "没有这个文件", "这是文档", "照片发完了", "位置", "已上报：电线裸露", "再见")
    ]
    assert places == sorted(places)


def test_what_stands_half_filled_goes_on(app: App) -> None:
    """As in a messenger, whose window still shows the question: a number answers it, and no menu lies over it."""
    talk(app, "上报隐患", "跳过", "一车间")
    again = talk(app)
    assert "《上报隐患》：已答 2 题，共 3 题。" in again
    assert "是什么情况？" in again
    assert "请选择要办的事" not in again
    assert "已上报：电线裸露" in talk(app, "电线裸露", "1")
    assert "请选择要办的事" in talk(app)


def test_what_is_half_filled_in_private_goes_on(app: App) -> None:
    talk(app, "举报")
    again = talk(app)
    assert "已答 0 题" in again
    assert "请写明情况。" in again


def test_what_arrives_meanwhile_is_shown_after_the_next_line(app: App) -> None:
    with app.open_unit() as unit:
        person = reaching.bound(unit, "web", "default", "demo-principal").person_id
        outbox.put(unit, {"text": "该自查了"}, kind="reminder", person_id=person)
        unit.commit()
    assert talk(app, "帮助", "帮助").count("该自查了") == 1


def test_lines_are_eighty_columns_at_most_and_begin_with_no_comma() -> None:
    text = "二号车间的氧气瓶和乙炔瓶放在一起，离动火点不到三米，没有防倾倒的架子；配电箱没有盖。" * 5
    message = Outbound(text=text, choices=(Choice(label="很长的选项" * 20, token="x"), Choice(label="是", token="y")))
    lines = shown(message, str.format).split("\n")
    assert max(map(columns_of, lines)) <= 80
    assert not any(line[:1] in "，。；" for line in lines if line)
    assert "".join(wrapped(text, 78)) == text


def test_words_and_indents_are_kept_whole() -> None:
    assert wrapped("see access.log now", 12) == ["see", "access.log", "now"]
    assert wrapped("甲\n   → 乙", 78) == ["甲", "   → 乙"]


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("安查", 4), ("A安，", 5)])
def test_a_chinese_sign_is_two_columns_wide(text: str, columns: int) -> None:
    assert columns_of(text) == columns


def test_a_conversation_is_recorded_and_said_again(app: App, tmp_path: Path) -> None:
    photo, file = tmp_path / "a.jpg", tmp_path / "recorded.txt"
    Image.new("RGB", (100, 100)).save(photo)
    recorder = Recorder(file, "王建国", app.content.texts)
    recorder.begin()
    lines = iter(["上报隐患", f"photo {photo}", "exit"])
    converse(app, "demo-principal", lambda _: next(lines), lambda _: None, channel="web", heard=recorder.heard)
    written = file.read_text(encoding="utf-8")
    assert written.startswith("# Recorded with `chat --record`.\n@王建国\n> 上报隐患\n< 请发照片")
    assert ">photo grey\n< " in written
    assert str(photo) not in written

    shown_again: list[str] = []
    replay(app, file, {"王建国": "demo-principal"}, "王建国", shown_again.append)
    assert shown_again[0] == "@王建国 > 上报隐患"
    assert any("照片收到了" in one for one in shown_again)


@pytest.mark.parametrize(("line", "said"), [("@谁", "nobody here is called '谁'"), ("!clock +3d", "by the tests only")])
def test_what_the_terminal_cannot_replay_is_said_with_its_line(app: App, tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "transcript.txt"
    file.write_text(f"# first\n{line}\n", encoding="utf-8")
    with pytest.raises(UserMistake, match=said) as raised:
        replay(app, file, {"王建国": "demo-principal"}, "王建国", lambda _: None)
    assert f"{file}:2:" in str(raised.value)
