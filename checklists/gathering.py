"""Reads a content directory into Content, and collects every fault on the way instead of stopping at the first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from checklists.bulletin import BulletinRules
from checklists.certificate import Certificates
from checklists.content import Content
from checklists.cross_checks import cross_check
from checklists.dangerous_work import DangerousWork
from checklists.errors import TellOperator
from checklists.export import Export
from checklists.export_checks import check_exports
from checklists.form import Form
from checklists.garbage import collection_paused
from checklists.judgement.lexicon import PARTS, Lexicon
from checklists.languages import CHINESE, overlaid
from checklists.layout import Layout
from checklists.layout_checks import check_layouts
from checklists.menu import Menu
from checklists.model_faults import faults
from checklists.on_record import OnRecordRules
from checklists.parsed import Parsed
from checklists.plan import Checklist, Plan
from checklists.problems import Problem, did_you_mean
from checklists.question import Question
from checklists.reading import Document, read
from checklists.record import Identifier, Record
from checklists.schedule import Schedule
from checklists.sector import Sectors
from checklists.signals import SignalRules
from checklists.standard import Standard, TitleOnly
from checklists.template import Template
from checklists.template_checks import check_templates
from checklists.texts import Texts, flattened, placeholders

HERE = Path(__file__).parent / "content"
Model = TypeVar("Model", bound=BaseModel)


class _Items(Record):
    items: tuple[Question, ...]


class _Focus(Record):
    plan: Identifier
    checklists: tuple[Checklist, ...]


class _Titles(Record):
    titles: tuple[TitleOnly, ...]


class Gathered:
    """What has been read so far: the documents by what they hold, and the faults."""

    def __init__(self, directory: Path, language: str = CHINESE, parsed: Parsed | None = None) -> None:
        self.directory = directory
        self.language = language
        self.parsed = parsed
        self.problems: list[Problem] = []
        self.where: dict[str, tuple[Document, tuple[str | int, ...]]] = {}
        """Where each thing of an id was read, by `kind id`, for messages of later checks."""

    def documents(self, pattern: str) -> Iterable[Document]:
        """The readable files of that pattern, in order of their names."""
        for file in sorted(self.directory.glob(pattern)):
            document = read(file, self.parsed)
            if isinstance(document, Problem):
                self.problems.append(document)
            else:
                yield overlaid(document, self.directory, self.language, self.parsed)

    def model(self, kind: type[Model], document: Document) -> Model | None:
        """The document as a model, or None with its faults noted."""
        try:
            return kind.model_validate(document.value)
        except ValidationError as error:
            self.problems.extend(faults(kind, document, error))
            return None

    def note(self, kind: str, name: str, document: Document, path: tuple[str | int, ...]) -> None:
        """Remember where a thing stands; a second one of the same name is a fault."""
        label = f"{kind} {name}"
        if label in self.where:
            first, first_path = self.where[label]
            self.problems.append(
                Problem(
                    document.file,
                    document.line(path),
                    name,
                    f"{kind} {name!r} stands twice",
                    f"the first is in {first.file.name}:{first.line(first_path)}; rename one",
                )
            )
        self.where[label] = (document, path)

    def fault(self, kind: str, name: str, rule: str, remedy: str, *below: str | int) -> None:
        """Note a fault of a thing already read."""
        document, path = self.where[f"{kind} {name}"]
        self.problems.append(Problem(document.file, document.line((*path, *below)), name, rule, remedy))


def gather(
    directory: Path = HERE, language: str = CHINESE, parsed: Parsed | None = None
) -> tuple[Content | None, tuple[Problem, ...]]:
    """All content below a directory, and every fault found; Content is None when something vital is unreadable.

    Files that were `parsed` before are not parsed again, nor checked against each other if they were sound together.

    In another language than Chinese the interface's words are that language's as far as it has them; what papers are
    written with stands beside them in Chinese.
    """
    with collection_paused():
        content, problems = _gathered(Gathered(directory, language, parsed))
        if content is None or language == CHINESE:
            return content, problems
        chinese, _ = _gathered(Gathered(directory, CHINESE, parsed))
        return replace(content, chinese=chinese), problems


def _gathered(found: Gathered) -> tuple[Content | None, tuple[Problem, ...]]:
    plans = _keyed(found, "plan", Plan, "plans/*.yaml", lambda plan: plan.id)
    items: dict[str, Question] = {}
    for document in found.documents("items/*.yaml"):
        read_items = found.model(_Items, document)
        for index, item in enumerate(read_items.items if read_items else ()):
            found.note("item", item.id, document, ("items", index))
            items[item.id] = item
    _add_focus(found, plans)
    standards = _keyed(found, "standard", Standard, "standards/[!t]*.yaml", lambda one: one.prefix)
    standards |= _keyed(found, "standard", Standard, "standards/t[!i]*.yaml", lambda one: one.prefix)
    titles = [found.model(_Titles, document) for document in found.documents("standards/titles.yaml")]
    dialogs = _keyed(found, "dialog", Form, "dialogs/*.yaml", lambda form: form.id)
    layouts = _keyed(found, "form", Layout, "forms/*.yaml", lambda layout: layout.id)
    templates = _keyed(found, "document", Template, "documents/*.yaml", lambda template: template.id)
    exports = _keyed(found, "export", Export, "exports/*.yaml", lambda export: export.id)
    sectors = _only(found, "sectors", Sectors, "sectors.yaml")
    menu = _only(found, "menu", Menu, "menu.yaml")
    schedule = _only(found, "schedule", Schedule, "schedule.yaml")
    dangerous_work = _only(found, "dangerous-work", DangerousWork, "dangerous-work.yaml")
    bulletins = _only(found, "bulletins", BulletinRules, "bulletins.yaml")
    on_record = _only(found, "on-record", OnRecordRules, "on-record.yaml")
    signals = _only(found, "signals", SignalRules, "signals.yaml")
    certificates = _only(found, "certificates", Certificates, "certificates.yaml")
    texts = _texts(found)
    lexicon = _lexicon(found)
    if sectors is None or menu is None or schedule is None or certificates is None or lexicon is None:
        return None, tuple(found.problems)
    if dangerous_work is None or bulletins is None or on_record is None or signals is None:
        return None, tuple(found.problems)
    content = Content(
        plans=plans, items=items, dialogs=dialogs, standards=standards,
        titles=tuple(title for one in titles if one for title in one.titles),
        sectors=sectors, layouts=layouts, templates=templates, exports=exports, texts=texts, menu=menu,
        schedule=schedule, dangerous_work=dangerous_work, bulletins=bulletins, on_record=on_record,
        signals=signals, certificates=certificates, lexicon=lexicon,
    )  # fmt: skip
    if found.parsed is None or not found.parsed.sound:
        cross_check(content, found.fault)
        check_layouts(content, found.fault)
        check_templates(content, found.fault)
        check_exports(content, found.fault)
    return content, tuple(sorted(found.problems, key=lambda fault: (str(fault.file), fault.line)))


def _keyed(
    found: Gathered, kind: str, model: type[Model], pattern: str, name: Callable[[Model], str]
) -> dict[str, Model]:
    result: dict[str, Model] = {}
    for document in found.documents(pattern):
        one = found.model(model, document)
        if one is not None:
            found.note(kind, name(one), document, ())
            result[name(one)] = one
    return result


def _only(found: Gathered, kind: str, model: type[Model], name: str) -> Model | None:
    """A file of which there is one; that it is missing is a fault like any other."""
    for document in found.documents(name):
        found.note(kind, kind, document, ())
        return found.model(model, document)
    if not (found.directory / name).exists():
        found.problems.append(Problem(found.directory / name, 1, kind, "the file is missing", "put it back"))
    return None


def _lexicon(found: Gathered) -> Lexicon | None:
    """The judge's lexicon, or None where one of its files cannot be read."""
    parts = {name: _only(found, name, model, f"judgement/{name}.yaml") for name, model in PARTS.items()}
    return None if None in parts.values() else Lexicon.model_validate(parts)


