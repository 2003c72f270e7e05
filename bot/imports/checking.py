"""What both tables check alike: the credit code, and which known name somebody meant."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence

from bot.imports.cells import BROKEN, in_powers
from bot.imports.table import Fault, Row
from checklists.texts import Texts
from dialogs.folding import folded
from dialogs.named_checks import passes

Say = Callable[[str, str], None]
"""Notes what is wrong in a column of ours."""
LENGTH = 18
_NEVER = str.maketrans("OISVZ", "01502")
"""Letters that no code holds, and the digits that are read as them."""


def broken(row: Row, texts: Texts) -> Iterator[Fault]:
    """The cells whose formula found nothing: names and codes looked up in another sheet."""
    for column, words in row.cells.items():
        if words.upper() in BROKEN:
            yield Fault(row.number, column, texts("import.fault.broken", written=words))


def checked_code(row: Row, texts: Texts, fault: Say) -> str:
    """The credit code of a row in its proper notation; "" with what is wrong said.

    A slip is named, never put right: another code is another enterprise.
    """
    written = row["uscc"]
    proper = passes("uscc", written)
    if proper:
        return proper
    signs = folded(written).upper()
    meant = passes("uscc", signs.translate(_NEVER))
    if in_powers(written):
        fault("uscc", texts("import.fault.code_rounded", written=written))
    elif len(signs) != LENGTH:
        fault("uscc", texts("import.fault.code_length", written=written, signs=len(signs)))
    elif meant:
        fault("uscc", texts("import.fault.code_letters", written=written, meant=meant))
    else:
        fault("uscc", texts("import.fault.code", written=written))
    return ""


def nearest(written: str, known: Sequence[str], texts: Texts, most: int = 20) -> str:
    """The known name that is most like it, or what there is to choose from."""
    near = difflib.get_close_matches(written, known, n=1, cutoff=0.6)
    if near:
        return near[0]
    return texts("import.and").join(known[:most]) + ("…" if len(known) > most else "")
