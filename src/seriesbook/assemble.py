"""Sections to an ordered Book: which of them, in which order, with what generated matter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from seriesbook.bios import choose_bios
from seriesbook.matter import known_roles, place_matter
from seriesbook.model import Book, Section
from seriesbook.numerals import part_number
from seriesbook.ordering import order_essays
from seriesbook.problems import Outcome, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from seriesbook.model import Edition, Part, Person, Series

BIO_ROLE = "about-the-author"


def assemble(series: Series, edition: Edition, sections: tuple[Section, ...]) -> Outcome[Book]:
    """Make an edition's book of all sections of the series, in source order.

    Errors: an unknown role, a second file for a role, an essay in two parts, a part that the
    order tears apart, no essay left.
    """
    known = known_roles(sections)
    chosen = _choose(series, edition, known.value)
    inside, left_out = chosen.value
    ordered = order_essays(series, (s for s in inside if s.role == "essay"))
    series = _with_authors(series, ordered.value)
    essays = tuple(_completed(series, essay) for essay in ordered.value)
    bios = choose_bios(series, tuple(s for s in inside if s.role == BIO_ROLE))
    body = _with_parts(series, essays, tuple(s for s in inside if s.role == "part"))
    others = (s for s in inside if s.role not in {"essay", "part", BIO_ROLE})
    given = tuple(_completed(series, s) for s in others)
    matter = place_matter(series, edition, essays, (*given, *bios.value))
    front, back = matter.value
    book = Book(series, edition, (*front, *body.value, *back), left_out=left_out)
    stages = (known, chosen, ordered, bios, body, matter)
    return Outcome(book, tuple(problem for stage in stages for problem in stage.problems))


def _choose(
    series: Series, edition: Edition, sections: tuple[Section, ...]
) -> Outcome[tuple[tuple[Section, ...], tuple[Section, ...]]]:
    """Part the sections into what the edition holds and what it leaves out."""
    problems: list[Problem] = []
    included = set(edition.include)
    excluded = set(edition.exclude)
    inside, left_out = [], []
    for section in sections:
        names = {section.slug, section.where.path}
        if section.draft:
            problems.append(_draft(section))
        outside = section.role == "essay" and included and not names & included
        if section.draft or outside or names & excluded:
            left_out.append(replace(section, body="", notes=(), headings=(), epigraph=None))
        else:
            inside.append(section)
    if not any(section.role == "essay" for section in inside):
        problems.append(_no_essay(series, edition))
    return Outcome((tuple(inside), tuple(left_out)), tuple(problems))


def _draft(section: Section) -> Problem:
    return Problem(
        section.where,
        "draft-left-out",
        "this is a draft; it is left out.",
        "Remove `draft` from its head when it is ready.",
        "hint",
    )


def _no_essay(series: Series, edition: Edition) -> Problem:
    return Problem(
        series.at(f"editions.{edition.name}"),
        "essays-none",
        f"the edition {edition.name} has no essay.",
        "Add essays, or see what `include`, `exclude` and `draft` leave out.",
    )


def _with_authors(series: Series, essays: Sequence[Section]) -> Series:
    """Give a series that names nobody the authors of its essays, in their order."""
    if series.authors:
        return series
    found: dict[str, Person] = {}
    for essay in essays:
        for person in essay.authors:
            if person.role == "author":
                found.setdefault(person.name, person)
    return replace(series, authors=tuple(found.values()))


def _completed(series: Series, section: Section) -> Section:
    """Fill in what the series knows of a section's people; drop a license that is its own.

    An essay that names no author has those of the series.
    """
    known = {person.name: person for person in series.authors}
    people = tuple(
        replace(known[person.name], role=person.role) if person.name in known else person
        for person in section.authors
    )
    if section.role == "essay" and not any(person.role == "author" for person in people):
        people = (*(p for p in series.authors if p.role == "author"), *people)
    own_license = None if section.license == series.license else section.license
    return replace(section, authors=people, license=own_license)


def _with_parts(
    series: Series, essays: tuple[Section, ...], files: tuple[Section, ...]
) -> Outcome[tuple[Section, ...]]:
    """Put a section before the first essay of each part; the author's file of it, if any."""
    part_of: dict[str, int] = {}
    problems = [*_twice_in_parts(series, part_of)]
    given = {_part_of_file(series, file): file for file in reversed(files)}
    problems += [_stray_part(file) for file in files if _part_of_file(series, file) is None]
    body: list[Section] = []
    done: set[int] = set()
    last: int | None = None
    for essay in essays:
        index = part_of.get(essay.where.path)
        if index is None:
            body.append(essay)
        else:
            part = series.parts[index]
            if index not in done:
                body.append(_part_section(series, index, part, given.get(index)))
            elif index != last:
                problems.append(_torn(series, part, essay))
            done.add(index)
            body.append(replace(essay, part=part.title))
        last = index
    return Outcome(tuple(body), tuple(problems))


def _twice_in_parts(series: Series, part_of: dict[str, int]) -> Iterator[Problem]:
    """Fill in which part each essay belongs to; the first that names it has it."""
    for index, part in enumerate(series.parts):
        for number, path in enumerate(part.essays):
            if part_of.setdefault(path, index) != index:
                yield Problem(
                    series.at(f"parts.{index}.essays.{number}"),
                    "essay-repeated",
                    f"{path} is in another part already.",
                    "Keep one of the two.",
                )


def _part_of_file(series: Series, file: Section) -> int | None:
    """Index of the part that a file with `role: part` is the title page of."""
    for index, part in enumerate(series.parts):
        if file.slug == part.slug or file.title.casefold() == part.title.casefold():
            return index
    return None


def _part_section(series: Series, index: int, part: Part, file: Section | None) -> Section:
    """A part's title page. Parts keep their numbers where an edition leaves one of them out."""
    number = part_number(index + 1, series.language)
    namesakes = sum(earlier.slug == part.slug for earlier in series.parts[:index])
    again = f"-{namesakes + 1}" if namesakes else ""
    if file:
        return replace(
            file, title=part.title, number=number, subtitle=file.subtitle or part.subtitle
        )
    return Section(
        role="part",
        slug=f"part-{part.slug}{again}",
        title=part.title,
        subtitle=part.subtitle,
        number=number,
        where=series.at(f"parts.{index}"),
    )


def _stray_part(file: Section) -> Problem:
    return Problem(
        file.where,
        "part-unknown",
        f"no part of the series is called “{file.title}”.",
        "Give the file the title of one of the [[parts]] in series.toml.",
    )


def _torn(series: Series, part: Part, essay: Section) -> Problem:
    return Problem(
        series.at("order"),
        "part-torn",
        f"the order takes {essay.where.path} away from the other essays of “{part.title}”.",
        "Let the essays of a part follow each other in `order`, or remove `order`.",
    )
