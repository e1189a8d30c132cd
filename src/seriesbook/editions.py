"""The editions of a manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook.isbn import digits_of, is_isbn
from seriesbook.manifest import EditionTable
from seriesbook.model import Edition
from seriesbook.printers import printer
from seriesbook.slugs import slugify
from seriesbook.trims import parse_length, parse_trim, trim_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from seriesbook.complaints import Complaints
    from seriesbook.essay_lists import EssayLists
    from seriesbook.model import NotesPlace, Trim

_MOST_BLEED = 36.0  # pt
DEFAULTS: Mapping[str, EditionTable] = {
    "ebook": EditionTable(format="epub"),
    "paperback": EditionTable(format="pdf"),
}


def read_editions(
    tables: Mapping[str, EditionTable], lists: EssayLists, complaints: Complaints
) -> Iterator[Edition]:
    """Editions of the manifest, or an e-book and a paperback if it has none."""
    owners: dict[str, str] = {}
    tables = tables or DEFAULTS
    printed = [slugify(name) for name, table in tables.items() if table.format == "pdf"]
    for name, table in tables.items():
        key = f"editions.{name}"
        if slugify(name) != name:
            message = f"the name {name!r} can't be part of a file's name."
            mend = f"Use small letters, digits and hyphens: [editions.{slugify(name)}]."
            complaints.say(key, "edition-name", message, mend)
        _check_isbn(key, table.isbn, owners, complaints)
        yield Edition(
            name=slugify(name),
            format=table.format,
            theme=table.theme,
            trim=_trim(f"{key}.trim", table.trim, complaints),
            own_trim=bool(table.trim),
            printer=table.printer,
            bleed=_bleed(f"{key}.bleed", table, complaints),
            crop_marks=table.crop_marks,
            notes=_notes(table),
            links=table.links,
            include=lists.essays(f"{key}.include", table.include),
            exclude=lists.essays(f"{key}.exclude", table.exclude, "file"),
            isbn=table.isbn,
            fonts=tuple(table.fonts),
            page_source=_page_source(f"{key}.page_source", table, printed, complaints),
        )


def _notes(table: EditionTable) -> NotesPlace:
    """Where notes go; an e-book has no pages, so that theirs are those of an essay."""
    return "essay" if table.format == "epub" and table.notes == "page" else table.notes


def _page_source(
    key: str, table: EditionTable, printed: Sequence[str], complaints: Complaints
) -> str:
    """The print edition that an e-book takes its page numbers from; '' for none."""
    name = table.page_source
    if table.format != "epub" or name == "none":
        return ""
    if name and name not in printed:
        mend = f"Choose one of: {', '.join([*printed, 'none'])}."
        complaints.say(key, "value-unknown", f"no print edition is called {name!r}.", mend)
        return ""
    return name or next(iter(printed), "")


def _trim(key: str, text: str, complaints: Complaints) -> Trim:
    if not text:
        return Edition("", "pdf").trim
    trim = parse_trim(text)
    if trim is None:
        mend = f"Write 6x9in or 148x210mm, or one of: {', '.join(trim_names())}."
        complaints.say(key, "value-unknown", f"{text!r} is no page size for a book.", mend)
    return trim or Edition("", "pdf").trim


def _bleed(key: str, table: EditionTable, complaints: Complaints) -> float:
    """Width of the bleed in pt; where it is asked for without a length, the printer's."""
    usual = printer(table.printer).bleed
    if isinstance(table.bleed, bool):
        return usual if table.bleed else 0.0
    length = parse_length(table.bleed)
    if length is None or length > _MOST_BLEED:
        mend = "Write true, or a length up to half an inch: 0.125in or 3mm."
        complaints.say(key, "value-unknown", f"{table.bleed!r} is no bleed.", mend)
    return length or 0.0


def _check_isbn(key: str, isbn: str, owners: dict[str, str], complaints: Complaints) -> None:
    if not isbn:
        return
    if not is_isbn(isbn):
        mend = "Look for a wrong digit: the last one checks the others."
        complaints.say(f"{key}.isbn", "isbn-invalid", f"{isbn!r} is not an ISBN.", mend)
    owner = owners.setdefault(digits_of(isbn), key)
    if owner != key:
        message = f"this is also the ISBN of [{owner}]."
        mend = "Each format needs one of its own."
        complaints.say(f"{key}.isbn", "isbn-repeated", message, mend, "warning")
