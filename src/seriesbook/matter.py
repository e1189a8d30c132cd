"""Front and back matter: what the author gives, what is made, and where each stands."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from seriesbook.model import Section
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.roles import ROLES, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from seriesbook.model import Edition, Series
    from seriesbook.roles import Matter

# Roles that several files may have.
REPEATABLE = frozenset({"essay", "part", "appendix", "about-the-author"})
# Places of roles that go to the back when their file lies in back/.
IN_BACK: dict[str, int] = {"acknowledgments": 20}
_MEDIUM: dict[str, str] = {"pdf": "print", "epub": "screen"}


def _always(_series: Series, _edition: Edition, _essays: tuple[Section, ...]) -> bool:
    return True


def _licensed(series: Series, _edition: Edition, _essays: tuple[Section, ...]) -> bool:
    return series.license is not None


def _published(_series: Series, _edition: Edition, essays: tuple[Section, ...]) -> bool:
    """Tell whether any essay says where or when it first appeared."""
    return any(e.date or e.origin.publication or e.origin.url for e in essays)


def _gathered(_series: Series, edition: Edition, _essays: tuple[Section, ...]) -> bool:
    """Tell whether notes go to the end; a pass takes the section out again if there are none."""
    return edition.notes == "book"


# When a role is made for which there is no file. Parts and bios are made elsewhere.
GENERATED: Mapping[str, Callable[[Series, Edition, tuple[Section, ...]], bool]] = {
    "cover": _always,
    "half-title": _always,
    "title-page": _always,
    "copyright-page": _always,
    "contents": _always,
    "notes": _gathered,
    "series-page": _published,
    "license-page": _licensed,
    "colophon": _always,
}


def in_medium(role: Role, edition: Edition) -> bool:
    """Tell whether an edition holds sections of this role."""
    return role.medium in {"both", _MEDIUM[edition.format]}


def known_roles(sections: Iterable[Section]) -> Outcome[tuple[Section, ...]]:
    """Drop sections whose role is none of ours, with an error and the nearest right name."""
    sections = tuple(sections)
    return Outcome(
        tuple(s for s in sections if s.role in ROLES),
        tuple(_unknown(s) for s in sections if s.role not in ROLES),
    )


def place_matter(
    series: Series,
    edition: Edition,
    essays: tuple[Section, ...],
    given: tuple[Section, ...],
) -> Outcome[tuple[tuple[Section, ...], tuple[Section, ...]]]:
    """Front matter and back matter in order, the generated with the author's.

    `given` are the author's files. A second file for a role that stands once is an error.
    """
    owner: dict[str, Section] = {}
    problems, kept = [], []
    for section in given:
        first = owner.setdefault(section.role, section)
        if first is section or section.role in REPEATABLE:
            kept.append(section)
        else:
            problems.append(_second(section, first))
    made = [
        Section(role=role, slug=role, title="", where=Where(series.manifest))
        for role, wanted in GENERATED.items()
        if role not in owner and wanted(series, edition, essays)
    ]
    matter = [s for s in (*kept, *made) if in_medium(ROLES[s.role], edition)]
    matter.sort(key=lambda s: _position(s)[1])
    front = tuple(s for s in matter if _position(s)[0] == "front")
    back = tuple(s for s in matter if _position(s)[0] == "back")
    return Outcome((front, back), tuple(problems))


def _position(section: Section) -> tuple[Matter, int]:
    role = ROLES[section.role]
    if section.role in IN_BACK and section.where.path.startswith("back/"):
        return "back", IN_BACK[section.role]
    return role.matter, role.place


def _unknown(section: Section) -> Problem:
    near = difflib.get_close_matches(section.role, list(ROLES), 1)
    return Problem(
        section.where,
        "role-unknown",
        f"“{section.role}” is no kind of front or back matter.",
        (f"Did you mean {near[0]}? " if near else "")
        + "Rename the file, or write its `role:` at its head.",
    )


def _second(section: Section, first: Section) -> Problem:
    return Problem(
        section.where,
        "role-twice",
        f"a book has one {section.role}, and {first.where} is it already.",
        "Join the two files, or give one another `role:`.",
    )
