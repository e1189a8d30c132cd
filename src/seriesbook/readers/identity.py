"""Ids: those of an essay, made unique in the whole series by the essay's slug."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from seriesbook import xhtml
from seriesbook.problems import Problem, Where
from seriesbook.readers.headings import NAMES, words_of
from seriesbook.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

# What the ids of notes and marks look like; an author's own id must not.
_RESERVED = re.compile(r"(fn|fnref|ln|lnref)-\d+")


class Identities:
    """Gives every id of a section its global form and remembers what it was.

    `names` are those of the section itself: ids of the heading that became its title.
    """

    def __init__(self, slug: str, path: str, names: tuple[str, ...] = ()) -> None:
        self._slug = slug
        self._path = path
        self._global: dict[str, str] = {}
        self._own = frozenset({"", "top", *names})
        self._taken: set[str] = set()
        self.problems: list[Problem] = []

    def take(self, root: etree._Element) -> None:
        """Make the ids below `root` global, in place, and name every heading."""
        for element in xhtml.elements(root):
            own = element.get("id")
            if own is not None:
                element.set("id", self._register(own, element))
        for heading in root.iter(*NAMES):
            if not heading.get("id"):
                own = slugify(words_of(heading))
                heading.set("id", self._free(own))
                self._global.setdefault(own, heading.get("id", ""))

    def resolve(self, root: etree._Element) -> Iterator[Problem]:
        """Turn links to the section's own ids into global ones; a problem for each dead one."""
        for link in root.iter("a"):
            href = link.get("href", "")
            if not href.startswith("#") or href.startswith(f"#{self._slug}--"):
                continue
            name = unquote(href[1:])
            target = self._global.get(name) or self._global.get(slugify(name))
            if not target and (name in self._own or slugify(name) in self._own):
                target = self._slug
            if target:
                link.set("href", f"#{target}")
                continue
            near = difflib.get_close_matches(name, list(self._global), 1)
            yield Problem(
                Where(self._path, xhtml.line_of(link)),
                "link-dead",
                f"the link #{name} leads nowhere: the essay has no heading or id of that name.",
                f"Did you mean #{near[0]}?" if near else "Correct or remove it.",
            )
            link.attrib.pop("href")

    def _register(self, own: str, element: etree._Element) -> str:
        if own in self._global:
            self.problems.append(
                Problem(
                    Where(self._path, xhtml.line_of(element)),
                    "id-duplicate",
                    f"the id {own!r} is given twice; links lead to the first.",
                    "Give one of the two another id.",
                    "warning",
                )
            )
        name = slugify(own)
        name = self._free(f"x-{name}" if _RESERVED.fullmatch(name) else name)
        self._global.setdefault(own, name)
        return name

    def _free(self, name: str) -> str:
        wanted = f"{self._slug}--{name}"
        number = 2
        while wanted in self._taken:
            wanted = f"{self._slug}--{name}-{number}"
            number += 1
        self._taken.add(wanted)
        return wanted
