"""Lines drawn as they were measured, without being shaped again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weasyprint.draw import text as draw
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from seriesbook.shortcuts.lines import GLYPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from weasyprint.text.line_break import Layout

_draw_first_line = draw.draw_first_line
_SPACE = 0x20
_NO_BREAK = "\u00a0".encode()


def draw_first_line(
    stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any
) -> list[Any]:
    """As WeasyPrint's function of this name: draw a line, as it was measured."""
    layout = textbox.pango_layout
    plain = text_overflow != "ellipsis" and block_ellipsis == "none"
    if plain and not hasattr(layout, "spaced") and textbox.text.strip():
        drawn = _drawn(stream, layout, textbox.style)
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


def _drawn(stream: Any, layout: Layout, style: Any) -> list[tuple[str, float, str]] | None:
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
        clusters = [item.offset + n for n in ffi.unpack(glyphs.log_clusters, count)]
        ends = [*clusters[1:], item.offset + item.length]
        _add_glyphs(font, size, item.analysis.font, ids, zip(clusters, ends, strict=True), data)
        advances = numbers[1::GLYPH]
        if space:
            advances = [
                advance + space if data[byte] == _SPACE or data[byte : byte + 2] == _NO_BREAK
                else advance
                for advance, byte in zip(advances, clusters, strict=True)
            ]  # fmt: skip
        pieces.append((font.hash, size, _shown(ids, advances, font.widths, size)))
    return pieces


def _add_glyphs(
    font: Any,
    size: float,
    pango_font: Any,
    ids: Sequence[int],
    spans: Iterable[tuple[int, int]],
    data: bytes,
) -> None:
    """Tell the PDF's font which characters new glyphs stand for, and their widths in 1/1000 em."""
    for glyph, (start, end) in zip(ids, spans, strict=True):
        if glyph not in font.to_unicode:
            font.to_unicode[glyph] = data[start:end].decode()
        if glyph not in font.widths:
            extents = ffi.new("PangoRectangle *")
            pango.pango_font_get_glyph_extents(pango_font, glyph, ffi.NULL, extents)
            font.widths[glyph] = round(extents.width * 1000 * FROM_UNITS / size)


def _shown(
    ids: Sequence[int], advances: Sequence[float], widths: Mapping[int, int], size: float
) -> str:
    """Operand of TJ (ISO 32000-1 §9.4.3). What rounding takes is given back at the next glyph."""
    scale = 1000 * FROM_UNITS / size
    parts = ["<"]
    ahead = 0.0
    for glyph, advance in zip(ids, advances, strict=True):
        parts.append(f"{glyph:04x}")
        ahead += widths[glyph] - advance * scale
        if ahead >= 1 or ahead <= -1:
            whole = int(ahead)
            parts.append(f">{whole}<")
            ahead -= whole
    parts.append(">")
    return "".join(parts).removesuffix("<>")
