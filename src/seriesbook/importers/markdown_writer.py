"""A cleaned tree → Markdown in our dialect: one style throughout, a paragraph on one line.

In the tree a note's mark is `<sup data-note="LABEL"/>`, its text `<div data-note-body="LABEL">`
inside a `<section data-notes="">`; verse is `<div class="verse">` with a `p` for each stanza and
`br` between lines. What is written is read back by our own reader before it is handed on; a block
that would read otherwise is written in a safer way (see `proof`).
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import is_block
from seriesbook.importers.markdown_escape import address, caption, escape_start
from seriesbook.importers.markdown_inline import BREAK, Style, fold_spaces, image, inline
from seriesbook.importers.markdown_tables import write_table
from seriesbook.importers.markdown_units import units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from seriesbook.importers.proof import Prover

INDENT = "    "
_LANGUAGE = re.compile(
    r"(?:language-|lang-|brush:\s*|highlight-source-|sourceCode )([A-Za-z][\w+#-]*)"
)
_LISTS = frozenset({"ul", "ol"})
STYLES = (Style(), Style(tags=True), Style(tags=True, safe=True))
SEPARATOR = "<!-- -->"  # between two lists that would read as one


@dataclass(frozen=True, slots=True)
class Written:
    """Markdown, and how many blocks had to be written as HTML to stay what they are."""

    text: str
    as_html: tuple[str, ...] = ()


def write_markdown(root: etree._Element, prove: Prover) -> Written:
    """The blocks of a `body` as Markdown, notes at its end, each proved to read back.

    As a rule all read back at once; only where they don't each is proved by itself.
    """
    as_html: list[str] = []
    notes = [child for child in root if child.get("data-notes") is not None]
    for section in notes:
        root.remove(section)
    written = [(block, text) for block in units(root) if (text := _block(block, STYLES[0]))]
    texts = list(_parted(written))
    if not prove.blocks(root, [block for block, _ in written], "\n\n".join(texts)):
        texts = list(_parted(_proved(root, prove, as_html)))
        if not prove.block(root, "\n\n".join(texts)):  # right alone, but not together
            texts = list(_parted(_proved(root, prove, as_html, STYLES[-1:])))
    for section in notes:
        texts += [_note(body, prove, as_html) for body in section]
        root.append(section)
    return Written("\n\n".join(filter(None, texts)) + "\n" if any(texts) else "", tuple(as_html))


def _proved(
    root: etree._Element,
    prove: Prover,
    as_html: list[str],
    styles: tuple[Style, ...] = STYLES,
) -> Iterator[tuple[etree._Element, str]]:
    """Each block in the first way that reads back right."""
    for block in units(root):
        ways = (_block(block, style) for style in styles)
        text = next((way for way in ways if not way or prove.block(block, way)), None)
        if text is None:
            as_html.append(xhtml.text_of(block))
            text = _as_html(block)
        if text:
            yield block, text


def _parted(written: Iterable[tuple[etree._Element, str]]) -> Iterator[str]:
    """The texts, and what keeps two lists apart."""
    previous = None
    for block, text in written:
        if block.tag == previous and previous in _LISTS:
            yield SEPARATOR
        previous = block.tag
        yield text


def _note(body: etree._Element, prove: Prover, as_html: list[str]) -> str:
    text = "\n\n".join(_parted(_proved(body, prove, as_html)))
    return f"[^{body.get('data-note-body')}]: {_indented(text)}"


def _block(block: etree._Element, style: Style) -> str:
    return _WRITERS.get(str(block.tag), _paragraph)(block, style)


def _blocks(holder: etree._Element, style: Style) -> str:
    """All blocks inside, one below the other."""
    written = ((unit, _block(unit, style)) for unit in units(holder))
    return "\n\n".join(_parted((unit, text) for unit, text in written if text))


def line_of(block: etree._Element, style: Style) -> str:
    """The inline content of a block, white space folded."""
    copy = deepcopy(block)
    copy.tail = None
    fold_spaces(copy)
    return inline(copy, style)


def _paragraph(block: etree._Element, style: Style) -> str:
    lines = line_of(block, style).split(BREAK)
    return BREAK.join(line if style.safe else escape_start(line) for line in lines)


def _heading(block: etree._Element, style: Style) -> str:
    text = line_of(block, replace(style, breaks=" ")).replace("\n", " ")
    if not text:
        return ""
    name = block.get("id")
    ending = f" {{#{name}}}" if name else ""
    bare = text.rstrip("#")
    closing = "\\#" * (len(text) - len(bare))  # which would be taken for the heading's own
    return f"{'#' * int(block.tag[1])} {bare}{closing}{ending}"


def _blockquote(block: etree._Element, style: Style) -> str:
    text = _blocks(block, style)
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n")) if text else ""


def _list(block: etree._Element, style: Style) -> str:
    items = [child for child in block if child.tag == "li"]
    first = block.get("start", "1")
    number = int(first) if first.isdecimal() else 1
    loose = any(_is_loose(item) for item in items)
    written: list[str] = []
    for item in items:
        mark = "-" if block.tag == "ul" else f"{number + len(written)}."
        text = _item(item, style, loose=loose)
        if text:
            written.append(f"{mark} {_indented(text)}")
    return ("\n\n" if loose else "\n").join(written)


def _is_loose(item: etree._Element) -> bool:
    """Whether an item, or one within it, holds more than a line and lists."""
    blocks = [child for child in item if isinstance(child.tag, str) and is_block(child)]
    inner = (li for child in blocks if child.tag in _LISTS for li in child if li.tag == "li")
    return any(child.tag not in _LISTS for child in blocks) or any(map(_is_loose, inner))


def _item(item: etree._Element, style: Style, *, loose: bool) -> str:
    blocks = [(unit.tag, _block(unit, style)) for unit in units(item)]
    text = ""
    for tag, block in blocks:
        if text and block:
            text += "\n" if tag in _LISTS and not loose else "\n\n"
        text += block
    return text


def _indented(text: str) -> str:
    """Lines after the first indented, as the rest of an item or a note."""
    return "\n".join(
        f"{INDENT}{line}" if line and index else line
        for index, line in enumerate(text.split("\n"))
    )


def _code(block: etree._Element, _: Style) -> str:
    lines_broken = deepcopy(block)
    for br in lines_broken.iter("br"):
        br.text = "\n"
    code = "".join(map(str, lines_broken.itertext())).strip("\n").replace("\r\n", "\n")
    inner = block.find("code")
    classes = f"{block.get('class', '')} {inner.get('class', '') if inner is not None else ''}"
    found = _LANGUAGE.search(classes)
    longest = max((len(run) for run in re.findall("`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    lines = "\n".join(line.rstrip() for line in code.split("\n"))
    return f"{fence}{found[1].lower() if found else ''}\n{lines}\n{fence}" if code.strip() else ""


def _figure(block: etree._Element, style: Style) -> str:
    """A picture with its caption as title; other figures with a paragraph below."""
    text = block.find("figcaption")
    pictures = list(block.iter("img"))
    others = [c for c in block if c.tag in {"table", "pre", "blockquote", "ul", "ol", "p"}]
    if not pictures or any(has_words(other) for other in others):
        return _blocks_of_figure(block, style)
    under = line_of(text, replace(style, breaks=" ")) if text is not None else ""
    lines = [_linked(picture, "", block) for picture in pictures[:-1]]
    return "\n\n".join([*lines, _linked(pictures[-1], caption(under), block)])


def has_words(element: etree._Element) -> bool:
    """Whether there is any text inside."""
    return bool(xhtml.text_of(element))


def _linked(picture: etree._Element, title: str, figure: etree._Element) -> str:
    written = image(picture, title)
    link = next((up for up in picture.iterancestors("a")), None)
    inside = link is not None and any(up is figure for up in link.iterancestors())
    url = link.get("href", "") if link is not None and inside else ""
    return f"[{written}]({address(url)})" if url else written


def _blocks_of_figure(block: etree._Element, style: Style) -> str:
    texts = []
    for unit in units(block):
        texts.append(_paragraph(unit, style) if unit.tag == "figcaption" else _block(unit, style))
    return "\n\n".join(filter(None, texts))


def _break(_: etree._Element, __: Style) -> str:
    return "***"


def _definitions(block: etree._Element, style: Style) -> str:
    texts: list[str] = []
    children = [c for c in block.iter("dt", "dd") if next(c.iterancestors("dl"), None) is block]
    for child in children:
        if child.tag == "dt":
            texts.append(("\n\n" if texts else "") + line_of(child, style))
        else:
            texts.append(f"\n:   {_indented(_blocks(child, style))}")
    return "".join(texts)


def _verse(block: etree._Element, style: Style) -> str:
    """Lines after bars; a bar alone between stanzas."""
    stanzas = [line_of(stanza, style).split(BREAK) for stanza in units_of_verse(block)]
    return "\n|\n".join("\n".join(map(_verse_line, stanza)) for stanza in stanzas)


def _verse_line(line: str) -> str:
    """A line after its bar; spaces that don't break, at its beginning, indent it."""
    bare = line.lstrip("\u00a0 ")
    return f"| {' ' * (len(line) - len(bare))}{bare}"


def units_of_verse(block: etree._Element) -> list[etree._Element]:
    """The stanzas of a poem."""
    return [child for child in block if child.tag == "p"] or [block]


def _div(block: etree._Element, style: Style) -> str:
    return _verse(block, style) if block.get("class") == "verse" else _blocks(block, style)


def _table(block: etree._Element, style: Style) -> str:
    return write_table(block, lambda cell: line_of(cell, replace(style, breaks="<br/>")))


def _as_html(block: etree._Element) -> str:
    copy = deepcopy(block)
    copy.tail = None
    for mark in list(copy.iter("sup")):
        if mark.get("data-note"):
            mark.text = f"[^{mark.get('data-note')}]"
            xhtml.unwrap(mark)
    holder = etree.Element("body")
    holder.append(copy)
    return re.sub(r"\n\s*\n", "\n", xhtml.serialise(holder))


_WRITERS: dict[str, Callable[[etree._Element, Style], str]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    **dict.fromkeys(_LISTS, _list),
    "blockquote": _blockquote,
    "div": _div,
    "dl": _definitions,
    "figcaption": _paragraph,
    "figure": _figure,
    "hr": _break,
    "p": _paragraph,
    "pre": _code,
    "table": _table,
}
