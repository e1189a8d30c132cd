"""Pictures of posts → files in `images/` with names that people can read."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import first_words
from seriesbook.importers.model import Finding
from seriesbook.importers.postlinks import absolute
from seriesbook.limits import USUAL, Limits
from seriesbook.problems import BookError
from seriesbook.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from seriesbook.importers.model import Picture, Post

FOLDER = "images"
# First bytes of a format -> suffix (WHATWG MIME Sniffing §6.1).
_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF87a", "gif"),
    (b"GIF89a", "gif"), (b"BM", "bmp"), (b"II*\x00", "tif"), (b"MM\x00*", "tif"),
)  # fmt: skip
_SVG = re.compile(rb"\s*(?:\xef\xbb\xbf)?(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<svg[\s>]", re.S)
_DATA = re.compile(r"data:([^,]*),(.*)", re.I | re.S)
_SIZE = re.compile(
    r"[-_](?:\d{2,4}x\d{2,4}|scaled|large|medium|small|thumb(?:nail)?|e\d{9,})$", re.I
)
_MEANINGLESS = re.compile(
    r"(?:[0-9a-f]{8}-?[0-9a-f-]{8,}|[\d_\W]+|(?:img|dsc|dscn|pxl|image|picture|screen-?shot|photo|"
    r"untitled|unnamed|download)?[-_\d]*|[\w~%*-]{40,})",
    re.I,
)
_LONGEST = 50  # characters of a name


@dataclass(slots=True)
class Gallery:
    """The pictures of an import; the same bytes are one file.

    `fetch` gets a picture from the web, or is None where that is not wanted. `put` keeps a file.
    """

    put: Callable[[str, bytes], None]
    limits: Limits = USUAL
    fetch: Callable[[str], bytes | Finding] | None = None
    names: set[str] = field(default_factory=set)
    by_digest: dict[str, str] = field(default_factory=dict)
    by_url: dict[str, str | Finding] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)  # digest -> name in an earlier import

    def take(self, root: etree._Element, post: Post, slug: str) -> list[Finding]:
        """Point each picture of a text at a file of ours, in place; tell which can't be had."""
        findings: list[Finding] = []
        for image in list(root.iter("img")):
            image.attrib.pop("data-inline", "")
            source = image.get("src", "")
            found = self._file(source, post, image, slug)
            if isinstance(found, str):
                image.set("src", f"../{FOLDER}/{found}")
                findings.append(Finding("taken", "picture", found))
            else:
                findings.append(found)
                _replace_by_link(image, absolute(source, post.url))
        return findings

    def _file(self, source: str, post: Post, image: etree._Element, slug: str) -> str | Finding:
        """The name of the file of a picture, or why there is none."""
        picture = _held(source, post.pictures)
        if picture is not None:
            return self._keep(picture.read, PurePosixPath(picture.name).stem, image, slug)
        if _DATA.match(source):
            return self._keep(lambda: _embedded(source), "", image, slug)
        url = absolute(source, post.url)
        if not re.match(r"https?://", url):
            return Finding("unreachable", "picture that the source does not hold", source[:200])
        if url not in self.by_url:
            self.by_url[url] = self._from_web(url, image, slug)
        return self.by_url[url]

    def _from_web(self, url: str, image: etree._Element, slug: str) -> str | Finding:
        if self.fetch is None:
            return Finding("unreachable", "picture on the web (--fetch gets it)", url)
        data = self.fetch(url)
        if isinstance(data, Finding):
            return data
        return self._keep(lambda: data, _stem(url), image, slug)

    def _keep(
        self, read: Callable[[], bytes], stem: str, image: etree._Element, slug: str
    ) -> str | Finding:
        try:
            data = read()
        except (BookError, ValueError, OSError) as error:
            return Finding("unreachable", "picture that can't be read", f"{stem}: {error}"[:200])
        suffix = suffix_of(data)
        if not suffix or len(data) > self.limits.image_bytes:
            return Finding("unreachable", "file that is no picture", stem or "data in the text")
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self.by_digest:
            name = self.known.get(digest) or self._name(stem, image, slug, suffix)
            self.names.add(name)
            self.by_digest[digest] = name
            self.put(f"{FOLDER}/{name}", data)
        return self.by_digest[digest]

    def _name(self, stem: str, image: etree._Element, slug: str, suffix: str) -> str:
        """A name from the file's own, else from what the picture shows, else from its essay."""
        own = slugify(_SIZE.sub("", stem)) if stem else ""
        alt = slugify(image.get("alt", "")) if image.get("alt") else ""
        readable = [
            n for n in (own, alt) if n and n != "untitled" and not _MEANINGLESS.fullmatch(n)
        ]
        base = _shortened(readable[0] if readable else slug)
        name, number = f"{base}.{suffix}", 2
        while name in self.names:
            name, number = f"{base}-{number}.{suffix}", number + 1
        return name