def _add_focus(found: Gathered, plans: dict[str, Plan]) -> None:
    """Lay each plan's sector focus lists behind its duties."""
    for document in found.documents("focus/*.yaml"):
        focus = found.model(_Focus, document)
        if focus is None:
            continue
        if focus.plan not in plans:
            found.problems.append(
                Problem(
                    document.file,
                    document.line(("plan",)),
                    focus.plan,
                    f"there is no plan {focus.plan!r}",
                    did_you_mean(focus.plan, plans),
                )
            )
            continue
        plan = plans[focus.plan]
        found.note("focus", plan.id, document, ())
        plans[plan.id] = plan.model_copy(update={"checklists": (*plan.checklists, *focus.checklists)})


def _texts(found: Gathered) -> Texts:
    """The sentences; those of another language than Chinese in place of the Chinese ones, and typed words beside."""
    sentences: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    for language in dict.fromkeys((CHINESE, found.language)):
        kind = "text" if language == CHINESE else f"{language} text"
        for document in found.documents(f"texts/{language}/*.yaml"):
            for key, value in flattened(document.value if isinstance(document.value, dict) else {}):
                found.note(kind, key, document, tuple(key.split(".")))
                if isinstance(value, list):
                    name = key.removeprefix("words.")
                    typed = words.get(name, ()) if name != key else ()
                    words[name] = (*(str(one) for one in value), *typed)
                    continue
                sentences[key] = str(value or "")
                try:
                    placeholders(sentences[key])
                except ValueError:
                    found.fault(kind, key, "the braces do not match", "write {{ and }} for braces that should be seen")
    return Texts(sentences, words)


def parse(
    kept: Path | None, language: str = CHINESE, directory: Path = HERE
) -> tuple[Content | None, tuple[Problem, ...]]:
    """All content and every fault, as `gather`; what was parsed is kept in that file, if one is named, for the next
    start."""
    parsed = Parsed(kept)
    content, problems = gather(directory, language, parsed)
    parsed.keep(sound=content is not None and not problems)
    return content, problems


def load(directory: Path = HERE, language: str = CHINESE, kept: Path | None = None) -> Content:
    """Read all content; raises TellOperator naming the first faults where there are any.

    `kept` is a file in which what was parsed is kept for the next start.
    """
    content, problems = parse(kept, language, directory)
    if content is None or problems:
        shown = "\n".join(str(problem) for problem in problems[:5])
        raise TellOperator(f"The content has {len(problems)} faults; run `python bot.py check` and mend them.\n{shown}")
    return content
