"""Which texts HarfBuzz shapes for a style: those for which it was seen to do what Pango does.

A style is tried once: on its first text that is long enough to tell, and for shorter ones, which
may be all that there is, on a sample.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any, Literal

from weasyprint.text.ffi import FROM_UNITS, pango
from weasyprint.text.line_break import line_size

from seriesbook.shortcuts.harfbuzz import ffi, harfbuzz
from seriesbook.shortcuts.layouts import features_of, is_ordinary, laid
from seriesbook.shortcuts.shaping import GLYPH, LATN, SIGNS, ZYYY, Shaper, is_latin

if TYPE_CHECKING:
    from seriesbook.shortcuts.shaping import Glyphs

# Characters of a text on which a shaper is tried; shorter texts are told by the samples: letters
# that fonts join or kern, and each figure beside each other.
_TELLING = 60
_WORDS_OF_ALL = (
    "AVATAR To. Very: Your “Ty”, ‘We’ fjord; (Wyoming) officially affirm flying quick "
    "boxes - The Jazz King’s HMS PUBLIC Query, 1234567890 hunted by dogs? Rfx LT Fy! "
)
_FIGURES = "".join(f"{one}{other}" for one in range(10) for other in range(one, 10))
_FIGURES += _FIGURES[::-1]


def shaped(text: str, style: Any) -> Glyphs | None:
    """Glyphs of a text; None if it must be left to Pango."""
    if SIGNS.fullmatch(text):
        tried = _sampled(_FIGURES if text.isdigit() else text, style, ZYYY)
        return tried.shape_signs(text) if tried else None
    shaper = style.__dict__.get("shaper")
    if shaper is None:
        shaper = style.shaper = _shaper(text, style)
        if shaper is None and is_latin(text):
            shaper = _sampled(_WORDS_OF_ALL, style, LATN)
    return shaper.shape(text) if shaper else None


def forget_shapers(style: Any) -> None:
    """Have a style's shapers found anew, as for a document that is the first.

    Which texts are left to Pango must not depend on the documents that had the style before.
    """
    style.__dict__.pop("shaper", None)
    for name in ("within", "unspaced"):
        derived = style.__dict__.get(name)
        if derived is not None:
            forget_shapers(derived)


def _sampled(sample: str, style: Any, script: int) -> Shaper | Literal[False]:
    """A shaper for a style, tried on a sample; False if it can have none."""
    samples: dict[str, Shaper | Literal[False]] = style.__dict__.setdefault("samples", {})
    if sample not in samples:
        samples[sample] = is_ordinary(style) and _tried(sample, style, script)
    return samples[sample]


def _shaper(text: str, style: Any) -> Shaper | Literal[False] | None:
    """A shaper for a style, tried on a text; False if it can have none, None if one can't tell."""
    if not is_ordinary(style):
        return False
    if len(text) < _TELLING or not is_latin(text):
        return None
    proved: Shaper | None = style.__dict__.get("proved")
    if proved is not None:  # in another document
        return proved if proved.shape(text) is not None else False
    shaper = _tried(text, style, LATN)
    if shaper:
        style.proved = shaper
    return shaper


def _tried(text: str, style: Any, script: int) -> Shaper | Literal[False]:
    """A shaper that finds the same glyphs for a text as Pango; False if there is none."""
    layout = laid(text, style)
    line, index = layout.get_first_line()
    run = line.runs[0]
    if index is not None or run == ffi.NULL or run.next != ffi.NULL:
        return False
    item = run.data.item
    font = item.analysis.font
    language = pango.pango_language_to_string(item.analysis.language)
    shaper = Shaper(
        layout,
        font,
        line_size(line, style)[1],
        pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS,
        pango.pango_font_get_hb_font(font),
        harfbuzz.hb_language_from_string(language, -1),
        _features(style),
        ffi.gc(harfbuzz.hb_buffer_create(), harfbuzz.hb_buffer_destroy),
        script,
    )
    glyphs = shaper.shape(text) if script == LATN else shaper.shape_signs(text)
    return shaper if glyphs is not None and _is_same(glyphs, run.data) else False


def _features(style: Any) -> Any:
    texts = [f"{name} {value}".encode() for name, value in features_of(style).items()]
    features = ffi.new("hb_feature_t[]", len(texts))
    for number, text in enumerate(texts):
        harfbuzz.hb_feature_from_string(text, len(text), features + number)
    return features


def _is_same(glyphs: Glyphs, run: Any) -> bool:
    """Whether glyphs are those of a run of Pango's."""
    count = run.glyphs.num_glyphs
    numbers = memoryview(ffi.buffer(run.glyphs.glyphs, 4 * GLYPH * count)).cast("i").tolist()
    bytes_before = (0, *accumulate(len(char.encode()) for char in glyphs.text))
    starts = [bytes_before[index] for index in glyphs.clusters]
    return (
        (numbers[::GLYPH], numbers[1::GLYPH]) == (glyphs.ids.tolist(), glyphs.advances.tolist())
        and not any(numbers[2::GLYPH])
        and not any(numbers[3::GLYPH])
        and ffi.unpack(run.glyphs.log_clusters, count) == starts
    )
