"""Pango layouts of lines: what all lines of a style share is made once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango
from weasyprint.text.line_break import Layout

# WeasyPrint's own: what it makes is not shared.
set_up_alone = Layout.setup


@dataclass(frozen=True, slots=True)
class _Ready:
    """What every line of a style needs of Pango, made once: WeasyPrint makes it for each line."""

    context: Any
    language: Any
    description: Any
    attributes: Any


def set_up(self: Layout, style: Any) -> None:
    """Make a Pango layout for a style, from what an earlier line of the style has left."""
    ready = style.__dict__.get("ready")
    if ready is None:
        if not is_ordinary(style):
            set_up_alone(self, style)
            return
        ready = style.ready = _ready(style)
    self.style = style
    self.first_line_direction = 0
    self.language = ready.language
    self.ascent = self.underline_position = self.strikethrough_position = None
    self.layout = ffi.gc(pango.pango_layout_new(ready.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(self.layout, False)
    pango.pango_layout_set_font_description(self.layout, ready.description)
    pango.pango_layout_set_attributes(self.layout, ready.attributes)


def laid(text: str, style: Any, spacing: float = 0.0, width: float | None = None) -> Layout:
    """A layout of an ordinary text in one line."""
    layout = Layout(style, spacing, width)
    layout.text = text
    pango.pango_layout_set_text(layout.layout, text.encode(), -1)
    return layout


def is_ordinary(style: Any) -> bool:
    """Whether lines of a style share their attributes: nothing is added to a line's own."""
    return (
        style["text_decoration_line"] == "none"
        and style["letter_spacing"] == "normal"
        and not style["word_spacing"]
        and style["font_language_override"] == "normal"
        and bool(style["lang"])
    )


def _ready(style: Any) -> _Ready:
    context = ffi.gc(
        pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref
    )
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, line_break.PANGO_DIRECTION[style["direction"]])
    pointer, _kept = line_break.unicode_to_char_p(style["lang"])
    language = pango.pango_language_from_string(pointer)
    pango.pango_context_set_language(context, language)
    features = features_of(style)
    attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    if features:
        text = ",".join(f"{key} {value}" for key, value in features.items()).encode()
        pango.pango_attr_list_insert(attributes, pango.pango_attr_font_features_new(text))
    if style["overflow_wrap"] != "normal":
        pango.pango_attr_list_insert(attributes, pango.pango_attr_insert_hyphens_new(False))
    return _Ready(context, language, line_break.get_font_description(style), attributes)


def features_of(style: Any) -> dict[str, int]:
    """Features of fonts that a style turns on or off."""
    features: dict[str, int] = line_break.font_features(
        style["font_kerning"], style["font_variant_ligatures"], style["font_variant_position"],
        style["font_variant_caps"], style["font_variant_numeric"],
        style["font_variant_alternates"], style["font_variant_east_asian"],
        style["font_feature_settings"],
    )  # fmt: skip
    return features


def reactivate(self: Layout, style: Any) -> None:
    """Make ready for drawing what is not ready still."""
    if not hasattr(self, "layout"):
        set_up_alone(self, style)  # spacing will be added to its attributes
        self.set_text(self.text, justify=True)
        self.spaced = True
