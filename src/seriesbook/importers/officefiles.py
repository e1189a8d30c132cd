"""What an office document or an EPUB says about itself, read from its zip within bounds."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from lxml import etree

from seriesbook.importers.model import Finding
from seriesbook.limits import USUAL, Limits
from seriesbook.mishaps import BAD_ZIP
from seriesbook.problems import BookError, Problem, Where

_SMALL = 1_000_000  # bytes; a smaller member is no bomb, however well it packs
_DC = "{http://purl.org/dc/elements/1.1/}"
_NO_NAMES = re.compile(
    r"^(?:microsoft|unknown|user|admin|owner|author|python-docx|pandoc|.*user)$", re.I
)
# Format → (member, pattern, what it is, what became of it).
_MARKS = (
    ("docx", "word/document.xml", rb"<w:(?:ins|del)\s", "tracked changes, taken as accepted"),
    ("docx", "word/comments.xml", rb"<w:comment\s", "reviewers’ remarks"),
    ("odt", "content.xml", rb"<text:changed-region\b", "tracked changes, taken as accepted"),
    ("odt", "content.xml", rb"<office:annotation\b", "reviewers’ remarks"),
)
_ABOUT = {"docx": "docProps/core.xml", "odt": "meta.xml"}


@dataclass(frozen=True, slots=True)
class About:
    """What a document's properties say, and what of it is not carried over."""

    title: str = ""
    author: str = ""
    language: str = ""
    findings: tuple[Finding, ...] = ()


def zip_format(names: frozenset[str]) -> str:
    """`docx`, `odt` or `epub` by the members of a zip; '' for any other."""
    if "word/document.xml" in names:
        return "docx"
    if "META-INF/container.xml" in names:
        return "epub"
    return "odt" if "content.xml" in names and "styles.xml" in names else ""


def check_zip(data: bytes, place: str, limits: Limits = USUAL) -> None:
    """Refuse a damaged zip and one that unpacks to far more than it is; raises BookError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except BAD_ZIP as error:
        raise BookError(
            [_refused(place, "the file is damaged, or locked by a password")]
        ) from error
    bomb = any(
        entry.file_size > _SMALL
        and entry.file_size > limits.export_ratio * max(entry.compress_size, 1)
        for entry in entries
    )
    whole = sum(entry.file_size for entry in entries)
    if bomb or len(entries) > limits.export_members or whole > limits.document_bytes:
        raise BookError([_refused(place, "it unpacks to far more than it is")])


def _refused(place: str, reason: str) -> Problem:
    mend = "Open it in the program that made it and save it again."
    return Problem(Where(place), "document-unreadable", f"this can't be read: {reason}.", mend)


def about(data: bytes, form: str, limits: Limits = USUAL) -> About:
    """What the properties of a document say; nothing for a format without any."""
    if form not in _ABOUT:
        return About()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: _read(archive, name, limits) for name in (_ABOUT[form], *_members(form))}
    found = _properties(members[_ABOUT[form]])
    findings = tuple(
        Finding("not-carried", what, "", "", count)
        for known, name, pattern, what in _MARKS
        if known == form and (count := len(re.findall(pattern, members[name])))
    )
    author = found.get("creator", "")
    return About(
        found.get("title", ""),
        "" if _NO_NAMES.match(author) else author,
        found.get("language", ""),
        findings,
    )


def _members(form: str) -> list[str]:
    return [name for known, name, _, _ in _MARKS if known == form]


def _read(archive: zipfile.ZipFile, name: str, limits: Limits) -> bytes:
    try:
        if archive.getinfo(name).file_size > limits.source_bytes:
            return b""
        return archive.read(name)
    except (KeyError, *BAD_ZIP):
        return b""


def _properties(data: bytes) -> dict[str, str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return {}
    return {
        str(e.tag).removeprefix(_DC): " ".join((e.text or "").split())
        for e in root.iter(f"{_DC}title", f"{_DC}creator", f"{_DC}language")
    }
