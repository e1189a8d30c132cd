"""Links: to other essays as ids, to the outside as addresses that every reader accepts.

After this pass an `href` is `#id` of the book or an absolute address of an allowed scheme.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from seriesbook import xhtml
from seriesbook.crossrefs import CrossReferences, find_crossrefs, resolved
from seriesbook.pieces import hrefs_in, place_of, rewrite
from seriesbook.problems import Outcome, Problem, Severity
from seriesbook.sanitise import SCHEMES
from seriesbook.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml import etree

    from seriesbook.codes import Code
    from seriesbook.model import Book, Section
    from seriesbook.passes import PassContext
    from seriesbook.problems import Where

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# ASCII punctuation of https://url.spec.whatwg.org/#url-code-points, and what delimits.
_KEPT = frozenset("!#$%&'()*+,-./:;=?@_~")
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a link leads: `href`, or nowhere ('': its words stay), and what to say about it."""

    href: str = ""
    code: Code | None = None
    message: str = ""
    mend: str = ""
    severity: Severity = "error"


@dataclass(slots=True)
class _Resolver:
    """Resolves the addresses of one section, each once."""

    section: Section
    known: CrossReferences
    images: Collection[str]
    targets: dict[str, _Target] = field(default_factory=dict)

    def target(self, href: str) -> _Target:
        if href not in self.targets:
            self.targets[href] = self._find(href)
        return self.targets[href]

    def _find(self, href: str) -> _Target:
        address = "".join(c for c in href.strip() if c >= " ")
        scheme = _SCHEME.match(address)
        if address.startswith("//"):
            return self._outside(f"https:{address}", "https")
        if scheme:
            return self._outside(address, scheme[1].lower())
        path, _, fragment = address.partition("#")
        path = path.partition("?")[0]
        if path:
            return self._file(path, fragment)
        if not address:
            return _Target("", "link-empty", "this link has no address.", "Write one.", "warning")
        return self._here(unquote(fragment))

    def _outside(self, address: str, scheme: str) -> _Target:
        if scheme not in SCHEMES:
            return _Target(
                "",
                "link-scheme",
                f"the address {address[:_SHOWN]} can't be used in a book; the link was left out.",
                f"Use one of {', '.join(sorted(SCHEMES))}, or a file of this series.",
            )
        if scheme == "doi":
            address, scheme = f"https://doi.org/{address.partition(':')[2].lstrip('/')}", "https"
        if scheme in {"http", "https"} and not _has_host(address):
            return _Target(
                "",
                "link-broken",
                f"{address[:_SHOWN]} is no address.",
                "Correct it, or remove the link.",
            )
        section = self.known.section_of_url(address)
        if section and section.slug in self.known.ids:
            name = f"{section.slug}--{unquote(address.partition('#')[2])}"
            return _Target(f"#{name if name in self.known.ids else section.slug}")
        return _Target(_quoted(address))

    def _here(self, name: str) -> _Target:
        """A place in the book by its id, or in this file by its author's name."""
        slug = self.section.slug
        if name in {"", f"{slug}--"}:
            return _Target(f"#{slug}")
        for value in (name, f"{slug}--{name}"):
            if value in self.known.ids:
                return _Target(f"#{value}")
        return self._no_place(slug, name.removeprefix(f"{slug}--"), "this file")

    def _file(self, path: str, fragment: str) -> _Target:
        origin = self.section.where.path
        section = self.known.section_at(path, origin)
        if not section:
            return self._no_file(path)
        if section.slug not in self.known.ids:
            return self._left_out(section)
        name = unquote(fragment)
        if name in {"", slugify(xhtml.plain(section.title))}:  # the title's own heading
            return _Target(f"#{section.slug}")
        if f"{section.slug}--{name}" in self.known.ids:
            return _Target(f"#{section.slug}--{name}")
        return self._no_place(section.slug, name, section.where.path)

    def _left_out(self, section: Section) -> _Target:
        url = section.origin.url
        if url.lower().startswith(("https:", "http:")):
            return self._outside(url, "https")
        return _Target(
            "",
            "link-left-out",
            f"{section.where.path} is left out of this edition; the words of the link were kept.",
            "Give that essay an `original_url` to have a link in its place.",
            "hint",
        )

    def _no_place(self, slug: str, name: str, file: str) -> _Target:
        near = self.known.nearest_id(slug, name)
        return _Target(
            f"#{slug}",
            "link-dead",
            f"{file} has no heading or id “{name[:_SHOWN]}”.",
            f"Did you mean #{near}?" if near else "Correct the link, or remove it.",
        )

    def _no_file(self, path: str) -> _Target:
        places = list(resolved(unquote(path), self.section.where.path))
        if any(place in self.images for place in places):
            return _Target(
                "",
                "link-to-image",
                f"a book can't link to the image {path[:_SHOWN]}; the words were kept.",
                "Show the image, or remove the link.",
                "warning",
            )
        if all(place.startswith("..") for place in places):
            return _Target(
                "",
                "path-outside",
                f"{path[:_SHOWN]} lies outside the series folder.",
                "Link to an essay of this series, or to a web address.",
            )
        near = self.known.nearest_file(path)
        return _Target(
            "",
            "link-dead",
            f"the link to {path[:_SHOWN]} leads nowhere.",
            f"Did you mean {near}?" if near else "Correct it, or remove the link.",
        )


def resolve_links(book: Book, context: PassContext) -> Outcome[Book]:
    """Turn links between files into links to ids, and report those that lead nowhere.

    A link to an essay that the edition leaves out becomes its web address, or plain words.
    """
    known = find_crossrefs(book)
    images = frozenset(context.images)
    problems: list[Problem] = []
    sections = tuple(
        _resolve_in(section, _Resolver(section, known, images), problems)
        for section in book.sections
    )
    return Outcome(replaced(book, sections=sections), tuple(problems))


def _resolve_in(section: Section, resolver: _Resolver, problems: list[Problem]) -> Section:
    def wanted(markup: str) -> bool:
        return any(resolver.target(href) != _Target(href) for href in hrefs_in(markup))

    def change(root: etree._Element, where: Where) -> None:
        for link in list(xhtml.elements(root, "a")):
            href = link.get("href")
            if href is not None:
                target = resolver.target(href)
                if target.code and not (target.code == "link-to-image" and _shows_image(link)):
                    problems.append(_problem(target, target.code, place_of(link, where)))
                _point(link, target.href)

    return rewrite(section, wanted, change)


def _problem(target: _Target, code: Code, where: Where) -> Problem:
    return Problem(where, code, target.message, target.mend, target.severity)


def _point(link: etree._Element, href: str) -> None:
    if href:
        link.set("href", href)
    elif link.get("id"):
        del link.attrib["href"]
    else:
        xhtml.unwrap(link)


def _shows_image(link: etree._Element) -> bool:
    """Tell a picture that links to its own larger file, as blogs have it: nothing is lost."""
    return next(xhtml.elements(link, "img"), None) is not None and not xhtml.text_of(link)


def _has_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    return bool(parts.hostname) and not any(c.isspace() for c in parts.netloc)


def _quoted(address: str) -> str:
    """An address with what the URL Standard forbids percent-encoded; letters beyond ASCII stay."""
    kept = _KEPT | frozenset("[]") if "//[" in address else _KEPT
    return "".join(
        c if c in kept or (c.isalnum() if c.isascii() else c.isprintable()) else quote(c)
        for c in _LONE_PERCENT.sub("%25", address)
    )
