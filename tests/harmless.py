"""Finished books, searched for what runs, what loads from elsewhere, and what asks for input.

Independent of the code that keeps such things out: it knows what is forbidden, not what is
allowed, and looks into every file of a book.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pikepdf
from lxml import etree

from support import Epub

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_RUNS = frozenset(
    "script iframe object embed applet form input button textarea select frame frameset base "
    "foreignobject animate set handler listener audio video".split()
)
_LOADING = frozenset(
    {"src", "srcset", "poster", "data", "background", "action", "formaction", "ping"}
)
_BAD_LINK = re.compile(
    r"\s*(?:javascript|vbscript|file|data:(?!image/(?:png|jpeg|gif|webp)))", re.I
)
_WEB = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", re.I)
_CSS = re.compile(
    r"@import|expression\(|behavior:|-moz-binding|url\(\s*['\"]?(?:[a-z]+:)?//", re.I
)
# Actions of ISO 32000-1 §12.6.4 that do more than go to a place or open an address.
_PDF_ACTIONS = frozenset({
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Sound", "/Movie", "/Rendition",
    "/GoToR", "/GoToE", "/ResetForm", "/Hide", "/SetOCGState", "/Trans", "/GoTo3DView",
})  # fmt: skip
_PDF_KEYS = frozenset({
    "/AcroForm", "/OpenAction", "/AA", "/JavaScript", "/JS", "/EmbeddedFiles", "/XFA",
    "/RichMedia", "/Launch", "/AF",
})  # fmt: skip


def harm_in(path: Path) -> list[str]:
    """What is wrong with a finished book."""
    found = _in_epub(path) if path.suffix == ".epub" else _in_pdf(path)
    return list(found)


def _in_epub(path: Path) -> Iterator[str]:
    for name, data in Epub(path.read_bytes()).members.items():
        if name.endswith((".xhtml", ".svg", ".opf", ".ncx", ".xml")):
            assert b"<!ENTITY" not in data
            for what in _in_tree(etree.fromstring(data), name):
                yield f"{name}: {what}"
        elif name.endswith(".css"):
            yield from (f"{name}: {m[0]}" for m in _CSS.finditer(data.decode()))
        elif name.endswith((".js", ".html", ".htm", ".php", ".exe", ".sh")):
            yield f"{name}: a file that runs"
    if b"remote-resources" in data or b"scripted" in data:
        yield "remote resources or scripts are declared"


def _in_tree(root: etree._Element, name: str) -> Iterator[str]:
    for element in root.iter():
        if not isinstance(element.tag, str):
            if element.tag is etree.ProcessingInstruction:
                yield "a processing instruction"
            continue
        tag = etree.QName(element).localname.lower()
        if tag in _RUNS:
            yield f"<{tag}>"
        if tag == "meta" and element.get("http-equiv"):
            yield "meta http-equiv"
        if tag == "style":
            yield from (m[0] for m in _CSS.finditer(element.text or ""))
        for key, value in element.attrib.items():
            yield from _in_attribute(tag, etree.QName(str(key)).localname.lower(), str(value))


def _in_attribute(tag: str, key: str, value: str) -> Iterator[str]:
    plain = re.sub(r"[\x00-\x20]", "", value)
    if key.startswith("on"):
        yield f"{key} on <{tag}>"
    if key == "style":
        yield from (m[0] for m in _CSS.finditer(value))
    if key in {*_LOADING, "href"} and _BAD_LINK.match(plain):
        yield f"{key}={value[:40]!r} on <{tag}>"
    loads = key in _LOADING or (key == "href" and tag in {"link", "use", "image", "feimage"})
    if loads and _WEB.match(plain):
        yield f"{key}={value[:40]!r} loads from elsewhere"
    if "url(" in value and _CSS.search(value):
        yield f"{key} loads from elsewhere"


def _in_pdf(path: Path) -> Iterator[str]:
    with pikepdf.open(path) as file:
        if file.attachments:
            yield f"attachments: {list(file.attachments)}"
        for thing in file.objects:
            if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                continue
            yield from (f"{key}" for key in thing.keys() & _PDF_KEYS)
            yield from _in_action(thing)


def _in_action(thing: pikepdf.Object) -> Iterator[str]:
    action = thing.get("/A", thing)
    kind = str(action.get("/S", "")) if isinstance(action, pikepdf.Dictionary) else ""
    if kind in _PDF_ACTIONS:
        yield f"action {kind}"
    if kind == "/URI" and _BAD_LINK.match(str(action.get("/URI", ""))):
        yield f"address {action.URI}"
    if str(thing.get("/Subtype", "")) in {"/Widget", "/FileAttachment", "/Screen", "/RichMedia"}:
        yield f"annotation {thing.Subtype}"
