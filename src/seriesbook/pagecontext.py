"""What every template knows of a book and its theme."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from seriesbook import xhtml
from seriesbook.keptpages import without_texts
from seriesbook.notelists import groups, items
from seriesbook.numerals import in_digits
from seriesbook.roles import ROLES
from seriesbook.runningheads import several_authors
from seriesbook.words import (
    credits_of,
    direction_of,
    fill,
    license_label,
    license_mark,
    license_signs,
    long_date,
    names_of,
    persons,
)

if TYPE_CHECKING:
    from seriesbook.fonts import Typeface
    from seriesbook.model import Asset, Book, Entry
    from seriesbook.theme import Theme

# A title of more characters than these takes a smaller size in most themes.
_LONG_TITLE, _VERY_LONG_TITLE = 60, 110
# Contents of up to so many lines are set with space between them; of more than so many, small.
_SHORT_CONTENTS, _LONG_CONTENTS = 12, 40
_COVER = "images/cover."


def context_of(book: Book, theme: Theme) -> dict[str, Any]:
    """What every template knows."""
    series = book.series
    screen = book.edition.format == "epub"
    seen = without_texts(book)
    essays = tuple(s for s in seen.sections if s.role == "essay")
    back = theme.labels["back-to-text"]
    return {
        "book": seen,
        "series": series,
        "edition": book.edition,
        "contents": book.contents,
        "contents_size": _contents_size(book.contents),
        "numbered": any(essay.number for essay in essays),
        "medium": "screen" if screen else "print",
        "screen": screen,
        "roles": ROLES,
        "essays": essays,
        "foreign": {
            s.slug: s.language if s.language != series.language else "" for s in book.sections
        },
        "several_authors": several_authors(book),
        "publications": tuple(
            dict.fromkeys(e.origin.publication for e in essays if e.origin.publication)
        ),
        "own_licenses": tuple(e for e in essays if e.license and e.license != series.license),
        "year": _year(book),
        "cover": _cover(book),
        "typefaces": typefaces_of(book, theme),
        "note_groups": groups(book.sections, back, screen=screen),
        "note_items": partial(items, way_back=back, screen=screen),
        "label": theme.labels.__getitem__,
        "sentence": partial(_sentence, theme),
        "license_label": license_label,
        "short_license": license_mark,
        "license_signs": license_signs,
        "in_digits": in_digits,
        "long_date": long_date,
        "persons": persons,
        "names_of": names_of,
        "credits_of": credits_of,
        "direction_of": direction_of,
        "markup": Markup,
        "title_size": _title_size,
    }


def typefaces_of(book: Book, theme: Theme) -> tuple[Typeface, ...]:
    """The theme's typefaces, without that for code in a book that has none."""
    bodies = (text for s in book.sections for text in (s.body, *(note.body for note in s.notes)))
    code = any(map(_has_code, bodies))
    return tuple(face for face in theme.typefaces if code or face.use != "code")


@lru_cache(maxsize=4096)
def _has_code(text: str) -> bool:
    """Editions mostly have the same texts."""
    return "<code" in text or "<pre" in text


def _title_size(title: str) -> str:
    """Class for a title by its length: '', or with a space before it."""
    length = len(xhtml.plain(title))
    return " very-long" if length > _VERY_LONG_TITLE else " long" if length > _LONG_TITLE else ""


def _contents_size(entries: tuple[Entry, ...]) -> str:
    """How long the contents are: a short list has room between its lines, a long one none."""
    lines = len(entries) + sum(len(entry.children) for entry in entries)
    return "short" if lines <= _SHORT_CONTENTS else "medium" if lines <= _LONG_CONTENTS else "long"


def _sentence(theme: Theme, key: str, **values: object) -> Markup:
    return fill(theme.labels[key], values)


def _year(book: Book) -> str:
    """Year of the copyright: of this edition, else of the latest essay."""
    days = [s.date for s in book.sections if s.date]
    day = book.series.issued or max(days, default=None)
    return in_digits(str(day.year), book.series.language) if day else ""


def _cover(book: Book) -> Asset | None:
    return next((asset for asset in book.assets if asset.href.startswith(_COVER)), None)
