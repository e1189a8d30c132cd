"""XML exports read as a stream: no DTD, no entity, no network; memory stays flat.

Real exports hold characters that XML forbids, entities of HTML, and bytes of another encoding.
These are mended on the way, and told; an export that breaks off is an error with its line.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass, field
from html.entities import html5
from typing import TYPE_CHECKING, BinaryIO

from lxml import etree

from seriesbook.importers.model import Finding
from seriesbook.limits import USUAL, Limits
from seriesbook.problems import BookError, Problem, Where

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 262_144
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPED = re.compile("[\udc80-\udcff]")
_REFERENCE = re.compile(r"&#(?:x0*([0-9A-Fa-f]{1,6})|0*(\d{1,7}));")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE = re.compile(r"&(?!#?\w{1,32};)")
_CDATA = re.compile(r"(<!\[CDATA\[|\]\]>)")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_DECLARATION = re.compile(r"<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)\b")
_LONGEST_REFERENCE = 40
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
         (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip


@dataclass(slots=True)
class XmlStream:
    """The elements of one XML file as they end. `label` names the file for messages."""

    stream: BinaryIO
    label: str
    mended: Counter[str] = field(default_factory=Counter)
    names: frozenset[str] = frozenset()
    literal: bool = False
    limits: Limits = USUAL

    def elements(self, *names: str) -> Iterator[etree._Element]:
        """The outermost elements of these local names as they end; emptied after use.

        Raises BookError for a DTD, and for XML that is not well-formed or breaks off.
        """
        self.names = frozenset(names)
        parser = etree.XMLPullParser(
            events=("end",), resolve_entities=False, no_network=True, load_dtd=False,
            huge_tree=True, remove_comments=True, remove_pis=True,
            tag=[f"{{*}}{name}" for name in names],
        )  # fmt: skip
        try:
            held = 0
            for text in self._texts():
                parser.feed(text.encode("utf-8"))
                held += len(text)
                for element in self._emptied(parser):
                    held = 0
                    yield element
                if held > self.limits.export_item_characters:
                    raise BookError([self._endless()])
            parser.close()
            yield from self._emptied(parser)
        except etree.XMLSyntaxError as error:
            raise BookError([self._broken(error)]) from error

    def _emptied(self, parser: etree.XMLPullParser) -> Iterator[etree._Element]:
        for _, element in parser.read_events():
            if not isinstance(element, etree._Element) or self._is_inner(element):
                continue
            yield element
            element.clear()
            while element.getprevious() is not None:
                parent = element.getparent()
                if parent is None:
                    break
                del parent[0]

    def _is_inner(self, element: etree._Element) -> bool:
        """Whether an element is part of one that is still to be given."""
        return any(local(up) in self.names for up in element.iterancestors())

    def findings(self) -> list[Finding]:
        """What had to be mended on the way."""
        return [
            Finding("guessed", what, place=self.label, count=count)
            for what, count in sorted(self.mended.items())
        ]

    def _texts(self) -> Iterator[str]:
        """The file as text in pieces, mended; no reference is cut in two."""
        with self.stream as stream:
            first = stream.read(CHUNK)
            decoder, first = _decoder(first)
            text = decoder.decode(first)
            start = text.lstrip("\ufeff \t\r\n")
            if not start.startswith("<"):
                raise BookError([self._no_xml()])
            text = _DECLARATION.sub("", start, count=1)
            self._refuse_dtd(text)
            while True:
                data = stream.read(CHUNK)
                text += decoder.decode(data, final=not data)
                cut = _safe_cut(text) if data else len(text)
                yield self._mend(text[:cut])
                text = text[cut:]
                if not data:
                    return

    def _mend(self, text: str) -> str:
        text = _ILLEGAL.sub(self._dropped, _ESCAPED.sub(self._byte, text))
        return "".join(
            piece if literal else self._mend_references(piece)
            for piece, literal in self._sections(text)
        )

    def _sections(self, text: str) -> Iterator[tuple[str, bool]]:
        """Pieces of a text, and whether they are literal (CDATA), which may span texts."""
        for piece in _CDATA.split(text):
            if piece == "<![CDATA[":
                self.literal = True
            yield piece, self.literal
            if piece == "]]>":
                self.literal = False

    def _mend_references(self, text: str) -> str:
        text = _REFERENCE.sub(self._reference, text)
        text = _BARE.sub(self._ampersand, text)
        return _ENTITY.sub(_entity, text)

    def _ampersand(self, _: re.Match[str]) -> str:
        self.mended["lone ampersand, which XML forbids, kept as a sign"] += 1
        return "&amp;"

    def _byte(self, match: re.Match[str]) -> str:
        self.mended["byte that is not of the file's encoding, read as Windows-1252"] += 1
        return bytes([ord(match[0]) - 0xDC00]).decode("cp1252", errors="replace")

    def _dropped(self, _: re.Match[str]) -> str:
        self.mended["control character that XML forbids, left out"] += 1
        return ""

    def _reference(self, match: re.Match[str]) -> str:
        code = int(match[1], 16) if match[1] else int(match[2])
        legal = code in {9, 10, 13} or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
        if legal or 0x10000 <= code <= 0x10FFFF:
            return match[0]
        self.mended["control character that XML forbids, left out"] += 1
        return ""

    def _refuse_dtd(self, text: str) -> None:
        """No export of a blog has a DTD; one that has is an attack, or no export."""
        root = re.search(r"<[A-Za-z]", text)
        doctype = _DOCTYPE.search(text[: root.start()] if root else text)
        if doctype:
            line = text.count("\n", 0, doctype.start()) + 1
            message = "this file has a document type (DTD) of its own; it is not read."
            mend = "Take the export from its platform again."
            raise BookError([Problem(Where(self.label, line), "xml-dtd", message, mend)])

    def _broken(self, error: etree.XMLSyntaxError) -> Problem:
        line = error.lineno or None
        why = str(error.msg or error).rpartition(", line")[0] or str(error)
        message = f"the file is not well-formed XML here, or breaks off: {why}."
        mend = "Download the export again; if it breaks off at the same place, export fewer posts."
        return Problem(Where(self.label, line), "xml-broken", message, mend)

    def _endless(self) -> Problem:
        message = (
            f"one post of it is longer than {self.limits.export_item_characters / 10**6:.4g} MB."
        )
        mend = "Export the posts without this one."
        return Problem(Where(self.label), "source-too-large", message, mend)

    def _no_xml(self) -> Problem:
        return Problem(
            Where(self.label, 1), "xml-broken", "this is no XML file.", "Check the file."
        )


def _decoder(first: bytes) -> tuple[codecs.IncrementalDecoder, bytes]:
    """How to decode a file, by its byte order mark or its declaration."""
    for mark, name in _BOMS:
        if first.startswith(mark):
            return codecs.getincrementaldecoder(name)("surrogateescape"), first[len(mark) :]
    declared = _ENCODING.match(first.lstrip()[:200])
    name = declared[1].decode() if declared else "utf-8"
    try:
        wanted = codecs.lookup(name).name
    except LookupError:
        wanted = "utf-8"
    if wanted == "iso8859-1":
        wanted = "cp1252"  # as browsers read it (Encoding Standard §4.2)
    errors = "surrogateescape" if wanted == "utf-8" else "replace"
    return codecs.getincrementaldecoder(wanted)(errors), first


def _safe_cut(text: str) -> int:
    """A place near the end of a text where no reference and no mark of CDATA is cut in two."""
    cut = max(len(text) - _LONGEST_REFERENCE, 0)
    near = max(text.rfind(sign, max(cut - _LONGEST_REFERENCE, 0), cut) for sign in "&<]")
    return near if near >= 0 else cut


def _entity(match: re.Match[str]) -> str:
    name = match[1]
    return match[0] if name in _XML_ENTITIES else html5.get(f"{name};", f"&amp;{name};")


def child_text(element: etree._Element, name: str) -> str:
    """Text of the first child of a local name; '' if there is none."""
    child = next(children(element, name), None)
    return ("".join(map(str, child.itertext()))).strip() if child is not None else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Children of these local names."""
    return (c for c in element if isinstance(c.tag, str) and local(c) in names)


def local(element: etree._Element) -> str:
    """Local name of an element."""
    return str(element.tag).rpartition("}")[2]


def namespace(element: etree._Element) -> str:
    """Namespace of an element; '' for none."""
    return str(element.tag)[1:].partition("}")[0] if str(element.tag).startswith("{") else ""
