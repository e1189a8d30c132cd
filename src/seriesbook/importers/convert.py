"""A post → an essay in Markdown, with all that is to be said about how it went."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.importers.cleaning import clean_body, clean_rest
from seriesbook.importers.heading_tidy import WAS
from seriesbook.importers.htmltree import first_words, parse_fragment
from seriesbook.importers.languageguess import guess_language
from seriesbook.importers.markdown_writer import write_markdown
from seriesbook.importers.model import Finding, Post
from seriesbook.importers.postlinks import hold_links
from seriesbook.importers.recognition import take_from_stored, take_front_and_back
from seriesbook.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml import etree

    from seriesbook.importers.images import Gallery

_HEADING = re.compile(r"^#{2,6} (.+?)(?: \{#([^}]+)\})?$", re.M)
_MARKDOWN_IMAGE = re.compile(r"!\[((?:[^\]\\]|\\.)*)\]\(\s*<?([^\s)>]+)>?(\s+\"[^)]*\")?\s*\)")
_MARKDOWN_LINK = re.compile(r"(?<!!)\]\(\s*<?([^\s)>]+)>?((?:\s+\"[^)]*\")?)\s*\)")


@dataclass(frozen=True, slots=True)
class Converted:
    """An essay: its post without the body, its Markdown, the addresses that its tokens mean."""

    post: Post
    text: str
    held: tuple[str, ...]
    anchors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Converter:
    """What all posts of an import share."""

    proven: Callable[[etree._Element, str], bool]
    gallery: Gallery

    def essay(self, post: Post, slug: str) -> Converted:
        """The essay that a post is."""
        if post.markdown:
            return self._from_markdown(post, slug)
        root = parse_fragment(post.html)
        findings = clean_body(root, post)
        post = (take_from_stored if post.stored else take_front_and_back)(post, root)
        findings += clean_rest(root, post)
        findings += self.gallery.take(root, post, slug)
        held = hold_links(root, post)
        written = write_markdown(root, self.proven)
        findings += map(_as_html, written.as_html)
        return _done(post, written.text, held, findings, _anchors(root))

    def fragment(self, html: str, base: Post) -> str:
        """A few words of HTML as Markdown: a bio, a comment."""
        post = replace(base, html="", title="", subtitle="")
        root = parse_fragment(html)
        clean_body(root, post)
        clean_rest(root, post)
        for heading in root.iter("h2", "h3", "h4", "h5", "h6"):
            heading.tag = "p"
        for image in list(root.iter("img")):
            xhtml.remove(image)
        return write_markdown(root, self.proven).text

    def _from_markdown(self, post: Post, slug: str) -> Converted:
        """Markdown stays as its author wrote it, but for the addresses of pictures and links."""
        held: list[str] = []
        findings: list[Finding] = []

        def picture(match: re.Match[str]) -> str:
            root = xhtml.parse("<p><img/></p>")
            image = root[0][0]
            image.set("src", match[2])
            image.set("alt", re.sub(r"\\(.)", r"\1", match[1]))
            findings.extend(self.gallery.take(root, post, slug))
            more = hold_links(root, post)
            written = write_markdown(root, self.proven).text.strip()
            written = re.sub("\ue000(\\d+)\ue001", lambda m: _shifted(m, len(held)), written)
            held.extend(more)
            return written if not match[3] or "](" not in written else _titled(written, match[3])

        text = _outside_code(post.markdown, lambda part: _MARKDOWN_IMAGE.sub(picture, part))
        text = _outside_code(text, lambda part: _MARKDOWN_LINK.sub(lambda m: _hold(m, held), part))
        names = {m[2] or slugify(xhtml.plain(m[1])) for m in _HEADING.finditer(text)}
        return _done(post, text.strip() + "\n", held, findings, {name: name for name in names})


def _shifted(match: re.Match[str], by: int) -> str:
    return f"\ue000{int(match[1]) + by}\ue001"


def _titled(written: str, title: str) -> str:
    """A picture with the title that it had."""
    return f"{written[:-1]}{title})" if written.startswith("!") else f"{written} {title.strip()}"


def _hold(match: re.Match[str], held: list[str]) -> str:
    url = match[1]
    if url.startswith(("#", "mailto:", "../images/", "\ue000")):
        return match[0]
    held.append(url)
    return f"](\ue000{len(held) - 1}\ue001{match[2]})"


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    """A text changed everywhere but in code."""
    pieces = re.split(r"(^(?:```|~~~).*?^(?:```|~~~)[ \t]*$|`[^`\n]+`)", text, flags=re.M | re.S)
    return "".join(p if index % 2 else change(p) for index, p in enumerate(pieces))


def _anchors(root: etree._Element) -> dict[str, str]:
    """The names of headings in our essay by those that links may use for them."""
    found: dict[str, str] = {}
    for heading in root.iter("h2", "h3", "h4", "h5", "h6"):
        name = heading.get("id") or slugify(xhtml.text_of(heading))
        for known in (name, *heading.get(WAS, "").split()):
            found.setdefault(known, name)
    return found


def _done(
    post: Post, text: str, held: list[str], findings: list[Finding], anchors: Mapping[str, str]
) -> Converted:
    language = post.language or guess_language(text)
    if language and not post.language:
        findings.append(Finding("guessed", "language of the text", language))
    bare = replace(
        post, language=language, html="", markdown="", findings=(*post.findings, *findings)
    )
    return Converted(bare, text, tuple(held), anchors)


def _as_html(words: str) -> Finding:
    return Finding("guessed", "block that Markdown can't say, written as HTML", first_words(words))
