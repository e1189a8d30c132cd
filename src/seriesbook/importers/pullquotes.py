"""Pull quotes: a repetition of the text is dropped and said, other words become a quotation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import first_words
from seriesbook.importers.model import Finding

if TYPE_CHECKING:
    from seriesbook.importers.model import Post

_NAME = re.compile(
    r"pull-?quote|quote-?pull|callout-quote|tweetable|click-?to-?tweet|^pull$", re.I
)
_FEWEST, _MOST = 5, 50  # words of a pull quote
_LETTERS = re.compile(r"[\W_]+")
_TAGS = ("figure", "blockquote", "aside", "div", "p", "span")


def take_pullquotes(root: etree._Element, _: Post) -> list[Finding]:
    """Drop the pull quotes that the text holds too, in place; the others become quotations."""
    named = [e for e in root.iter(*_TAGS) if _is_named(e)]
    found = named + [e for e in root.iter("blockquote") if _may_repeat(e)]
    outermost = [e for e in found if not any(up in found for up in e.iterancestors())]
    findings = []
    whole = _bare(xhtml.text_of(root))
    said = [_bare(_said(quote)) for quote in outermost]
    for quote, words in zip(outermost, said, strict=True):
        if words and whole.count(words) > sum(words in other for other in said):
            what = "pull quote (it repeats the text)"
            findings.append(Finding("dropped", what, first_words(quote)))
            xhtml.remove(quote)
        elif words and quote in named:
            what = "pull quote kept as a quotation"
            findings.append(Finding("guessed", what, first_words(quote)))
            _make_quotation(quote)
    return findings


def _is_named(element: etree._Element) -> bool:
    return any(_NAME.search(name) for name in element.get("class", "").split())


def _may_repeat(quote: etree._Element) -> bool:
    """Whether a quotation without a source is as long as pull quotes are."""
    count = len(xhtml.text_of(quote).split())
    return not _is_named(quote) and _FEWEST <= count <= _MOST and quote.find(".//cite") is None


def _said(quote: etree._Element) -> str:
    """The words of a quote without its source."""
    source = next((e for e in quote.iter("cite", "footer", "figcaption")), None)
    text = xhtml.text_of(quote)
    return text.removesuffix(xhtml.text_of(source)) if source is not None else text


def _bare(text: str) -> str:
    return _LETTERS.sub(" ", text.lower()).strip()


def _make_quotation(quote: etree._Element) -> None:
    inner = quote.find(".//blockquote")
    if quote.tag == "blockquote":
        quote.attrib.clear()
    elif inner is not None:
        inner.attrib.clear()
        quote.tag = "div"
        quote.attrib.clear()
    elif quote.tag == "p":
        quote.attrib.clear()
        paragraph = etree.Element("p")
        paragraph.text, quote.text = quote.text, None
        paragraph.extend(list(quote))
        quote.append(paragraph)
        quote.tag = "blockquote"
    elif quote.tag != "span":
        quote.tag = "blockquote"
        quote.attrib.clear()
