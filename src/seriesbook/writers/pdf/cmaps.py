"""CMaps: tables from the codes of a page's text to characters or glyphs (Adobe TN #5014)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Entries that one block may have.
_BLOCK = 100


def unicode_cmap(texts: Mapping[int, str]) -> bytes:
    """What codes stand for, so that text can be copied and found (ISO 32000-1 §9.10.3)."""
    entries = [
        f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>"
        for code, text in sorted(texts.items())
        if text
    ]
    return _cmap("Adobe-Identity-UCS", "UCS", 2, _blocks("bfchar", entries))


def encoding_cmap(count: int, lacking: Iterable[int]) -> bytes:
    """Codes below `count` are glyphs; those of characters that the font lacks are glyph 0."""
    ranges = (f"<{n:04X}> <{min(n | 0xFF, count - 1):04X}> {n}" for n in range(0, count, 0x100))
    entries = [f"<{code:04X}> 0" for code in sorted(lacking)]
    blocks = [*_blocks("cidrange", list(ranges)), *_blocks("cidchar", entries)]
    return _cmap("SeriesbookCodes", "Identity", 1, blocks)


def _blocks(kind: str, entries: list[str]) -> Iterator[str]:
    for start in range(0, len(entries), _BLOCK):
        block = entries[start : start + _BLOCK]
        yield f"{len(block)} begin{kind}"
        yield from block
        yield f"end{kind}"


def _cmap(name: str, ordering: str, kind: int, blocks: Iterable[str]) -> bytes:
    lines = (
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        f"/CMapType {kind} def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
        *blocks,
        "endcmap",
        "CMapName currentdict /CMap defineresource pop",
        "end",
        "end",
    )
    return "\n".join(lines).encode("ascii")
