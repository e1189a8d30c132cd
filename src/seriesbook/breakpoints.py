"""The places where a paragraph of WeasyPrint's may break, measured with its own Pango layouts.

Imported by `paragraphs` alone. Written against WeasyPrint 70.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pyphen
from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import Layout, _font_style_cache_key, get_log_attrs, line_size

from seriesbook.linebreaks import Break

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACES = " \N{NO-BREAK SPACE}"
# A line never begins with one of these, though Unicode's rules would let it.
_NEVER_FIRST = "—–…"
_HYPHENS = "-\N{HYPHEN}"
# Words whose widths are remembered, in one process.
_KNOWN_WORDS = 100_000

_widths: dict[tuple[str, str], float] = {}
_hyphenators: dict[tuple[str, int, int], pyphen.Pyphen] = {}


def texts_in(box: Any) -> Iterator[Any]:
    """The text boxes of an inline box, or of a line, in order."""
    if isinstance(box, boxes.TextBox):
        yield box
        return
    for child in box.children:
        yield from texts_in(child)


def breakpoints(box: Any, indent: float) -> Iterator[Break]:
    """All places where a paragraph may break.

    `box` is its endless line, `indent` that of its first line in CSS px; lengths are in px too.
    """
    paragraph = _Paragraph(box)
    text = paragraph.text
    yield Break(len(text) - len(text.lstrip(" ")), 0.0, -indent, 0, 0)
    for begin, end in zip(paragraph.cuts, paragraph.cuts[1:], strict=False):
        yield from paragraph.hyphenations(begin, end)
        yield paragraph.break_at(end)


class _Paragraph:
    """A paragraph's text, where lines may end in it, and the length up to each such place."""

    def __init__(self, box: Any) -> None:
        self._boxes = list(texts_in(box))
        self.text = "".join(one.text for one in self._boxes)
        ends = list(accumulate(len(one.text) for one in self._boxes))
        self._owners = [b for b in self._boxes for _ in b.text]
        attributes = get_log_attrs(self.text, box.style["lang"])
        self.cuts = [
            0,
            *(
                index
                for index in range(1, len(self.text))
                if attributes[index].is_line_break and self.text[index] not in _NEVER_FIRST
            ),
            len(self.text),
        ]
        self._spaces = list(accumulate((char in _SPACES for char in self.text), initial=0))
        self._edges = sorted({*self.cuts, *ends})
        self._layouts: dict[str, Layout] = {}
        self._keys: dict[int, str] = {}
        self._reached, self._inked = {0: 0.0}, {0: 0.0}
        for begin, end in zip(self._edges, self._edges[1:], strict=False):
            self._measure(begin, end)

    def _measure(self, begin: int, end: int) -> None:
        """Note the length up to the end of a piece in one style, with and without its spaces."""
        piece = self.text[begin:end]
        bare = piece.rstrip(" ")
        style = self._owners[begin].style
        inked = self._reached[begin] + (self._width(style, bare) if bare else 0.0)
        self._inked[end] = inked if bare else self._inked[begin]
        blanks = len(piece) - len(bare)
        self._reached[end] = inked + (blanks * self._width(style, " ") if blanks else 0.0)

    def break_at(self, index: int) -> Break:
        """A break where a line's last spaces vanish."""
        inked = len(self.text[:index].rstrip(" "))
        return Break(
            index,
            self._inked[index],
            self._reached[index],
            self._spaces[inked],
            self._spaces[index],
            hyphen=index < len(self.text) and self.text[index - 1] in _HYPHENS,
        )

    def hyphenations(self, begin: int, end: int) -> Iterator[Break]:
        """Breaks within the word that stands between two places where a line may end."""
        style = self._owners[begin].style
        language = style["lang"] and pyphen.language_fallback(style["lang"])
        least, left, right = style["hyphenate_limit_chars"]
        start, stop = self._word(begin, end)
        one_style = all(owner is self._owners[begin] for owner in self._owners[begin:end])
        if style["hyphens"] != "auto" or not language or stop - start < least or not one_style:
            return
        hyphen = self._width(style, style["hyphenate_character"])
        rest = self.text[:end].rstrip(" ")
        for position in _hyphenator(language, left, right).positions(self.text[start:stop]):
            cut = start + int(position)
            before = self._reached[begin] + self._width(style, self.text[begin:cut])
            after = self._inked[end] - self._width(style, rest[cut:])
            spaces = self._spaces[cut]
            yield Break(cut, before + hyphen, after, spaces, spaces, hyphen=True)

    def _word(self, begin: int, end: int) -> tuple[int, int]:
        """The letters of a piece: from the first to the first that is none."""
        start = begin
        while start < end and not self.text[start].isalpha():
            start += 1
        stop = start
        while stop < end and self.text[stop].isalpha():
            stop += 1
        return start, stop

    def _width(self, style: Any, text: str) -> float:
        """Width of a word or a space."""
        key = self._keys.get(id(style))
        if key is None:
            spacing = f"{style['letter_spacing']} {style['word_spacing']}"
            key = _font_style_cache_key(style, include_size=True) + spacing
            self._keys[id(style)] = key
        found = _widths.get((key, text))
        if found is None:
            if len(_widths) > _KNOWN_WORDS:
                _widths.clear()
            found = _widths[key, text] = self._set(style, key, text)
        return found

    def _set(self, style: Any, key: str, text: str) -> float:
        layout = self._layouts.get(key)
        if layout is None:
            layout = self._layouts[key] = Layout(style)
        layout.set_text(text)
        line, _ = layout.get_first_line()
        return float(line_size(line, style)[0])


def _hyphenator(language: str, left: int, right: int) -> pyphen.Pyphen:
    key = (language, left, right)
    if key not in _hyphenators:
        _hyphenators[key] = pyphen.Pyphen(lang=language, left=left, right=right)
    return _hyphenators[key]
