"""The keys of series.toml: their words, types and bounds, in one table of models.

The same models check a manifest, make its JSON Schema and the guide's reference.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model
from pydantic_core import PydanticCustomError

from seriesbook.dates import date_of
from seriesbook.limits import MOST, USUAL, about, names


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str | dict) else value


def _named(value: Any) -> Any:
    """A bare name stands for a table with a name."""
    return {"name": value} if isinstance(value, str) else value


def _names(value: Any) -> Any:
    value = _as_list(value)
    return [_named(item) for item in value] if isinstance(value, list) else value


def _licensed(value: Any) -> Any:
    return {"id": value} if isinstance(value, str) else value


def _word(value: Any) -> Any:
    """A word of a list may be written in any letters: `PDF`, `Cover designer`."""
    return "-".join(value.lower().replace("_", " ").split()) if isinstance(value, str) else value


def _titled(value: Any) -> Any:
    return {"title": value} if isinstance(value, str) else value


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _line(value: str) -> str:
    """Text for one line of a page."""
    return " ".join(value.split())


def _day(value: Any) -> Any:
    """A date may be a TOML date or time, text, or a year alone, which means its first day."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date) or value is None:
        return value
    text = str(value).strip()
    day = dt.date(int(text), 1, 1) if re.fullmatch(r"[1-9]\d{3}", text) else date_of(text)
    if day is None or isinstance(value, bool | float | dict | list):
        raise PydanticCustomError("date_invalid", "not a date")
    return day


def _moment(value: Any) -> Any:
    """A time without a zone is UTC's, and a date means its first second."""
    if isinstance(value, str) and re.match(r"[^T ]+[T ]\d", value):
        with contextlib.suppress(ValueError):
            value = dt.datetime.fromisoformat(value.strip())
    if isinstance(value, dt.datetime):
        return value if value.tzinfo else value.replace(tzinfo=dt.UTC)
    day = _day(value)
    return day and dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


