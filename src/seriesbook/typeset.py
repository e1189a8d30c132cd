"""The one door to WeasyPrint: a document in, a laid-out PDF out, nothing else touched.

No font of the machine, no file and no address is ever read: a document sees the fonts and the
resources that it is given, so the same call makes the same bytes everywhere. What WeasyPrint and
fontTools have to say comes back as messages.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from seriesbook.deadline import TooSlowError
from seriesbook.sheets import Anchor, Box, Face, Glyph, Layout, Link, Message, Sheet
from seriesbook.versions import library_versions, version_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seriesbook.rendition import Font

__all__ = [
    "Anchor",
    "Box",
    "Face",
    "Glyph",
    "Layout",
    "Link",
    "Message",
    "Sheet",
    "engine_version",
    "layout",
]

_NOTHING: Mapping[str, bytes] = MappingProxyType({})
# WeasyPrint's fonts and the environment belong to the process: one layout at a time in it.
_ONE_AT_A_TIME = threading.Lock()


def layout(
    document: str,
    css: str,
    fonts: tuple[Font, ...],
    resources: Mapping[str, bytes] = _NOTHING,
    *,
    part: bool = False,
    tagged: bool = False,
) -> Layout:
    """Lay out an XHTML document.

    Args:
        document: a whole, well-formed XHTML document.
        css: its one stylesheet, without `@font-face` rules.
        fonts: all fonts that it may use; at least one.
        resources: what its images and its stylesheet may load, by href relative to the book.
        part: leave the fonts out of the PDF, which will become part of a book that has them.
        tagged: say in the PDF what its text is (headings, paragraphs, links, notes).

    Returns:
        the PDF, without dates and random ids, and what is on its pages.

    Raises:
        ValueError: no font is given (Pango can't set text without any), or the document is not
            well-formed.
    """
    if not fonts:
        raise ValueError("a layout needs at least one font")
    from seriesbook import engine  # noqa: PLC0415 - costs 0.4 s, and a warm build needs none

    with _ONE_AT_A_TIME:
        try:
            return engine.layout(document, css, fonts, resources, part=part, tagged=tagged)
        except TooSlowError:
            engine.forget()
            raise


@lru_cache(maxsize=1)
def engine_version() -> str:
    """Versions of everything outside this package that decides how a page looks.

    Cheap: does not import WeasyPrint.
    """
    packages = ("weasyprint", "pydyf", "tinycss2", "cssselect2", "pyphen", "fonttools", "pillow")
    names = [f"{name} {version_of(name)}" for name in packages]
    return ", ".join([*names, *library_versions()])
