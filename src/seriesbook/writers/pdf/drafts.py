"""Pages of a rendition made ready to be laid out alone.

Nothing that stands outside a page goes into its draft: lines of sources are taken out, and a
link to another page becomes an address with a scheme of our own, which assembly turns into a
destination. So a draft changes only when its own text does.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from lxml import etree

from seriesbook import commontext, xhtml
from seriesbook.cache import key_of
from seriesbook.problems import Problem, Where
from seriesbook.versions import code_digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seriesbook.cache import Cache
    from seriesbook.model import Asset
    from seriesbook.rendition import Page
    from seriesbook.spool import Kept

SCHEME = "seriesbook:"
_KIND = "draft"
# Stands for a page number until it is known: three digits, as most have.
_UNKNOWN = "000"
_NS = f"{{{xhtml.XHTML}}}"


@dataclass(frozen=True, slots=True)
class Draft:
    """A page ready for layout.

    Attributes:
        page: what it was, without its document.
        text: its XHTML, with the page numbers that it prints left empty; set aside.
        ids: ids of its elements.
        targets: ids that its links and page numbers lead to, each with the line of its source.
        refs: ids whose page numbers it prints; these must be known before it is final.
        runs: its text as `commontext` counts it, in JSON; set aside.
        assets: files that it shows.
    """

    page: Page
    text: Kept
    ids: frozenset[str]
    targets: tuple[tuple[str, int | None], ...]
    refs: tuple[str, ...]
    runs: Kept
    assets: tuple[Asset, ...]

    def document(self, folios: Mapping[str, str]) -> str:
        """The XHTML to lay out, with the page numbers that are known filled in."""
        text = self.text.read().decode()
        if not self.refs:
            return text
        tree = xhtml.parse_document(text)
        for span in tree.iter(f"{_NS}span"):
            target = span.get("data-ref")
            if target is not None:
                span.text = folios.get(target, _UNKNOWN)
        return etree.tostring(tree, encoding="unicode")


def draft(page: Page, assets: tuple[Asset, ...], css: str, cache: Cache) -> Draft:
    """Make a page ready for layout. `css` is the stylesheet that it will be laid out with."""
    document = page.xhtml
    key = key_of(code_digest(), document)
    facts, text, runs = _parts(cache.kept(_KIND, key, lambda: _read(document)))
    read = json.loads(facts)
    keep = cache.spool.keep
    return Draft(
        page=replace(page, content=""),
        text=keep(text),
        ids=frozenset(read["ids"]),
        targets=tuple((target, line) for target, line in read["targets"]),
        refs=tuple(read["refs"]),
        runs=keep(runs),
        assets=tuple(a for a in assets if a.href in document or a.href in css),
    )


def _read(page: str) -> bytes:
    """All of a draft that follows from its page's XHTML alone, in three parts (see `_parts`)."""
    tree = xhtml.parse_document(page)
    elements = list(tree.iter(etree.Element))
    ids = sorted({name for e in elements if (name := e.get("id"))})
    links = [e for e in elements if e.get("href", "").startswith("#") and e.tag == f"{_NS}a"]
    spans = [e for e in elements if e.get("data-ref") is not None]
    targets = [(e.get("href", "")[1:], xhtml.line_of(e)) for e in links]
    refs = [(e.get("data-ref", ""), xhtml.line_of(e)) for e in spans]
    for link in links:
        target = unquote(link.get("href", "")[1:])
        if target not in ids:
            link.set("href", SCHEME + quote(target, safe=""))
    for element in elements:
        element.attrib.pop("data-line", "")
        if element.tag == f"{_NS}link":
            xhtml.remove(element)
    pieces = commontext.pieces(tree.find(f"{_NS}body"))
    facts = {
        "ids": ids,
        "targets": [(unquote(target), line) for target, line in targets + refs],
        "refs": [target for target, _ in refs],
    }
    runs = [text for piece in pieces if (text := commontext.visible(piece.text))]
    document: str = etree.tostring(tree, encoding="unicode")
    return b"\n".join((_json(facts), _json(runs), document.encode()))


def _json(value: Any) -> bytes:
    """JSON on one line."""
    return json.dumps(value, ensure_ascii=False).encode()


def _parts(data: bytes) -> tuple[bytes, bytes, bytes]:
    """Facts and runs in JSON, a line each, and the text: large ones need not be decoded."""
    facts, runs, text = data.split(b"\n", 2)
    return facts, text, runs


def dead_links(drafts: tuple[Draft, ...]) -> tuple[Problem, ...]:
    """A problem for every link to an id that no page has."""
    known = frozenset[str]().union(*(d.ids for d in drafts))
    return tuple(
        Problem(
            Where(d.page.where.path, line or d.page.where.line),
            "link-dead",
            f"a link leads to #{target}, which is nowhere in this edition.",
            "Correct the link or remove it.",
        )
        for d in drafts
        for target, line in d.targets
        if target not in known
    )
