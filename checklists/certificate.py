"""Special-operations certificates 特种作业操作证: kinds of work, what each task needs, and words printed on them."""

from __future__ import annotations

from checklists.record import Identifier, Record, Words


class WorkProject(Record):
    """One 准操项目 within a kind of work, as printed."""

    id: Identifier
    name: Words


class KindOfWork(Record):
    """One 作业类别 as printed, with its 准操项目; a kind without them is not told apart further."""

    id: Identifier
    name: Words
    projects: tuple[WorkProject, ...] = ()


class Task(Record):
    """What somebody really does, and which kinds or projects allow it (any one of them)."""

    id: Identifier
    label: Words
    needs: tuple[Identifier, ...]


class PrintedWords(Record):
    """What stands on certificates: the labels before each value, and lines that are no name of a person."""

    title: tuple[Words, ...]
    holder: tuple[Words, ...]
    number: tuple[Words, ...]
    work: tuple[Words, ...]
    project: tuple[Words, ...]
    first: tuple[Words, ...]
    begins: tuple[Words, ...]
    ends: tuple[Words, ...]
    validity: tuple[Words, ...]
    review: tuple[Words, ...]
    reviewed: tuple[Words, ...]
    no_name: tuple[Words, ...]


class Certificates(Record):
    """All that is known of them. `clauses` make a person without a valid one a major hazard, each in its standard."""

    kinds: tuple[KindOfWork, ...]
    tasks: tuple[Task, ...]
    clauses: tuple[Identifier, ...]
    printed: PrintedWords

    def kind(self, kind_id: str) -> KindOfWork | None:
        """The kind of work of that id."""
        return next((one for one in self.kinds if one.id == kind_id), None)

    def project_named(self, words: str) -> tuple[KindOfWork, WorkProject] | None:
        """The project people or certificates call so; None when nobody can tell."""
        return next(((kind, one) for kind in self.kinds for one in kind.projects if words in (one.name, one.id)), None)

    def allows(self, task: Task, work: str, project: str) -> bool:
        """Whether a certificate for that kind (id) and project (id, or "" when not known) allows a task.

        Where the project is not known the kind must do: nobody is accused on a word that was not legible.
        """
        if work in task.needs or project in task.needs:
            return True
        kind = self.kind(work)
        return not project and kind is not None and any(one.id in task.needs for one in kind.projects)
