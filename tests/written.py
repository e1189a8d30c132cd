"""Renditions written alone, without a build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook.writers.epub import EpubWork
from seriesbook.writers.pdf.writer import PdfWork

if TYPE_CHECKING:
    from seriesbook.problems import Outcome
    from seriesbook.rendition import Rendition, Written
    from seriesbook.tools import Tools


def write_epub(rendition: Rendition, tools: Tools) -> Outcome[Written]:
    """An e-book without page numbers."""
    return EpubWork(rendition, tools).finish()


def write_pdf(rendition: Rendition, tools: Tools) -> Outcome[Written]:
    """A print edition."""
    return PdfWork(rendition, tools).finish()
