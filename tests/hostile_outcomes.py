"""What must come of each case of HOSTILE.md: every error and warning, and its place.

A case with an error makes no book, and exits with 1; another makes both, and they do no harm.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """Errors and warnings as `error code file:line`."""

    said: tuple[str, ...] = ()


def _says(*said: str) -> Outcome:
    return Outcome(said)


OUTCOMES: dict[str, Outcome] = {
    # Refuse (or warn + placeholder) any image outside the project root; never copy
    # /etc/passwd into the EPUB/PDF; non-zero exit or a clear per-file message.
    "001-traversal-relative": _says(
        "error path-outside a.md:10",
        "error path-outside a.md:12",
        "error path-outside a.md:6",
        "error path-outside a.md:8",
    ),
    # Same as above for absolute paths and raw-HTML img.
    "002-absolute-path-image": _says("error image-missing a.md:6", "error image-missing a.md:8"),
    # No file:// read or embedded attachment in the PDF (WeasyPrint honours
    # rel=attachment); link dropped or warned.
    "003-file-url": _says(
        "error link-scheme a.md:11",
        "error link-scheme a.md:6",
        "error link-scheme a.md:8",
        "warning markup-dropped a.md:11",
    ),
    # Author <style>/style= stripped or url() confined to project; no file read outside the root.
    "004-css-file-url": _says("warning attribute-dropped a.md:8", "warning markup-dropped a.md:6"),
    # No network by default, no hang; remote image reported; EPUB does not reference
    # remote resources without declaring them.
    "005-remote-images": _says(
        "error image-remote a.md:10",
        "error image-remote a.md:6",
        "error image-remote a.md:8",
        "warning markup-dropped a.md:10",
    ),
    # Essay markup cannot blank or overlay other pages; style attribute dropped or harmless.
    "006-css-injection-overlay": _says("warning attribute-dropped a.md:6"),
    # Symlink leaving the root refused (or at least content-sniffed: not an image).
    "007-symlink-image": _says("error file-refused pic.png", "error image-missing a.md:6"),
    # Essay symlink outside the root refused or reported, never silently published.
    "008-symlink-essay": _says("error file-refused a.md"),
    # Terminates; reports the broken link.
    "009-symlink-loop": _says("error file-refused self.md"),
    # Must not read for ever: only regular files are opened.
    "010-symlink-dev-zero": _says("error file-refused zero.md"),
    # Must not hang on a FIFO.
    "011-fifo-essay": _says("error file-refused pipe.md"),
    # A directory called b.md is reported, no traceback.
    "012-dir-named-md": _says("error file-refused b.md"),
    # Script, on* handlers, iframe, object, form, meta removed (or an error); EPUB passes
    # epubcheck; words kept.
    "013-script-in-html": _says(
        "error image-missing a.md:6",
        "error markup-unsafe a.md:10",
        "error markup-unsafe a.md:12",
        "error markup-unsafe a.md:14",
        "error markup-unsafe a.md:6",
        "warning markup-dropped a.md:14",
        "warning markup-unknown a.md:12",
    ),
    # Dangerous schemes neutralised; link text kept.
    "014-js-links": _says("error link-scheme a.md:6"),
    # Script/foreignObject/external refs removed, or SVG rejected; if script kept the OPF
    # item must say properties="scripted" - better not.
    "015-svg-script": _says("error svg-unsafe s.svg:1"),
    # Entity never resolved.
    "016-svg-xxe": _says("error svg-unsafe s.svg:1"),
    # Rejected in bounded time/memory.
    "017-svg-billion-laughs": _says("error svg-unsafe s.svg:1"),
    # All of it is literal text in EPUB and PDF: no template, TeX or typst evaluation.
    "018-latex-typst-jinja": _says("warning markup-unknown a.md:8"),
    # Entity not expanded.
    "028-docx-xxe": _says("error document-unreadable a.docx"),
    # External target not read; media names confined.
    "029-docx-external-image": _says(),
    # Clear message.
    "030-docx-truncated": _says("error document-unreadable a.docx"),
    # Bounded; alias expansion refused or title type error.
    "032-yaml-billion-laughs": _says("error yaml-aliases a.md:4"),
    # Safe loader: error naming file and line; /tmp/pwned_yaml must not exist afterwards.
    "033-yaml-python-object": _says(
        "error yaml-tag a.md:2", "error yaml-tag b.md:2", "error yaml-tag b.md:3"
    ),
    # Clear typed errors or faithful strings (title "1984", author "no"), never a traceback.
    "034-yaml-types": _says(
        "error date-invalid a.md:4", "error date-invalid b.md:4", "error head-value c.md:2"
    ),
    # Error names file and line; colon case may be repaired; duplicate key reported.
    "035-yaml-broken": _says(
        "error head-open unclosed.md:1",
        "error key-duplicate dup.md:3",
        "error yaml-broken colon.md:2",
        "error yaml-broken quote.md:2",
        "error yaml-broken tab.md:3",
        "warning head-list list.md:1",
    ),
    # BOM/CRLF/`...`/trailing blanks accepted; TOML/JSON supported or clearly rejected;
    # hr.md keeps its text.
    "036-frontmatter-variants": _says("error head-json json.md:1"),
    # Escaped in OPF, nav, NCX, running heads, PDF outline; long titles do not overflow
    # the running head.
    "037-title-markup": _says(),
    # Error with byte offset, or decoded with a warning; never mojibake without notice.
    "038-enc-latin1": _says("error encoding a.md:3"),
    # As latin-1.
    "039-enc-cp1252": _says("error encoding a.md:1"),
    # BOM honoured or clear error.
    "040-enc-utf16": _says(),
    # Clear error.
    "041-enc-sjis": _says("error encoding a.md:1"),
    # Error with file and offset, or U+FFFD with a warning.
    "042-enc-invalid-utf8": _says("error encoding a.md:6"),
    # NUL never reaches XHTML; reported.
    "043-nul-bytes": _says("error character-illegal a.md:6"),
    # EPUB stays well-formed XML: characters stripped or replaced; terminal escape never
    # echoed raw in messages.
    "044-xml-illegal-chars": _says("error character-illegal a.md:6"),
    # Same output as LF.
    "045-line-endings": _says(),
    # Kept intact; PDF shows glyphs or a reported missing-glyph warning; heading ids still
    # valid and unique.
    "046-emoji": _says("warning glyph-missing a.md:6"),
    # Legitimate characters survive (soft hyphen, NBSP, ZWNJ); no layout crash on stacked marks.
    # The Cyrillic sign U+0489 is in no font that `make test` installs.
    "047-zero-width-bidi": _says("error glyph-missing a.md:8"),
    # Image found or a message that names the normalisation mismatch.
    "048-nfc-nfd": _says("error image-name café.md:6"),
    # All 10,000 notes present and linked both ways; linear time.
    "049-notes-10000": _says(),
    # Error/warning with file:line; not silently printed as text.
    "050-notes-missing-def": _says("error note-missing a.md:6"),
    # Warning; not silently lost.
    "051-notes-unused-def": _says("warning note-unused a.md:8"),
    # Warning; deterministic choice; one note with two back-links or two notes.
    "052-notes-duplicate-def": _says("warning note-duplicate a.md:10"),
    # No id clash; each note belongs to its essay.
    "053-notes-same-label-two-essays": _says(),
    # Terminates; inner note numbered; self-reference handled.
    "054-notes-nested": _says(),
    # Note in heading not repeated in TOC/running head; code untouched; no link inside a link.
    "055-notes-odd-places": _says("warning note-unused a.md:30"),
    # Whole note kept in the endnotes, back-link once at the end.
    "056-notes-rich": _says(),
    # Ids are valid XML and unique (A vs a); labels never leak into paths.
    "057-notes-odd-labels": _says(),
    # One note, three back-links (or three marks to one number).
    "058-notes-multi-ref": _says(),
    # Documented behaviour; ids of author HTML do not clash with generated ones.
    "059-notes-inline-html": _says(),
    # Warning for empty notes.
    "060-notes-empty": _says("warning note-empty a.md:10", "warning note-empty a.md:8"),
    # Bounded time; PDF breaks or clips the word but does not hang.
    "061-huge-line-nospace": _says(),
    # One 1 MB paragraph: finishes.
    "062-huge-line-words": _says(),
    # No RecursionError; depth limit or flattening reported.
    "063-deep-lists": _says(
        "error nesting-too-deep a.md:104",
        "error nesting-too-deep a.md:105",
        "error nesting-too-deep a.md:107",
    ),
    # No crash, no exponential time.
    "064-deep-blockquotes": _says("error nesting-too-deep a.md:6"),
    # No quadratic blow-up (CommonMark pathological cases).
    "065-deep-brackets": _says("error link-dead a.md:6", "error nesting-too-deep a.md:6"),
    # No RecursionError.
    "066-deep-html": _says("error nesting-too-deep a.md:6"),
    # Damage confined to its essay; well-formed XHTML; text after the comment not lost silently.
    "067-unclosed-html": _says(
        "warning markup-unclosed a.md:12", "warning markup-unclosed a.md:6"
    ),
    # Confined to its essay.
    "068-unclosed-fence": _says("warning markup-unclosed a.md:6"),
    # epubcheck clean.
    "069-xhtml-traps": _says(
        "error markup-unsafe a.md:6",
        "warning attribute-dropped a.md:6",
        "warning markup-unknown a.md:6",
    ),
    # Unique ids in the whole book; TOC links to the right one.
    "070-duplicate-headings": _says("warning id-duplicate a.md:14"),
    # No clash with generated ids.
    "071-reserved-ids": _says(),
    # Well-formed nav (no empty li, no level jump error); empty heading reported.
    "072-heading-levels": _says(
        "error link-dead a.md:16", "warning heading-empty a.md:12", "warning heading-empty a.md:14"
    ),
    # Four distinct documents in the EPUB.
    "073-same-slug": _says(),
    # EPUB-legal names inside; hidden file ignored or documented; nothing overwrites
    # nav/opf; no shell injection.
    "074-odd-filenames": _says("error image-missing a b#c?d%20e&f.md:6"),
    # 1000 essays: TOC complete, roughly linear time.
    "075-many-essays": _says(),
    # Reported; no empty XHTML body that fails epubcheck.
    "076-empties": _says(
        "error text-empty comment.md:5",
        "error text-empty defonly.md:5",
        "error text-empty empty.md:1",
        "error text-empty fmonly.md:4",
        "error text-empty ws.md:1",
        "warning note-unused defonly.md:6",
    ),
    # Clear error naming the file.
    "077-binary-as-md": _says("error not-text a.md", "error text-empty a.md:1"),
    # Clear message and non-zero exit.
    "078-empty-folder": _says("error series-empty ."),
    # 900 MP 1-bit PNG: limit/refuse with message, bounded memory.
    "079-png-bomb": _says("error image-too-large a.md:6"),
    # Scaled to the page, not clipped or split into 100 pages.
    "080-png-tall": _says(),
    # Each reported by name; media-type by content (JPEG named .png fails epubcheck otherwise).
    "081-img-broken": _says(
        "error image-broken a.md:6", "error image-format a.md:6", "error image-missing a.md:6"
    ),
    # TIFF/BMP converted or rejected (not EPUB core types); EXIF rotation honoured; empty
    # alt kept as decorative.
    "082-img-formats": _says("warning alt-missing a.md:6"),
    # Two different images in the book, each essay shows its own.
    "083-img-same-name": _says(),
    # Encoded correctly; case mismatch reported.
    "084-img-names": _says("error image-name a.md:12", "warning attribute-dropped a.md:20"),
    # Valid one extracted to a file; html one refused; broken one reported.
    "085-img-data-uri": _says(
        "error image-broken a.md:12", "error link-scheme a.md:10", "error link-scheme a.md:8"
    ),
    # md links rewritten to the book; broken ones warned with file:line; PDF prints page
    # refs or live links.
    "086-cross-links": _says("error link-dead one.md:6"),
    # No exception (urlsplit raises on the first); long URLs break in print.
    "087-odd-urls": _says(
        "error link-broken a.md:6", "error link-scheme a.md:6", "warning link-empty a.md:6"
    ),
    # Wide table does not run off the page unreported; header repeats over pages.
    "088-tables": _says(),
    # Info string never becomes markup; long code lines wrap or shrink in print; no smart
    # quotes in code.
    "089-code": _says(),
    # Money is not math; math documented.
    "090-math-dollars": _says(),
    # Quotes right incl. ’90s/’tis; code, URLs, attributes untouched; option to switch off.
    "091-typography": _says(),
}
# Sources of imports.
IMPORTS: dict[str, Outcome] = {
    # Refuse DTD/entity; no file content in the result.
    "019-wxr-xxe": _says("error xml-dtd e.xml:1"),
    # Rejected, bounded memory.
    "020-wxr-billion-laughs": _says("error xml-dtd e.xml:1"),
    # Output files stay in the target folder; clashes get distinct names; untitled posts survive.
    "021-wxr-slug-traversal": _says(),
    # Clear parse error with position; no half-written import reported as success.
    "022-wxr-truncated": _says("error xml-broken e.xml:1"),
    # Illegal XML characters: clear error or repaired with a warning (real exports contain them).
    "023-wxr-control-chars": _says(),
    # Captions become figures; shortcode notes become notes or are reported; block
    # comments never leak.
    "024-wxr-shortcodes": _says(),
    # Nothing written outside the target; the legitimate post imports.
    "025-substack-zip-slip": _says(
        "warning member-refused export.zip/../../../../../../tmp/pwned.html",
        "warning member-refused export.zip//tmp/pwned2.html",
    ),
    # 300 MB member in a 300 kB zip: size limit, no memory explosion.
    "026-zip-bomb": _says(
        "error import-empty export.zip", "warning member-refused export.zip/posts/1.a.html"
    ),
    # Clear message.
    "027-zip-bad": _says("error source-unknown empty.zip"),
    # <base> is not allowed to turn images into file reads; boilerplate out; note
    # recognised or kept as text.
    "031-html-page-hostile": _says("error page-empty p.html"),
}
