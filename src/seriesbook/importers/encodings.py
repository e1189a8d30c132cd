"""Bytes of a page or a text file as text, in whatever encoding they are."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from seriesbook.importers.model import Finding
from seriesbook.text import legal

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What pages declare in their first bytes: https://html.spec.whatwg.org/#prescan-a-byte-stream…
_PRESCAN = 4096
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""")
_SURE = 0.6  # the detector's own trust in its guess, from 0 to 1
_SAMPLE = 200_000  # bytes that the detector looks at
_LOST = 0.2  # of the bytes beyond ASCII; a text that loses more is in another encoding
# What the detector takes for what the web never used.
_MISTAKEN = {"maccyrillic": "windows-1251", "macroman": "windows-1252", "gb2312": "gb18030",
             "iso-8859-1": "windows-1252", "iso-8859-9": "windows-1254"}  # fmt: skip
_TURKISH = re.compile("[ğĞşŞıİ]")
_LAST = "windows-1252"  # what browsers take a page for that says nothing


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the name of its encoding, and what had to be guessed or was lost."""

    text: str
    encoding: str
    findings: tuple[Finding, ...] = ()


def decode(data: bytes, place: str, declared: str = "") -> Decoded:
    """Decode bytes: by their byte order mark, what they declare, UTF-8, or a guess.

    `declared` is what came with them (a MIME header). A declaration that the bytes contradict is
    not believed if they are valid UTF-8.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], name, place)
    label = declared or _label(data)
    stated = _known(label)
    if stated and _fits(data, stated):
        if stated != "utf-8" and _is_many_bytes(data) and _fits(data, "utf-8"):
            return _decoded(data, "utf-8", place, f"it is UTF-8, though it says {label}")
        return _decoded(data, stated, place)
    if _fits(data, "utf-8"):
        said = f"it is UTF-8, though it says {label}" if stated else ""
        return _decoded(data, "utf-8", place, said)
    if stated and _is_damaged(data, stated):
        return _decoded(data, stated, place)
    name = _guess(data)
    said = f"it is not {label}, as it says" if stated else "it says nothing of its encoding"
    return _decoded(data, name, place, f"{said}; read as {name}")


def _is_damaged(data: bytes, name: str) -> bool:
    """Whether bytes are in an encoding but for a few of them."""
    lost = data.decode(name, errors="replace").count("\N{REPLACEMENT CHARACTER}")
    return lost <= _LOST * sum(byte >= 0x80 for byte in data)


def _decoded(data: bytes, name: str, place: str, guess: str = "") -> Decoded:
    text = data.decode(name, errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    findings = [Finding("guessed", "encoding", guess, place)] if guess else []
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    if lost:
        words = "characters that could not be read, in place of which stands U+FFFD"
        findings.append(Finding("not-carried", "unreadable characters", words, place, lost))
    return Decoded(legal(text.replace("\x0c", "\n").replace("\0", "")), name, tuple(findings))


def _label(data: bytes) -> str:
    match = _XML.search(data[:_PRESCAN]) or _DECLARED.search(data[:_PRESCAN])
    return match[1].decode("ascii", "replace") if match else ""


def _known(label: str) -> str:
    """Python's codec for a label of the web; '' for none. UTF-16 in a `meta` means UTF-8."""
    import webencodings  # noqa: PLC0415 - comes with the parser

    found = webencodings.lookup(label.strip()) if label else None
    if found is None:
        return ""
    name = str(found.codec_info.name)
    return "utf-8" if name.startswith("utf-16") else name


def _fits(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _is_many_bytes(data: bytes) -> bool:
    return any(byte >= 0x80 for byte in data)


def _guess(data: bytes) -> str:
    import chardet  # noqa: PLC0415 - slow to import

    sample = re.sub(rb"<[^>]*>|\s+", b" ", data)[:_SAMPLE]
    found = chardet.detect(sample)
    name = str(found.get("encoding") or "").lower()
    name = _MISTAKEN.get(name, name)
    if name == "windows-1254" and not _TURKISH.search(data.decode(name, errors="replace")):
        name = _LAST  # the detector takes other western languages for Turkish
    trusted = float(found.get("confidence") or 0) >= _SURE and name and _fits(data, name)
    return name if trusted else _LAST
