"""EPUB 3.3: EbookLib packages the pages; what it leaves open is settled around it.

https://www.w3.org/TR/epub-33/
"""

from seriesbook.writers.epub.writer import EpubWork

__all__ = ["EpubWork"]
