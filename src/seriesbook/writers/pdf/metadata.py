"""What a PDF says about itself: document information, XMP, and how readers should show it.

XMP: ISO 16684-1. License: https://wiki.creativecommons.org/wiki/XMP.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree
from pikepdf import Dictionary, Name, String

from seriesbook import __version__
from seriesbook.words import direction_of
from seriesbook.xhtml import XML_LANG, plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    import pikepdf

    from seriesbook.model import Edition, Series

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NAMESPACES = {
    "rdf": _RDF,
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "cc": "http://creativecommons.org/ns#",
}
_TOOL = f"Seriesbook {__version__}"
# The packet's id is fixed by ISO 16684-1 §7.3.2.
_BEGIN = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
_END = '\n<?xpacket end="r"?>'


def add_metadata(pdf: pikepdf.Pdf, series: Series, edition: Edition, modified: datetime) -> None:
    """Describe a finished book. `modified` becomes its date; the clock is never read."""
    stamp = modified.strftime("D:%Y%m%d%H%M%S") + _zone(modified, "'")
    authors = [person.name for person in series.authors if person.role == "author"]
    information = {
        "/Title": plain(series.title),
        "/Author": ", ".join(authors),
        "/Subject": plain(series.description),
        "/Keywords": ", ".join(series.subjects),
        "/Creator": _TOOL,
        "/Producer": _TOOL,
        "/CreationDate": stamp,
        "/ModDate": stamp,
    }
    for key, value in information.items():
        if value:
            pdf.docinfo[Name(key)] = String(value)
    stream = pdf.make_stream(_packet(series, edition, modified))
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream
    pdf.Root.Lang = String(series.language)
    pdf.Root.PageLayout = Name.TwoPageRight
    preferences = Dictionary(DisplayDocTitle=True)
    if direction_of(series.language) == "rtl":
        preferences.Direction = Name.R2L
    pdf.Root.ViewerPreferences = preferences


def _zone(when: datetime, mark: str) -> str:
    """Offset from UTC as PDF (`+01'00`) or XMP (`+01:00`) writes it."""
    offset = when.strftime("%z") or "+0000"
    return f"{offset[:3]}{mark}{offset[3:5]}"


def _packet(series: Series, edition: Edition, modified: datetime) -> bytes:
    meta = etree.Element(_name("x:xmpmeta"), nsmap={"x": "adobe:ns:meta/"})
    rdf = etree.SubElement(meta, _name("rdf:RDF"), nsmap=_NAMESPACES)
    about = etree.SubElement(rdf, _name("rdf:Description"), {_name("rdf:about"): ""})
    date = modified.strftime("%Y-%m-%dT%H:%M:%S") + _zone(modified, ":")
    language = series.language
    _simple(about, "dc:format", "application/pdf")
    _worded(about, "dc:title", plain(series.title), language)
    _list(about, "dc:creator", "rdf:Seq", _names(series, author=True))
    _list(about, "dc:contributor", "rdf:Bag", _names(series, author=False))
    _worded(about, "dc:description", plain(series.description), language)
    _list(about, "dc:subject", "rdf:Bag", series.subjects)
    _list(about, "dc:language", "rdf:Bag", (language,))
    _list(about, "dc:publisher", "rdf:Bag", (series.publisher,) if series.publisher else ())
    isbn = f"urn:isbn:{edition.isbn}" if edition.isbn else ""
    _simple(about, "dc:identifier", isbn or series.identifier)
    for name in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
        _simple(about, name, date)
    _simple(about, "xmp:CreatorTool", _TOOL)
    _simple(about, "pdf:Producer", _TOOL)
    _rights(about, series)
    text = etree.tostring(meta, encoding="unicode", pretty_print=True)
    return (_BEGIN + text.rstrip() + _END).encode()


def _names(series: Series, *, author: bool) -> tuple[str, ...]:
    return tuple(p.name for p in series.authors if (p.role == "author") is author)


def _rights(about: etree._Element, series: Series) -> None:
    license_ = series.license
    if license_ is None:
        return
    words = plain(license_.text) or license_.name
    _worded(about, "dc:rights", words, series.language)
    public = license_.id.startswith(("CC0", "CC-PDM"))
    _simple(about, "xmpRights:Marked", "False" if public else "True")
    _worded(about, "xmpRights:UsageTerms", words, series.language)
    if license_.url:
        _simple(about, "xmpRights:WebStatement", license_.url)
        element = etree.SubElement(about, _name("cc:license"))
        element.set(_name("rdf:resource"), license_.url)


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    space = "adobe:ns:meta/" if prefix == "x" else _NAMESPACES[prefix]
    return f"{{{space}}}{local}"


def _simple(about: etree._Element, name: str, text: str) -> None:
    if text:
        etree.SubElement(about, _name(name)).text = text


def _list(about: etree._Element, name: str, kind: str, texts: Iterable[str]) -> None:
    items = tuple(texts)
    if items:
        holder = etree.SubElement(etree.SubElement(about, _name(name)), _name(kind))
        for text in items:
            etree.SubElement(holder, _name("rdf:li")).text = text


def _worded(about: etree._Element, name: str, text: str, language: str) -> None:
    """A text in the default language and in the book's own (rdf:Alt)."""
    if text:
        holder = etree.SubElement(etree.SubElement(about, _name(name)), _name("rdf:Alt"))
        for code in dict.fromkeys(("x-default", language)):
            item = etree.SubElement(holder, _name("rdf:li"), {XML_LANG: code})
            item.text = text
