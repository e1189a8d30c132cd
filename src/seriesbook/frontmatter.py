"""The head of an essay: front matter as its author's other tools write it, typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from seriesbook.fields import Fields
from seriesbook.heads import parted, read_head
from seriesbook.limits import USUAL, Limits
from seriesbook.model import Epigraph, License, Origin, Person
from seriesbook.problems import Outcome
from seriesbook.text import decode

if TYPE_CHECKING:
    import datetime as dt

    from seriesbook.model import Source

BINARY = (".docx", ".odt")


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a file says; '' or None where it says nothing.

    `body` is the text after it, `body_line` the line in the file where that begins. The text of
    an `epigraph` is still Markdown. `lines` is by our names of the fields.
    """

    path: str
    body: str
    body_line: int = 1
    title: str = ""
    subtitle: str = ""
    short_title: str = ""
    number: str = ""
    slug: str = ""
    summary: str = ""
    role: str = ""
    language: str = ""
    direction: Literal["", "ltr", "rtl"] = ""
    draft: bool = False
    date: dt.date | None = None
    updated: dt.date | None = None
    authors: tuple[Person, ...] = ()
    origin: Origin = field(default_factory=Origin)
    license: License | None = None
    epigraph: Epigraph | None = None
    subjects: tuple[str, ...] = ()
    lines: tuple[tuple[str, int], ...] = ()

    def line(self, field: str) -> int | None:
        """Line of a field, by our name for it."""
        return dict(self.lines).get(field)


def split(source: Source, limits: Limits = USUAL) -> Outcome[Head]:
    """Read the head of a source; a Word or LibreOffice file has none."""
    if source.path.lower().endswith(BINARY):
        return Outcome(Head(source.path, ""))
    raw = decode(source).then(lambda text: read_head(source.path, text, limits))
    fields = Fields(source.path, raw.value.values)
    head = Head(
        path=source.path,
        body=raw.value.body,
        body_line=raw.value.body_line,
        title=fields.text("title"),
        subtitle=fields.text("subtitle"),
        short_title=fields.text("short_title"),
        number=fields.text("number"),
        slug=fields.slug(),
        summary=fields.text("summary"),
        role=fields.role(),
        language=fields.language(),
        direction=fields.direction(),
        draft=fields.draft(),
        date=fields.date("date"),
        updated=fields.date("updated"),
        authors=fields.authors(),
        origin=fields.origin(),
        license=fields.license(),
        epigraph=fields.epigraph(),
        subjects=fields.subjects(),
        lines=tuple(fields.lines.items()),
    )
    return Outcome(head, (*raw.problems, *fields.problems))


def front_of(source: Source) -> tuple[str, str]:
    """A source's head as it stands there, and the text after it; '' if it has none, or any doubt.

    From the head alone follows all that `split` says, but the text.
    """
    if source.path.lower().endswith(BINARY):
        return "", ""
    text = decode(source)
    return ("", "") if text.problems else parted(text.value)
