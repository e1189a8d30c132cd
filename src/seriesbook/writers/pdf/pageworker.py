"""What a worker does for print: it sets documents, bytes in and bytes out.

Nothing that a worker has no use for is imported here.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from seriesbook.deadline import TooSlowError, deadline
from seriesbook.faults import at_work
from seriesbook.turns import in_turn
from seriesbook.typeset import layout
from seriesbook.writers.pdf.codec import pack

if TYPE_CHECKING:
    from seriesbook.problems import Where
    from seriesbook.rendition import Font
    from seriesbook.typeset import Layout

# The name of a document, the place of its source, its XHTML, and the files that it shows.
Work: TypeAlias = "tuple[str, Where, str, dict[str, bytes]]"


class SlowPartError(Exception):
    """A part took too long to set; `name` is that of its job."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Look:
    """What documents are set with: a stylesheet and fonts, and whether they have tags."""

    css: str
    fonts: tuple[Font, ...]
    tagged: bool


def set_documents(blob: bytes, works: tuple[bytes, ...], seconds: float) -> tuple[bytes, ...]:
    """Lay out documents.

    `blob` is a pickled `Look`, `works` are pickled, too; `seconds` is how long each may take.
    """
    look = _look(blob)
    return tuple(pack(_one(pickle.loads(work), look, seconds)) for work in works)


def _one(work: Work, look: Look, seconds: float) -> Layout:
    name, where, document, files = work
    try:
        # Waiting for a turn takes no time of the document's own.
        with (
            at_work(f"setting the pages of {name!r}", where),
            in_turn(document),
            deadline(seconds),
        ):
            return layout(document, look.css, look.fonts, files, part=True, tagged=look.tagged)
    except TooSlowError:
        raise SlowPartError(name) from None


@lru_cache(maxsize=4)
def _look(blob: bytes) -> Look:
    look: Look = pickle.loads(blob)
    return look
