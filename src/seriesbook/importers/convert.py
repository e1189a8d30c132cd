"""A post → an essay in Markdown, with all that is to be said about how it went."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.importers.cleaning import clean_body, clean_rest
from seriesbook.importers.heading_tidy import WAS
from seriesbook.importers.htmltree import first_words, open_deep, parse_fragment
from seriesbook.importers.languageguess import guess_language
from seriesbook.importers.leadpicture import lead_figure, put_first
from seriesbook.importers.markdown_writer import write_markdown
from seriesbook.importers.model import Finding, Post
from seriesbook.importers.postlinks import hold_links, settle_links
from seriesbook.importers.recognition import take_from_stored, take_front_and_back
from seriesbook.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from seriesbook.importers.images import Gallery
    from seriesbook.importers.proof import Prover


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

    prove: Prover
    gallery: Gallery

    def essay(self, post: Post, slug: str) -> Converted:
        """The essay that a post is."""
        limits = self.gallery.limits
        root = parse_fragment(post.html, limits.page_levels)
        deep = open_deep(root, limits.nesting // 2)
        findings = clean_body(root, post)
        if deep:
            what = "elements nested too deep, their text kept"
            findings.append(Finding("guessed", what, count=deep))
        post = (take_from_stored if post.stored else take_front_and_back)(post, root)
        findings += clean_rest(root, post)
        lead = lead_figure(root, post)
        findings += self.gallery.take(root, post, slug)
        if lead is not None:
            findings += put_first(root, lead, post, slug, self.gallery)
        held = hold_links(root, post)
        written = write_markdown(root, self.prove)
        findings += map(_as_html, written.as_html)
        return _done(post, written.text, held, findings, _anchors(root))

    def fragment(self, html: str, base: Post) -> str:
        """A few words of HTML as Markdown: a bio, a comment."""
        post = replace(base, html="", title="", subtitle="")
        root = parse_fragment(html, self.gallery.limits.page_levels)
        open_deep(root, self.gallery.limits.nesting // 2)
        clean_body(root, post)
        clean_rest(root, post)
        for heading in root.iter("h2", "h3", "h4", "h5", "h6"):
            heading.tag = "p"
        for image in list(root.iter("img")):
            xhtml.remove(image)
        settle_links(root, base.url)
        return write_markdown(root, self.prove).text


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
    bare = replace(post, language=language, html="", findings=(*post.findings, *findings))
    return Converted(bare, text, tuple(held), anchors)


def _as_html(words: str) -> Finding:
    return Finding("guessed", "block that Markdown can't say, written as HTML", first_words(words))
