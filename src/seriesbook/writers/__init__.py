"""Outputs: one row a format. A writer gets a `Rendition` and gives bytes; it touches no disk.

What a writer needs from the workers it asks for when it is made, so that several editions are
begun before one is waited for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from seriesbook.model import Format
    from seriesbook.problems import Outcome
    from seriesbook.rendition import PageSource, Printed, Rendition, Written
    from seriesbook.tools import Tools


class Work(Protocol):
    """An edition that is being written."""

    def foreseen(self) -> tuple[Printed, ...]:
        """Where its pages will most likely begin, told before workers are done with all."""

    def printed(self) -> tuple[Printed, ...]:
        """Where its pages begin, as soon as that is known; nothing for an e-book."""

    def prepare(self, source: PageSource | None = None) -> None:
        """Make what `finish` will give with this source, while workers are at other editions."""

    def finish(self, source: PageSource | None = None) -> Outcome[Written]:
        """Its bytes. `source` is the print edition whose page numbers an e-book gives."""


# Imported when first used: by then workers are at the edition that was begun before.
def _epub(rendition: Rendition, tools: Tools) -> Work:
    from seriesbook.writers.epub import EpubWork  # noqa: PLC0415

    return EpubWork(rendition, tools)


def _pdf(rendition: Rendition, tools: Tools) -> Work:
    from seriesbook.writers.pdf.writer import PdfWork  # noqa: PLC0415

    return PdfWork(rendition, tools)


WRITERS: dict[Format, Callable[[Rendition, Tools], Work]] = {"epub": _epub, "pdf": _pdf}
SUFFIX: dict[Format, str] = {"epub": ".epub", "pdf": ".pdf"}
