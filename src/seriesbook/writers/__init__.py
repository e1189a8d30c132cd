"""Outputs: one row a format. A writer gets a `Rendition` and gives bytes; it touches no disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook.writers import epub, pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from seriesbook.model import Format, Rendition, Written
    from seriesbook.problems import Outcome
    from seriesbook.tools import Tools

    Writer = Callable[[Rendition, Tools], Outcome[Written]]

WRITERS: dict[Format, Writer] = {"epub": epub.write, "pdf": pdf.write}
SUFFIX: dict[Format, str] = {"epub": ".epub", "pdf": ".pdf"}
