"""The one table of limits on what comes from outside.

They keep a file that is damaged, or made to do harm, from filling memory or never ending; what
an author writes stays far below. An author may change any of them in `[limits]` of series.toml,
or for one import with `--limit NAME=NUMBER`. Nothing that is imported, and no theme, can.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST = 10**15  # of any limit


def _limit(default: int, about: str) -> int:
    number: int = field(default=default, metadata={"about": about})
    return number


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of everything is accepted; each field says what it counts."""

    # The series folder
    source_bytes: int = _limit(50_000_000, "Bytes of a text, or of a file without a limit here.")
    image_bytes: int = _limit(100_000_000, "Bytes of a picture.")
    image_pixels: int = _limit(100_000_000, "Pixels of a picture.")
    drawing_elements: int = _limit(
        200_000, "Elements that a drawing (SVG) shows, those shown again by `use` counted again."
    )
    drawing_references: int = _limit(50, "References from one element of a drawing to the next.")
    drawing_side: int = _limit(100_000, "Pixels of a drawing's side; more are taken as these.")
    font_bytes: int = _limit(50_000_000, "Bytes of a font.")
    yaml_aliases: int = _limit(16, "Times that a head may repeat a value by `*name`.")
    nesting: int = _limit(100, "Levels of HTML; half as many of quotations and lists.")
    brackets: int = _limit(60, "Opening brackets, or marks of emphasis, in a row.")
    notes: int = _limit(50_000, "Notes of one text.")
    paragraph_characters: int = _limit(
        3_000_000, "Characters of a paragraph, pictures in `data:` aside."
    )
    # Word, LibreOffice and other documents
    document_bytes: int = _limit(200_000_000, "Bytes of a document, unpacked.")
    document_seconds: int = _limit(60, "Seconds that reading a document may take.")
    document_megabytes: int = _limit(1024, "Memory for reading a document.")
    # Themes
    theme_bytes: int = _limit(1_000_000, "Bytes of a file of a theme.")
    theme_rules: int = _limit(5_000, "Rules of a theme's stylesheet.")
    theme_levels: int = _limit(20, "Blocks and brackets in each other in a theme's stylesheet.")
    theme_number: int = _limit(100_000, "The largest number in a theme's stylesheet or template.")
    theme_steps: int = _limit(2_000_000, "Steps of loops and calls that make one page.")
    page_characters: int = _limit(100_000_000, "Characters of a page that a template makes.")
    layout_seconds: int = _limit(600, "Seconds that setting one essay's pages may take.")
    # Finished books
    checker_seconds: int = _limit(600, "Seconds that a checker of finished books may take.")
    # Exports of platforms: read as streams, so that these are bounds on disk, not on memory.
    export_bytes: int = _limit(4_000_000_000, "Bytes of an export, or of a file in it, unpacked.")
    export_item_characters: int = _limit(
        100_000_000, "Characters of a post with its comments, held in memory."
    )
    export_members: int = _limit(50_000, "Files in an export, an archive or a document.")
    export_ratio: int = _limit(200, "Times that a packed file may grow; prose grows to 3.")
    export_levels: int = _limit(500, "Lists and tables in each other in JSON.")
    page_levels: int = _limit(
        4_000, "Elements in each other in a page; what is deeper than `nesting` is opened."
    )
    page_pictures: int = _limit(5_000, "Pictures of a page that are looked for.")
    path_characters: int = _limit(1_000, "Characters of a path in an archive.")
    post_characters: int = _limit(10_000_000, "Characters of a post.")
    # Pictures from the web (`--fetch`)
    fetch_bytes: int = _limit(30_000_000, "Bytes of a picture.")
    fetch_total_bytes: int = _limit(1_000_000_000, "Bytes of all pictures.")
    fetch_number: int = _limit(2_000, "Number of pictures.")
    fetch_redirects: int = _limit(5, "Redirects on the way to one.")
    fetch_seconds: int = _limit(20, "Seconds without an answer.")


USUAL = Limits()


def names() -> tuple[str, ...]:
    """Names of all limits."""
    return tuple(one.name for one in fields(Limits))


def about(name: str) -> str:
    """What a limit counts."""
    (one,) = (one for one in fields(Limits) if one.name == name)
    return str(one.metadata["about"])


def changed(given: Mapping[str, Any], limits: Limits = USUAL) -> Limits:
    """Limits with the values of a mapping; unknown names and what is no number are passed over.

    Whoever asked for them is told of those by `config`, which checks the same table.
    """
    known = {one.name: getattr(limits, one.name) for one in fields(Limits)}
    good = {
        name: value
        for name, value in given.items()
        if name in known and type(value) is int and 1 <= value <= MOST
    }
    return Limits(**{**known, **good})


def limits_of(manifest: bytes) -> Limits:
    """What the bytes of a series.toml say in `[limits]`; the usual ones if it is not TOML."""
    try:
        table = tomllib.loads(manifest.decode("utf-8-sig")).get("limits")
    except (ValueError, RecursionError):  # config says what is wrong
        return USUAL
    return changed(table) if isinstance(table, dict) else USUAL
