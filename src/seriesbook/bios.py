"""Which files make the page about the author."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.problems import Outcome, Problem

if TYPE_CHECKING:
    from seriesbook.model import Person, Section, Series


def choose_bios(series: Series, files: tuple[Section, ...]) -> Outcome[tuple[Section, ...]]:
    """Pick and order the files about the authors; a pass joins several to one section.

    A file that is nobody's bio is the author's own page and stands instead of the bios.
    """
    people = {person.bio: person for person in reversed(series.authors) if person.bio}
    own = tuple(s for s in files if s.where.path not in people)
    bios = [s for s in files if s.where.path in people]
    if own:
        twice = (_needless(other, own[0]) for other in (*own[1:], *bios))
        return Outcome(own[:1], tuple(twice))
    place = [person.bio for person in series.authors]
    bios.sort(key=lambda bio: place.index(bio.where.path))
    return Outcome(tuple(_untitled(people[bio.where.path], bio) for bio in bios))


def _untitled(person: Person, bio: Section) -> Section:
    """Leave the title to the theme where the file has none but its own or the person's name."""
    names = {_folded(person.name), _folded(PurePosixPath(bio.where.path).stem)}
    return replace(bio, title="") if _folded(bio.title) in names else bio


def _folded(name: str) -> str:
    return " ".join(xhtml.plain(name).replace("-", " ").replace("_", " ").casefold().split())


def _needless(section: Section, own: Section) -> Problem:
    return Problem(
        section.where,
        "bio-unused",
        f"this text is left out, since {own.where.path} is the page about the author.",
        "Remove one of the two, or name both as `bio` of their authors in series.toml.",
        "warning",
    )
