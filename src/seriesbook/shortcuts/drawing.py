"""Lines drawn as they were measured, without being shaped again."""

from __future__ import annotations

import sys
from array import array
from itertools import accumulate
from operator import add, sub
from typing import TYPE_CHECKING, Any

from weasyprint.draw import text as draw
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from seriesbook.shortcuts.shaping import GLYPH, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from weasyprint.text.line_break import Layout

_draw_text = draw.draw_text
_draw_first_line = draw.draw_first_line
_SPACE = 0x20
_NO_BREAK = "\u00a0".encode()


def draw_text(
    stream: Any, textbox: Any, offset: float, text_overflow: str, block_ellipsis: str
) -> None:
    """As WeasyPrint's function of this name: draw a piece of a line."""
    line, style = textbox.pango_layout, textbox.style
    shown = isinstance(line, Line) and style["visibility"] == "visible"
    if shown and not textbox.text.strip():
        stream.set_color(style["color"])
        stream.begin_text()
        stream.end_text()
        return
    if (
        not shown
        or text_overflow == "ellipsis"
        or block_ellipsis != "none"
        or (drawn := _drawn_shaped(stream, line)) is None
    ):
        _draw_text(stream, textbox, offset, text_overflow, block_ellipsis)
        return
    font, size, text = drawn
    stream.set_color(style["color"])
    stream.begin_text()
    stream.set_text_matrix(1, 0, 0, -1, textbox.position_x, textbox.position_y + textbox.baseline)
    stream.set_font_size(font, size)
    stream.show_text(text)
    stream.end_text()


def draw_first_line(
    stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any
) -> list[Any]:
    """As WeasyPrint's function of this name: draw a line, as it was measured."""
    layout = textbox.pango_layout
    plain = text_overflow != "ellipsis" and block_ellipsis == "none"
    if plain and not hasattr(layout, "spaced") and textbox.text.strip():
        drawn = None if isinstance(layout, Line) else _drawn(stream, layout)
        if drawn is not None:
            stream.set_text_matrix(*matrix.values)
            for font, size, text in drawn:
                stream.set_font_size(font, size)
                stream.show_text(text)
            return []
        layout.deactivate()
        layout.reactivate(textbox.style)
    emojis: list[Any] = _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    return emojis


def _drawn_shaped(stream: Any, line: Line) -> tuple[str, float, str] | None:
    """Font, size in px and string that show a line; None if it has to be drawn the long way."""
    glyphs = line.glyphs
    font, size = glyphs.shaper.face(stream)
    if font.bitmap or font.svg or font.png or font.colr:
        return None
    if max(glyphs.ids) >= pango.PANGO_GLYPH_EMPTY:
        return None
    text, ids = line.text, glyphs.ids
    if not font.to_unicode.keys() >= set(ids):
        clusters = [cluster - glyphs.origin for cluster in glyphs.clusters]
        ends = [*clusters[1:], len(text)]
        spans = (text[start:end] for start, end in zip(clusters, ends, strict=True))
        _add_glyphs(font, size, glyphs.shaper.font, ids, spans)
    advances: Sequence[float] = glyphs.advances
    if space := line.justification_spacing / FROM_UNITS:
        advances = glyphs.wider(space)
    show = _shown_singly if line.singly else _shown
    return font.hash, size, show(ids, advances, font.widths, size)


def _drawn(stream: Any, layout: Layout) -> list[tuple[str, float, str]] | None:
    """Fonts, sizes in px and strings that show a line; None if it has to be drawn the long way."""
    line, _ = layout.get_first_line()
    data = layout.text.encode()
    space = layout.justification_spacing / FROM_UNITS
    pieces: list[tuple[str, float, str]] = []
    run = line.runs[0]
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        run = run.next
        count = glyphs.num_glyphs
        numbers = memoryview(ffi.buffer(glyphs.glyphs, 4 * GLYPH * count)).cast("i").tolist()
        ids = numbers[::GLYPH]
        moved = any(numbers[2::GLYPH]) or any(numbers[3::GLYPH])
        if moved or item.analysis.level % 2 or max(ids) >= pango.PANGO_GLYPH_EMPTY or min(ids) < 0:
            return None
        font, size = stream.add_font(item.analysis.font)
        if font.bitmap or font.svg or font.png or font.colr:
            return None
        advances: Sequence[float] = numbers[1::GLYPH]
        unknown = not font.to_unicode.keys() >= set(ids)
        if unknown or space:
            clusters = [item.offset + n for n in ffi.unpack(glyphs.log_clusters, count)]
        if unknown:
            ends = [*clusters[1:], item.offset + item.length]
            spans = zip(clusters, ends, strict=True)
            texts = (data[start:end].decode() for start, end in spans)
            _add_glyphs(font, size, item.analysis.font, ids, texts)
        if space:
            wide = [
                space if data[byte] == _SPACE or data.startswith(_NO_BREAK, byte) else 0
                for byte in clusters
            ]
            advances = list(map(add, advances, wide))
        pieces.append((font.hash, size, _shown(ids, advances, font.widths, size)))
    return pieces


def _add_glyphs(
    font: Any,
    size: float,
    pango_font: Any,
    ids: Sequence[int],
    texts: Iterable[str],
) -> None:
    """Tell the PDF's font which characters new glyphs stand for, and their widths in 1/1000 em."""
    for glyph, text in zip(ids, texts, strict=True):
        if glyph not in font.to_unicode:
            font.to_unicode[glyph] = text
        if glyph not in font.widths:
            extents = ffi.new("PangoRectangle *")
            pango.pango_font_get_glyph_extents(pango_font, glyph, ffi.NULL, extents)
            font.widths[glyph] = round(extents.width * 1000 * FROM_UNITS / size)


def _shown(
    ids: Sequence[int], advances: Sequence[float], widths: Mapping[int, int], size: float
) -> str:
    """Operand of TJ (ISO 32000-1 §9.4.3).

    Glyphs are moved by whole thousandths of an em; what rounding takes is given back later, so
    that a line ends where it should.
    """
    scale = 1000 * FROM_UNITS / size
    behind = accumulate(map(sub, map(widths.__getitem__, ids), map(scale.__mul__, advances)))
    moves = list(map(round, behind))
    codes = array("H", ids)
    if sys.byteorder == "little":
        codes.byteswap()
    digits = codes.tobytes().hex()
    if not any(moves):
        return f"<{digits}>"
    parts, done, before = [], 0, 0
    for index, moved in enumerate(moves, 1):
        if moved != before:
            parts.append(f"<{digits[done : 4 * index]}>{moved - before}")
            done, before = 4 * index, moved
    if done < len(digits):
        parts.append(f"<{digits[done:]}>")
    return "".join(parts)


def _shown_singly(
    ids: Sequence[int], advances: Sequence[float], widths: Mapping[int, int], size: float
) -> str:
    """Operand of TJ as WeasyPrint writes it: each glyph moved by what it is off, and no more."""
    text = "<"
    for glyph, advance in zip(ids, advances, strict=True):
        text += f"{glyph:04x}"
        if off := widths[glyph] - advance * 1000 * FROM_UNITS / size:
            text += f">{int(off)}<"
    return text.removesuffix("<") if text.endswith("<") else text + ">"
