"""Which platform a source is from, told by its content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seriesbook.importers.archives import Supply, open_supply
from seriesbook.importers.model import Finding
from seriesbook.limits import USUAL, Limits
from seriesbook.problems import BookError, Problem, Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from seriesbook.importers.model import Importer

# Kinds of files that come along with posts and are no posts.
_BESIDE = frozenset(
    "jpg jpeg png gif webp svg avif heic tif tiff bmp ico css js json csv xml txt pdf mp3 m4a mp4 "
    "mov webm woff woff2 ttf otf map zip md yml yaml toml".split()
)

_JATS = re.compile(
    rb"<!DOCTYPE article[^>]*JATS|<article\b[^>]*(?:dtd-version|xmlns:xlink)|<front>"
)


def detect(
    paths: Sequence[Path], sources: Mapping[str, Importer], limits: Limits = USUAL
) -> tuple[list[tuple[str, list[Supply]]], list[Finding], list[Problem]]:
    """The sources by platform, in the order given; findings about what was passed over.

    Raises BookError if one of the sources can't be opened, or is of no known kind.
    """
    found: dict[str, list[Supply]] = {}
    findings: list[Finding] = []
    errors: list[Problem] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            supply = open_supply(path, limits)
            problems += supply.problems
            for name, known in _kinds(supply, sources, findings):
                found.setdefault(name, []).append(known)
        except BookError as error:
            errors += error.problems
    if errors:
        raise BookError(errors)
    return list(found.items()), findings, problems


def _kinds(
    supply: Supply, sources: Mapping[str, Importer], findings: list[Finding]
) -> Iterator[tuple[str, Supply]]:
    """The platform of a source; of a folder of none, those of its files."""
    name = kind_of(supply, sources)
    if name:
        yield name, supply
        leaves = sources[name].leaves
        yield from _inside(supply, leaves(supply) if leaves else (), sources, findings)
        return
    names = () if supply.kind == "file" else supply.names
    inside = list(_inside(supply, names, sources, findings))
    if not inside:
        raise BookError([_unknown(supply)])
    yield from inside


def kind_of(supply: Supply, sources: Mapping[str, Importer]) -> str:
    """The name of the first platform that knows a source as its own; '' if none does."""
    return next((name for name, importer in sources.items() if importer.recognise(supply)), "")


def _inside(
    supply: Supply,
    names: Iterable[str],
    sources: Mapping[str, Importer],
    findings: list[Finding],
) -> Iterator[tuple[str, Supply]]:
    """Members that are sources of their own, by their platforms."""
    for name in names:
        try:
            member = supply.member(name)
        except BookError as error:
            message = error.problems[0].message
            findings.append(Finding("not-carried", "file that can't be read", message, name))
            continue
        kind = kind_of(member, sources)
        if kind:
            yield kind, member
        elif name.rpartition(".")[2].lower() not in _BESIDE or name.endswith((".json", ".xml")):
            findings.append(Finding("not-carried", "file of no known kind", name))


def _unknown(supply: Supply) -> Problem:
    if _JATS.search(supply.head):
        message = "this is an article in JATS, the XML of journals, which is not read."
        mend = "Save its web page, or export it as a Word file, and import that."
        return Problem(Where(str(supply.path)), "source-unknown", message, mend)
    message = "this is no export, page or document that Seriesbook knows."
    mend = (
        "It reads exports of WordPress, Substack, Ghost, Medium and Blogger, RSS and Atom feeds, "
        "folders of Jekyll, Hugo and Eleventy, saved web pages, and documents."
    )
    return Problem(Where(str(supply.path)), "source-unknown", message, mend)