_Roles = Literal[
    "author", "editor", "translator", "illustrator", "photographer", "compiler", "annotator",
    "commentator", "interviewer", "interviewee", "contributor", "cover-designer", "designer",
    "publisher", "proofreader", "writer-of-foreword", "writer-of-introduction",
    "writer-of-afterword",
]  # fmt: skip
Role = Annotated[_Roles, BeforeValidator(_word, json_schema_input_type=_Roles)]
Format = Annotated[
    Literal["epub", "pdf"],
    BeforeValidator(_word, json_schema_input_type=Literal["epub", "pdf"]),
]
NotesPlace = Annotated[
    Literal["book", "essay", "page"],
    BeforeValidator(_word, json_schema_input_type=Literal["book", "essay", "page"]),
]
LinksPlace = Annotated[
    Literal["notes", "inline", "none"],
    BeforeValidator(_word, json_schema_input_type=Literal["notes", "inline", "none"]),
]
Printers = Annotated[
    Literal["", "kdp", "ingram", "lulu"],
    BeforeValidator(_word, json_schema_input_type=Literal["kdp", "ingram", "lulu"]),
]
Line = Annotated[str, AfterValidator(_line)]
Words = Annotated[list[str], BeforeValidator(_as_list, json_schema_input_type=list[str] | str)]
Number = Annotated[Line, BeforeValidator(_text, json_schema_input_type=str | int)]
Day = Annotated[dt.date, BeforeValidator(_day)]
Moment = Annotated[dt.datetime, BeforeValidator(_moment)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class PersonTable(_Table):
    """Somebody who made the series."""

    name: Line = Field(min_length=1, description="The name as it is printed.")
    sort_name: Line = Field("", description="The name as it is sorted: `Woolf, Virginia`.")
    role: Role = Field("author", description="What the person did.")
    bio: str = Field("", description="File with a few words about the person.")
    links: Words = Field([], description="Web addresses of the person.")


class LicenseTable(_Table):
    """Terms of use, by id or in your own words."""

    id: str = Field("", description="SPDX id, or `all-rights-reserved`.")
    name: Line = Field("", description="Full name, if it has no id.")
    url: str = Field("", description="Web address of the terms.")
    text: str = Field("", description="The sentence for the copyright page.")


class CollectionTable(_Table):
    """A larger set that the book belongs to."""

    title: Line = Field(min_length=1, description="Title of the set.")
    number: Number = Field("", description="Number of this book in the set.")


class PartTable(_Table):
    """A group of essays under a title of its own."""

    title: Line = Field(min_length=1, description="Title of the part.")
    subtitle: Line = Field("", description="Subtitle of the part.")
    slug: str = Field("", description="Name for addresses; from the title if not given.")
    essays: Words = Field(description="Its essays, by file name, in order.")


class EditionTable(_Table):
    """One output."""

    format: Format = Field(description="`epub` for e-readers, `pdf` for print.")
    theme: str = Field("classic", description="Name of a theme.")
    trim: str = Field(
        "", description="Page size in print: `6x9in`, `148x210mm`, `A5`; the theme's if not given."
    )
    printer: Printers = Field(
        "", description="Who prints it: sets margins and pages, and checks the trim."
    )
    bleed: bool | str = Field(
        False, description="Room around the page for what is cut: `true`, or a length (`3mm`)."
    )
    crop_marks: bool = Field(False, description="Marks that show where the page is cut.")
    notes: NotesPlace = Field(
        "book",
        description="Where notes go: the end of the book, of the essay, or the page (in an EPUB,"
        " which has no pages, of the essay).",
    )
    links: LinksPlace = Field(
        "notes",
        description="Web addresses in print: notes, or in the text, or left away.",
    )
    include: Words = Field([], description="Only these essays.")
    exclude: Words = Field([], description="Not these essays.")
    isbn: str = Field("", description="ISBN of this edition; its check digit is verified.")
    fonts: Words = Field(
        [], description="More font packages, for characters that the theme's fonts lack."
    )
    page_source: str = Field(
        "",
        description="For an EPUB: the print edition whose page numbers it gives, or `none`; the"
        " first one if not given.",
    )


if TYPE_CHECKING:

    class LimitsTable(_Table):
        """Limits that the author changes."""

else:  # made from the one table of limits
    LimitsTable = create_model(
        "LimitsTable",
        __base__=_Table,
        __doc__="Limits that the author changes.",
        **{
            name: (
                int,
                Field(getattr(USUAL, name), ge=1, le=MOST, strict=True, description=about(name)),
            )
            for name in names()
        },
    )


class Manifest(_Table):
    """Everything that series.toml may say."""

    title: Line = Field("", description="Title of the book; the folder's name if not given.")
    subtitle: Line = Field("", description="Subtitle.")
    short_title: Line = Field("", description="Title for running heads, if the title is long.")
    slug: str = Field("", description="Name of the output; from the title if not given.")
    language: str = Field("", description="Language tag: `en`, `en-GB`, `fr`, `zh-Hant` …")
    identifier: str = Field(
        "", description="Address such as `urn:uuid:…`; a stable one is derived if not given."
    )
    issued: Day | None = Field(None, description="Day of publication.")
    modified: Moment | None = Field(
        None, description="Time of the last change; the latest essay's date if not given."
    )
    author: Annotated[
        list[PersonTable],
        BeforeValidator(_names, json_schema_input_type=str | PersonTable | list[str]),
    ] = Field([], description="The author's name; the same as `authors`.")
    authors: Annotated[
        list[PersonTable],
        BeforeValidator(_names, json_schema_input_type=list[str | PersonTable] | str),
    ] = Field([], description="The people: names, or `[[authors]]` tables.")
    license: Annotated[
        LicenseTable | None,
        BeforeValidator(_licensed, json_schema_input_type=str | LicenseTable),
    ] = Field(None, description="SPDX or Creative Commons id, or `all-rights-reserved`.")
    edition: Line = Field(
        "", description="What the copyright page says of the edition: `Second edition, revised`."
    )
    description: str = Field("", description="A few sentences for shops and catalogues.")
    subjects: Words = Field([], description="What it is about.")
    publisher: Line = Field("", description="Name of the publisher.")
    place: Line = Field("", description="Place of publication.")
    cover: str = Field("", description="Image for the EPUB's cover; `cover.*` is found by itself.")
    fonts: Words = Field(
        [],
        description="Font packages (`fontpkg-…`) for characters that the theme's fonts lack, in"
        " every edition; files in `fonts/` are found by themselves.",
    )
    collection: Annotated[
        CollectionTable | None,
        BeforeValidator(_titled, json_schema_input_type=str | CollectionTable),
    ] = Field(None, description="A set of books that this one belongs to.")
    order: Words = Field([], description="The essays by file name, in reading order.")
    parts: list[PartTable] = Field([], description="Groups of essays: `[[parts]]` tables.")
    editions: dict[str, EditionTable] = Field(
        {}, description="Outputs by name: `[editions.NAME]` tables."
    )
    limits: LimitsTable = Field(
        LimitsTable(), description="How much is accepted of anything: a `[limits]` table."
    )