def suffix_of(data: bytes) -> str:
    """The suffix for a picture's bytes; '' if they are none that a book can show."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    found = next((suffix for sign, suffix in _SIGNS if data.startswith(sign)), "")
    return found or ("svg" if _SVG.match(data[:5_000]) else "")


def same_picture(one: str, other: str) -> bool:
    """Whether two addresses are of one picture, be it at two sizes."""
    if not one or not other:
        return False
    first, second = (_SIZE.sub("", _stem(url)).lower() for url in (one, other))
    return one == other or (first == second and not _MEANINGLESS.fullmatch(first))


def _shortened(name: str) -> str:
    if len(name) <= _LONGEST:
        return name
    return name[:_LONGEST].rpartition("-")[0] or name[:_LONGEST]


def _stem(url: str) -> str:
    """The name in an address; of a proxy, that of the address within."""
    inner = re.search(r"https?(?:://|%3A%2F%2F)[^/]+.*?(https?(?:://|%3A%2F%2F).*)", url)
    path = urlsplit(unquote(inner[1]) if inner else url).path
    return PurePosixPath(unquote(path)).stem


def _held(source: str, pictures: Mapping[str, Picture]) -> Picture | None:
    """The file of the source that an address means."""
    for name in (
        source,
        unquote(source),
        source.partition("?")[0],
        unquote(source.partition("?")[0]),
    ):
        if name in pictures:
            return pictures[name]
    return None


def _embedded(source: str) -> bytes:
    match = _DATA.match(source)
    head, text = (match[1], match[2]) if match else ("", "")
    data = unquote_to_bytes(text)
    try:
        return base64.b64decode(b"".join(data.split())) if head.endswith("base64") else data
    except binascii.Error as error:
        raise ValueError(str(error)) from error


def _replace_by_link(image: etree._Element, url: str) -> None:
    """Words that say which picture is missing, and lead to it; its caption stays."""
    figure = next((up for up in image.iterancestors("figure")), None)
    caption = figure.find("figcaption") if figure is not None else None
    said = first_words(image.get("alt", "")) or (
        first_words(caption) if caption is not None else ""
    )
    words = f"Picture: {said}" if said else "Picture"
    link = next((up for up in image.iterancestors("a")), None)
    on_web = bool(re.match(r"https?://", url))
    made = etree.Element("a", {"href": url}) if on_web else etree.Element("span")
    made.text = words if on_web else f"[{words}]"
    place = link if link is not None and not xhtml.text_of(link) else image
    made.tail, place.tail = place.tail, None
    parent = place.getparent()
    if parent is None:
        return
    parent.replace(place, made)
    if figure is not None and figure.find(".//img") is None:
        if caption is not None and not len(caption) and xhtml.text_of(caption) == said:
            xhtml.remove(caption)  # the link says it
        _open_figure(figure)


def _open_figure(figure: etree._Element) -> None:
    """A figure without its picture is two paragraphs."""
    caption = figure.find("figcaption")
    if caption is not None:
        xhtml.remove(caption)
        caption.tag = "p"
        tail, figure.tail = figure.tail, None
        figure.addnext(caption)
        caption.tail = tail
    figure.tag = "p"
