"""What printers on demand accept: one dated data file each, in data/printers/.

Vendors change their figures; a file says where its own come from and from when they are, so that
they can be corrected without touching code. Where sources disagree, the book's author is told.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from seriesbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.codes import Code
    from seriesbook.model import Trim
    from seriesbook.problems import Severity, Where

INCH = 72.0
# Where no printer is named: room for the thumb, and what every printer bears.
_OUTSIDE = 0.5 * INCH
_SAME = 0.02 * INCH  # vendors round sizes that are metric


@dataclass(frozen=True, slots=True)
class Printer:
    """A printer's figures, in pt.

    Attributes:
        inside: least inside margin by the number of pages up to which it holds.
        outside: least margin at the other edges; `outside_with_bleed` in a book that bleeds.
        bleed: how far pictures must go beyond the trim; at the binding too if `bleed_inside`.
        marks: whether files may have crop marks.
        multiple: what the number of pages must divide by; `last_blank` if the last must be empty.
        most_pages: by paper.
        doubts: what sources say differently, by what it is about.
    """

    name: str
    source: str
    date: str
    inside: tuple[tuple[int, float], ...]
    outside: float
    outside_with_bleed: float
    bleed: float
    bleed_inside: bool
    marks: bool
    multiple: int
    last_blank: bool
    least_pages: int
    most_pages: tuple[tuple[str, int], ...]
    trims: tuple[tuple[float, float], ...]
    doubts: tuple[tuple[str, str], ...]

    def least_inside(self, pages: int) -> float:
        """Least inside margin of a book of so many pages."""
        return next((m for most, m in self.inside if pages <= most), self.inside[-1][1])

    def least_outside(self, bleed: float) -> float:
        """Least margin at the other edges."""
        return self.outside_with_bleed if bleed else self.outside

    def doubt(self, about: str) -> str:
        """What is in doubt about a figure, as the end of a sentence."""
        text = dict(self.doubts).get(about, "")
        return f" ({text})" if text else ""


@lru_cache(maxsize=8)
def printer(name: str) -> Printer:
    """The printer of this name; for '' the figures that a book for any printer keeps to."""
    file = resources.files("seriesbook") / "data" / "printers" / f"{name or 'kdp'}.toml"
    data: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return Printer(
        name=data["name"] if name else "",
        source=data["source"],
        date=str(data["date"]),
        inside=tuple((pages, margin * INCH) for pages, margin in data["inside"]),
        outside=data["outside"] * INCH if name else _OUTSIDE,
        outside_with_bleed=data["outside_with_bleed"] * INCH if name else _OUTSIDE,
        bleed=data["bleed"] * INCH,
        bleed_inside=data["bleed_inside"] or not name,
        marks=data["marks"] or not name,
        multiple=data["multiple"],
        last_blank=data["last_blank"] and bool(name),
        least_pages=data["least_pages"],
        most_pages=tuple(data["most_pages"].items()),
        trims=tuple((width * INCH, height * INCH) for width, height in data["trims"]),
        doubts=tuple(data["doubts"].items()) if name else (),
    )


@dataclass(frozen=True, slots=True)
class Made:
    """What a finished book is: its trim, pages, least margins in pt, and whether it has marks."""

    trim: Trim
    pages: int
    inside: float
    outside: float
    bleed: float
    marks: bool


def check(press: Printer, book: Made, where: Where) -> Iterator[Problem]:
    """Warnings about what a printer would refuse; `where` is the edition's printer."""
    name = press.name or "a printer"

    def say(code: Code, message: str, mend: str, severity: Severity = "warning") -> Problem:
        return Problem(where, code, message, mend, severity)

    least = press.least_inside(book.pages)
    if book.inside < least - 0.01:
        text = (
            f"the inside margin is {book.inside / INCH:.3f} in, but {name} wants"
            f" {least / INCH:.3f} in for {book.pages} pages{press.doubt('inside')}."
        )
        yield say("margin-narrow", text, "Choose a theme with wider margins or a larger trim.")
    elif press.doubt("inside"):
        text = f"{name} wants an inside margin of {least / INCH:.3f} in{press.doubt('inside')}."
        yield say("printer-doubt", text, f"Ask {name} before you print many.", "hint")
    outside = press.least_outside(book.bleed)
    if book.outside < outside - 0.01:
        text = (
            f"a margin is {book.outside / INCH:.3f} in, but {name} wants {outside / INCH:.3f} in."
        )
        yield say("margin-narrow", text, "Choose a theme with wider margins or a larger trim.")
    if not press.name:
        return
    if not any(_is_trim(book.trim, trim) for trim in press.trims):
        near = min(press.trims, key=lambda t: abs(t[0] - book.trim.width)
                   + abs(t[1] - book.trim.height))  # fmt: skip
        text = f"{name} has no trim of {_size(book.trim.width, book.trim.height)}"
        yield say(
            "printer-trim", f"{text}{press.doubt('trims')}.", f"The nearest is {_size(*near)}."
        )
    yield from (say("printer-pages", *words) for words in _pages(press, book.pages))
    if book.marks and not press.marks:
        yield say("printer-marks", f"{name} refuses files with crop marks.", "Leave them out.")


def _pages(press: Printer, pages: int) -> Iterator[tuple[str, str]]:
    if pages < press.least_pages:
        text = f"this book has {pages} pages; {press.name} binds none under {press.least_pages}."
        yield text, "Add essays, or choose a smaller trim."
    refused = [f"{paper} ({most})" for paper, most in press.most_pages if pages > most]
    if refused:
        text = (
            f"this book has {pages} pages, more than {press.name} binds in"
            f" {', '.join(refused)}{press.doubt('pages')}."
        )
        yield text, "Choose another paper, a larger trim, or two volumes."


def _is_trim(trim: Trim, known: tuple[float, float]) -> bool:
    return abs(trim.width - known[0]) <= _SAME and abs(trim.height - known[1]) <= _SAME


def _size(width: float, height: float) -> str:
    return f"{width / INCH:.4g} x {height / INCH:.4g} in"
