"""Links of posts: held open until all posts are known, then pointed at essays or addresses.

Which posts there are is known only when the last one has been read, and then the first are on
disk already. So a link is written with a token in the place of its address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from seriesbook import xhtml
from seriesbook.importers.markdown_escape import address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from seriesbook.importers.model import Post

_OPEN, _CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_LINK = re.compile(
    rf"\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\({_OPEN}(\d+){_CLOSE}(?:\s+\"[^\"]*\")?\)"
)
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}[-_]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_INDEX = re.compile(r"/(?:index\.(?:html?|php|md)|amp)?/?$", re.IGNORECASE)
_SUFFIX = re.compile(r"\.(?:html?|php|md|markdown)$", re.IGNORECASE)


def hold_links(root: etree._Element, post: Post) -> list[str]:
    """Put a token into each link, in place; give the addresses by number."""
    held: list[str] = []
    for link in list(root.iter("a")):
        href = link.get("href", "")
        if not href or href.startswith(("#", "mailto:", "tel:")):
            continue
        whole = absolute(href, post.url)
        if post.url and same_place(whole) == same_place(post.url) and "#" in whole:
            link.set("href", f"#{whole.partition('#')[2]}")
        else:
            link.set("href", token(len(held)))
            held.append(whole)
    return held


def settle_links(root: etree._Element, base: str) -> None:
    """Give each link its whole address at once, in place; one that has none keeps its words."""
    for link in list(root.iter("a")):
        whole = absolute(link.get("href", ""), base)
        if _SCHEME.match(whole):
            link.set("href", whole)
        else:
            xhtml.unwrap(link)


def token(number: int) -> str:
    """What stands in a text for the address of this number."""
    return f"{_OPEN}{number}{_CLOSE}"


def absolute(href: str, base: str) -> str:
    """An address seen from the page that it stands on."""
    try:
        return urljoin(base, href) if base and not _SCHEME.match(href) else href
    except ValueError:
        return href


def same_place(url: str) -> str:
    """What two addresses of one page have in common."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    host = (parts.hostname or "").removeprefix("www.")
    path = _SUFFIX.sub("", _INDEX.sub("/", unquote(parts.path))).rstrip("/").lower()
    query = parts.query if re.match(r"(?:p|page_id)=\d+$", parts.query) else ""
    return f"{host}{path}{'?' + query if query else ''}"


@dataclass(slots=True)
class KnownPosts:
    """Essays by the addresses that their posts have had."""

    paths: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, Mapping[str, str]] = field(default_factory=dict)
    named: dict[str, set[str]] = field(default_factory=dict)  # paths by the last piece of a place

    def add(self, post_key: str, url: str, path: str, anchors: Mapping[str, str]) -> None:
        """Remember an essay. A key counts as an address if it is one, or a file's path."""
        self.anchors[path] = anchors
        for known in (url, post_key):
            if known:
                place = same_place(known)
                held = self.paths.setdefault(place, path)
                self.named.setdefault(_bare_name(place), set()).add(held)

    def close(self, text: str, held: list[str], name: str) -> tuple[str, int, list[str]]:
        """Put addresses in the place of tokens.

        Gives the text, the number of links between essays, and the links that lead nowhere: of
        these the words are kept. `name` is the file name of the essay, where links start.
        """
        lost: list[str] = []
        count = 0

        def unlink(match: re.Match[str]) -> str:
            url = _held(held, match[2])
            if _SCHEME.match(url) or self._find(url):
                return match[0]
            lost.append(url)
            return match[1]

        def target(match: re.Match[str]) -> str:
            nonlocal count
            url = _held(held, match[1])
            path = self._find(url)
            if path is None:
                return address(url)
            count += path != name
            return self._with_anchor(path, url)

        text = _TOKEN.sub(target, _LINK.sub(unlink, text))
        return text, count, lost

    def _find(self, url: str) -> str | None:
        if _SCHEME.match(url):
            named = url.partition("#")[0].endswith((".md", ".markdown"))
            return self.paths.get(same_place(url)) or (self._by_name(url) if named else None)
        return self.paths.get(same_place(url)) or self._by_name(url)

    def _by_name(self, url: str) -> str | None:
        """A link to a file of a folder of posts, by its name."""
        stem = _bare_name(same_place(url))
        found = self.named.get(stem, set())
        return next(iter(found)) if len(stem) > 2 and len(found) == 1 else None

    def _with_anchor(self, path: str, url: str) -> str:
        anchor = unquote(url.partition("#")[2])
        name = self.anchors.get(path, {}).get(anchor)
        return f"{path}#{name}" if name else path


def _bare_name(place: str) -> str:
    """The last piece of an address, without a day before it."""
    return _DATE.sub("", place.rpartition("/")[2])


def _held(held: list[str], number: str) -> str:
    return held[int(number)] if int(number) < len(held) else ""
