"""Title, subtitle and author of a LibreOffice document: pandoc reads them as plain paragraphs."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from seriesbook.limits import USUAL, Limits
from seriesbook.mishaps import BAD_ZIP

_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
FIELDS = {"Title": "title", "Subtitle": "subtitle", "Author": "author", "Date": "date"}


def title_block(data: bytes, limits: Limits = USUAL) -> list[tuple[str, str]]:
    """(field, words) of the paragraphs that a document begins with in the styles of FIELDS.

    Empty for a document that can't be read: pandoc says what is wrong with it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo("content.xml").file_size > limits.source_bytes:
                return []
            content = archive.read("content.xml")
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except (*BAD_ZIP, KeyError, etree.XMLSyntaxError):
        return []
    parents = {
        style.get(f"{_STYLE}name"): style.get(f"{_STYLE}parent-style-name")
        for style in root.iter(f"{_STYLE}style")
    }
    found: list[tuple[str, str]] = []
    for paragraph in root.iter(f"{_TEXT}p", f"{_TEXT}h"):
        name = paragraph.get(f"{_TEXT}style-name")
        field = FIELDS.get(name or "") or FIELDS.get(parents.get(name) or "")
        if field is None:
            break
        found.append((field, " ".join("".join(map(str, paragraph.itertext())).split())))
    return found
