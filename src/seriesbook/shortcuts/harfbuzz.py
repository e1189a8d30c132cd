"""The functions of HarfBuzz that shape a text, in the library that Pango itself uses.

WeasyPrint declares those that it needs to embed fonts; these are added to them.
"""

from __future__ import annotations

from weasyprint.text.ffi import ffi, harfbuzz

__all__ = ["ffi", "harfbuzz"]

ffi.cdef("""
    const char * pango_language_to_string (PangoLanguage *language);
    typedef ... hb_buffer_t;
    typedef const struct hb_language_impl_t *hb_language_t;
    typedef struct {
        hb_tag_t tag;
        uint32_t value;
        unsigned int start;
        unsigned int end;
    } hb_feature_t;
    typedef struct {
        hb_codepoint_t codepoint;
        uint32_t mask;
        uint32_t cluster;
        uint32_t var1;
        uint32_t var2;
    } hb_glyph_info_t;
    typedef struct {
        int32_t x_advance;
        int32_t y_advance;
        int32_t x_offset;
        int32_t y_offset;
        uint32_t var;
    } hb_glyph_position_t;
    hb_buffer_t * hb_buffer_create (void);
    void hb_buffer_destroy (hb_buffer_t *buffer);
    void hb_buffer_reset (hb_buffer_t *buffer);
    void hb_buffer_set_flags (hb_buffer_t *buffer, unsigned int flags);
    void hb_buffer_set_cluster_level (hb_buffer_t *buffer, unsigned int level);
    void hb_buffer_set_invisible_glyph (hb_buffer_t *buffer, hb_codepoint_t invisible);
    void hb_buffer_set_direction (hb_buffer_t *buffer, unsigned int direction);
    void hb_buffer_set_script (hb_buffer_t *buffer, hb_tag_t script);
    void hb_buffer_set_language (hb_buffer_t *buffer, hb_language_t language);
    hb_language_t hb_language_from_string (const char *text, int length);
    hb_bool_t hb_feature_from_string (const char *text, int length, hb_feature_t *feature);
    hb_bool_t hb_font_get_nominal_glyph (
        hb_font_t *font, hb_codepoint_t unicode, hb_codepoint_t *glyph);
    void hb_buffer_add_utf32 (
        hb_buffer_t *buffer, const uint32_t *text, int length, unsigned int offset, int count);
    void hb_shape (
        hb_font_t *font, hb_buffer_t *buffer, const hb_feature_t *features, unsigned int count);
    hb_glyph_info_t * hb_buffer_get_glyph_infos (hb_buffer_t *buffer, unsigned int *length);
    hb_glyph_position_t * hb_buffer_get_glyph_positions (
        hb_buffer_t *buffer, unsigned int *length);
""")
