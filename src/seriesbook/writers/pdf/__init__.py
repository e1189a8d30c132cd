"""Writes a rendition as a print-ready PDF, from fragments that are laid out alone."""

from __future__ import annotations

from seriesbook.writers.pdf.writer import PdfWork

__all__ = ["PdfWork"]
