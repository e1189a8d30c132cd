"""One subset of each font over all glyphs of a book.

Fragments name glyphs by their numbers in the whole font and hold no font at all, so nothing in
their pages changes when the fonts come in. A subset keeps those numbers (ISO 32000-1 §9.7.4.2:
the CIDs of an embedded font are its glyph numbers). To cut one takes about 2 ms.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, TypeAlias

import uharfbuzz
from pikepdf import Array, Dictionary, Name, String

from seriesbook.faces import resource_name, width_of
from seriesbook.writers.pdf.cmaps import encoding_cmap, unicode_cmap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pikepdf

    from seriesbook.rendition import Font
    from seriesbook.sheets import Layout
    from seriesbook.writers.pdf.codec import Fragment

# Glyphs of a font (and codes for characters that it lacks), each with the text it stands for.
_Texts: TypeAlias = "dict[int, str]"

# What an embedded font needs (ISO 32000-1 §9.9); all else serves layout, which is done.
_TABLES = frozenset({"CFF ", "glyf", "head", "hhea", "hmtx", "loca", "maxp"})
# The hyphen that breaks a word and the one that forbids a break: readers join a broken word again
# only where it ends in the hyphen of the keyboard (poppler, PDFium; seen), and find "first-class"
# only so.
_READ_AS = {"\N{HYPHEN}": "-", "\N{NON-BREAKING HYPHEN}": "-"}
_WEIGHTS = {
    100: "Thin", 200: "ExtraLight", 300: "Light", 400: "Regular", 500: "Medium",
    600: "SemiBold", 700: "Bold", 800: "ExtraBold", 900: "Black",
}  # fmt: skip
# Flags of a font (ISO 32000-1 §9.8.2).
_FIXED_PITCH, _SYMBOLIC, _ITALIC = 1 << 0, 1 << 2, 1 << 6


def embed_fonts(
    pdf: pikepdf.Pdf, layouts: Iterable[Layout | Fragment], fonts: Iterable[Font]
) -> dict[str, pikepdf.Object]:
    """Put into a PDF the fonts that some layouts were made without, by the names pages use."""
    known = {font.digest: font for font in fonts}
    votes: dict[str, dict[int, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for layout in layouts:
        for face in layout.faces:
            of_face = votes[face.digest]
            for glyph, text, count in face.glyphs:
                of_face[glyph][text] += count
    return {
        resource_name(digest): _embed(pdf, known[digest], votes[digest])
        for digest in sorted(votes)
    }


def _embed(pdf: pikepdf.Pdf, font: Font, votes: Mapping[int, Counter[str]]) -> pikepdf.Object:
    whole = uharfbuzz.Font(uharfbuzz.Face(font.data))
    texts = {glyph: _text(whole, glyph, votes[glyph]) for glyph in sorted(votes)}
    count = whole.face.glyph_count
    glyphs = sorted({0, *(glyph for glyph in texts if glyph < count)})
    subset = cut(whole.face, glyphs)
    name = Name(f"/{_tag(subset, texts)}+{_postscript_name(font)}")
    lacking = [code for code in texts if code >= count]
    cid_font = Dictionary(
        Type=Name.Font,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        DW=width_of(whole, 0),
        W=Array(_widths(whole, glyphs)),
        FontDescriptor=pdf.make_indirect(_descriptor(pdf, font, whole, subset, name)),
    )
    if "glyf" in subset.table_tags:
        cid_font.Subtype, cid_font.CIDToGIDMap = Name.CIDFontType2, Name.Identity
    else:
        cid_font.Subtype = Name.CIDFontType0
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=_encoding(pdf, count, lacking) if lacking else Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(cid_font)]),
            ToUnicode=pdf.make_stream(unicode_cmap(texts)),
        )
    )


def _text(font: uharfbuzz.Font, glyph: int, votes: Mapping[str, int]) -> str:
    """What a glyph stands for: its character in the font if it was used as that, else the most."""
    own = [t for t in votes if len(t) == 1 and font.get_nominal_glyph(ord(t)) == glyph]
    text = min(own) if own else min(votes, key=lambda text: (-votes[text], text))
    return _READ_AS.get(text, text)


def cut(face: uharfbuzz.Face, glyphs: Iterable[int]) -> uharfbuzz.Face:
    """A font of some glyphs, which keep their numbers; no hints, which print has no use for."""
    wanted = uharfbuzz.SubsetInput()
    wanted.flags = (
        uharfbuzz.SubsetFlags.RETAIN_GIDS
        | uharfbuzz.SubsetFlags.NO_HINTING
        | uharfbuzz.SubsetFlags.DESUBROUTINIZE
        | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
        | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
    )
    wanted.glyph_set.update(glyphs)
    wanted.drop_table_tag_set.update(
        int.from_bytes(tag.encode("latin-1"), "big")
        for tag in face.table_tags
        if tag not in _TABLES
    )
    return uharfbuzz.subset(face, wanted)


def _tag(subset: uharfbuzz.Face, texts: _Texts) -> str:
    """Six letters that tell this subset from others (ISO 32000-1 §9.6.4)."""
    digest = hashlib.sha256(subset.blob.data + repr(texts).encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _postscript_name(font: Font) -> str:
    family = "".join(char for char in font.family if char.isascii() and char.isalnum())
    weight = _WEIGHTS.get(font.weight, str(font.weight))
    style = "Italic" if font.style == "italic" else ""
    return f"{family or 'Font'}-{(weight + style).replace('RegularItalic', 'Italic')}"


def _widths(font: uharfbuzz.Font, glyphs: Iterable[int]) -> list[Any]:
    """Widths as ISO 32000-1 §9.7.4.3 writes them: runs of neighbours, each after its first."""
    runs: list[tuple[int, list[float]]] = []
    for glyph in glyphs:
        if not runs or runs[-1][0] + len(runs[-1][1]) != glyph:
            runs.append((glyph, []))
        runs[-1][1].append(width_of(font, glyph))
    return [item for first, widths in runs for item in (first, Array(widths))]


def _descriptor(
    pdf: pikepdf.Pdf, font: Font, whole: uharfbuzz.Font, subset: uharfbuzz.Face, name: Name
) -> Dictionary:
    metrics = uharfbuzz.OTMetricsTag

    def measure(tag: uharfbuzz.OTMetricsTag) -> int:
        value: int = whole.get_metric_position_with_fallback(tag)
        upem: int = whole.face.upem
        return round(value * 1000 / upem)

    italic = font.style == "italic"
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        FontFamily=String(font.family),
        FontWeight=font.weight,
        Flags=_SYMBOLIC | (_ITALIC if italic else 0) | (_FIXED_PITCH if _is_fixed(whole) else 0),
        FontBBox=Array(_bounds(whole.face)),
        ItalicAngle=round(whole.get_style_value(uharfbuzz.StyleTag.SLANT_ANGLE)) if italic else 0,
        Ascent=measure(metrics.HORIZONTAL_ASCENDER),
        Descent=measure(metrics.HORIZONTAL_DESCENDER),
        CapHeight=measure(metrics.CAP_HEIGHT),
        StemV=_stem(font.weight),
    )
    if "glyf" in subset.table_tags:
        data = bytes(subset.blob.data)
        descriptor.FontFile2 = pdf.make_stream(data, Length1=len(data))
    else:
        data = bytes(subset.reference_table("CFF ").data)
        descriptor.FontFile3 = pdf.make_stream(data, Subtype=Name.CIDFontType0C)
    return descriptor


def _is_fixed(font: uharfbuzz.Font) -> bool:
    """Whether the font has one width (post.isFixedPitch, OpenType 1.9)."""
    post: bytes = font.face.reference_table("post").data
    return any(post[12:16])


def _bounds(face: uharfbuzz.Face) -> list[int]:
    """Box around all glyphs in thousandths of an em (head.xMin to yMax, OpenType 1.9)."""
    head: bytes = face.reference_table("head").data
    numbers = [int.from_bytes(head[n : n + 2], "big", signed=True) for n in range(36, 44, 2)]
    return [round(number * 1000 / face.upem) for number in numbers]


def _stem(weight: int) -> int:
    """Thickness of vertical stems, which only a reader that lacks the font would use: a guess."""
    return 50 + (weight * weight) // 4225


def _encoding(pdf: pikepdf.Pdf, count: int, lacking: Iterable[int]) -> pikepdf.Object:
    """Codes to glyphs, for a font with codes of characters that it lacks: they show .notdef."""
    stream = pdf.make_stream(encoding_cmap(count, lacking))
    stream.Type, stream.CMapName = Name.CMap, Name.SeriesbookCodes
    stream.CIDSystemInfo = Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0)
    return stream
