"""One object in the file for streams that are the same in several fragments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf

from seriesbook.cache import key_of

if TYPE_CHECKING:
    from collections.abc import Mapping


class Shared:
    """Finds equal font files and images among the fragments of one PDF.

    `fonts` are the book's own, by the names that pages use.
    """

    def __init__(self, fonts: Mapping[str, pikepdf.Object]) -> None:
        self._fonts = fonts
        self._streams: dict[str, pikepdf.Object] = {}
        self._done: set[tuple[int, int]] = set()

    def resources(self, pdf: pikepdf.Pdf, resources: pikepdf.Object) -> pikepdf.Object:
        """A fragment's resources, made so that its pages can share what is in them."""
        self._fill(resources.Font)
        if not resources.is_indirect or resources.objgen in self._done:
            return resources
        self._done.add(resources.objgen)
        for key, value in resources.items():
            if not value.is_indirect and key != "/XObject":
                resources[key] = pdf.make_indirect(value)
        objects = dict(resources.get("/XObject", {}))
        for key, value in objects.items():
            if value.get("/Subtype") == "/Image":
                resources.XObject[key] = self._same(value)
        return resources

    def _fill(self, fonts: pikepdf.Object) -> None:
        """Complete the fonts of a fragment: one object, that all its resources refer to."""
        if fonts.objgen not in self._done:
            self._done.add(fonts.objgen)
            for font in dict(fonts).values():
                self._font(font)
            for name, font in self._fonts.items():
                fonts[f"/{name}"] = font

    def _font(self, font: pikepdf.Object) -> None:
        for descendant in font.get("/DescendantFonts", ()):
            descriptor = descendant.FontDescriptor
            for key in ("/FontFile2", "/FontFile3"):
                if key in descriptor:
                    descriptor[key] = self._same(descriptor[key])

    def _same(self, stream: pikepdf.Object) -> pikepdf.Object:
        entries = dict(stream.stream_dict.items())
        described = (f"{key} {_text(value)}" for key, value in sorted(entries.items()))
        key = key_of(stream.read_raw_bytes(), *described)
        return self._streams.setdefault(key, stream)


def _text(value: Any) -> str:
    """An entry of a stream's dictionary. What it refers to has a number that no other has."""
    return value.unparse().decode("latin-1") if isinstance(value, pikepdf.Object) else str(value)
