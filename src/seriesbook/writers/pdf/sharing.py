"""One object in the file for streams that are the same in several fragments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf

from seriesbook.cache import key_of
from seriesbook.writers.pdf.moving import reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seriesbook.writers.pdf.moving import Mover


class Shared:
    """Finds equal font files and images among the fragments of one PDF.

    `fonts` are the numbers of the book's own, by the names that pages use.
    """

    def __init__(self, fonts: Mapping[str, int]) -> None:
        self.fonts = fonts
        self._streams: dict[str, int] = {}
        self._fragments = 0

    def among(self, pdf: pikepdf.Pdf, mover: Mover) -> Resources:
        """Take in the next fragment."""
        self._fragments += 1
        return Resources(self, pdf, mover, str(self._fragments))

    def same(self, stream: pikepdf.Object, mover: Mover, fragment: str) -> pikepdf.Object:
        """What stands for a stream: itself, or the one of another fragment that is equal."""
        entries = dict(stream.stream_dict.items())
        described = [f"{key} {_text(value)}" for key, value in sorted(entries.items())]
        # What a stream refers to is its fragment's own.
        owner = fragment if any(text.endswith(" R") or " R " in text for text in described) else ""
        key = key_of(stream.read_raw_bytes(), owner, *described)
        if key in self._streams:
            return reference(self._streams[key])
        self._streams[key] = mover.number(stream)
        return stream


class Resources:
    """Makes the resources of a fragment such that its pages can share what is in them."""

    def __init__(self, shared: Shared, pdf: pikepdf.Pdf, mover: Mover, fragment: str) -> None:
        self._shared, self._pdf, self._mover, self._fragment = shared, pdf, mover, fragment
        self._done: set[tuple[int, int]] = set()

    def ready(self, resources: pikepdf.Object) -> pikepdf.Object:
        """A page's resources, with the book's fonts in them."""
        self._fill(resources.Font)
        if not resources.is_indirect or resources.objgen in self._done:
            return resources
        self._done.add(resources.objgen)
        for key, value in resources.items():
            if not value.is_indirect and key != "/XObject":
                resources[key] = self._pdf.make_indirect(value)
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
            for name, number in self._shared.fonts.items():
                fonts[f"/{name}"] = reference(number)

    def _font(self, font: pikepdf.Object) -> None:
        for descendant in font.get("/DescendantFonts", ()):
            descriptor = descendant.FontDescriptor
            for key in ("/FontFile2", "/FontFile3"):
                if key in descriptor:
                    descriptor[key] = self._same(descriptor[key])

    def _same(self, stream: pikepdf.Object) -> pikepdf.Object:
        return self._shared.same(stream, self._mover, self._fragment)


def _text(value: Any) -> str:
    """An entry of a stream's dictionary."""
    return value.unparse().decode("latin-1") if isinstance(value, pikepdf.Object) else str(value)
