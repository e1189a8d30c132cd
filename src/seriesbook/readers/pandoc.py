"""Word, LibreOffice, HTML, reStructuredText, Org and LaTeX → Section, by pandoc.

pandoc runs in its sandbox: it reads standard input and nothing else. Images inside a document
come out as `data:` addresses, which the images pass turns into files of the book.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.limits import MAX_PANDOC_MEGABYTES, MAX_PANDOC_SECONDS
from seriesbook.people import persons
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.readers.canonical import Draft, RawNote, make_section
from seriesbook.readers.lines import SourceLines
from seriesbook.readers.plain import PlainTypographer
from seriesbook.sanitise import sanitise

if TYPE_CHECKING:
    from lxml import etree

    from seriesbook.frontmatter import Head
    from seriesbook.model import Section, Source
    from seriesbook.readers.context import ReadContext

FORMATS = {
    ".docx": "docx", ".odt": "odt", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".rst": "rst", ".org": "org", ".tex": "latex",
}  # fmt: skip
BINARY = frozenset({"docx", "odt"})
_MESSAGE = re.compile(r"^\[(?:WARNING|INFO)\] ", re.M)


def read(source: Source, head: Head, context: ReadContext) -> Outcome[Section]:
    """Read a document that pandoc knows; its own title, author and date fill an empty head."""
    form = FORMATS[PurePosixPath(source.path).suffix.lower()]
    typographer = PlainTypographer()
    data = source.data if form in BINARY else head.body.encode()
    converted = _convert(data, form, source.path)
    root = xhtml.parse(_body_of(converted.value))
    problems = list(converted.problems)
    head = _filled(head, root)
    notes = _take_notes(root)
    lines = None if form in BINARY else SourceLines(head.body, head.body_line)
    if lines:
        lines.mark(root)
    _mend_images(root)
    problems += _report_maths(root, source.path)
    for part in (root, *(note.root for note in notes.values())):
        problems += sanitise(part, source.path)
    section = make_section(Draft(source.path, head, context, root, notes, lines), typographer)
    return Outcome(section.value, (*problems, *section.problems))


def _convert(data: bytes, form: str, path: str) -> Outcome[str]:
    arguments = [
        pandoc_path(), "--sandbox", "--standalone", "--from", form, "--to", "html5",
        "--wrap", "none", "--metadata", "pagetitle=-",
        *(["--embed-resources"] if form in BINARY else []),
        "+RTS", f"-M{MAX_PANDOC_MEGABYTES}M", "-RTS",
    ]  # fmt: skip
    try:
        done = subprocess.run(
            arguments, input=data, capture_output=True, timeout=MAX_PANDOC_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Outcome("", (_failed(path, f"took longer than {MAX_PANDOC_SECONDS} seconds"),))
    said = done.stderr.decode(errors="replace").strip()
    if done.returncode:
        return Outcome("", (_failed(path, " ".join(said.split())[:200]),))
    return Outcome(done.stdout.decode(errors="replace"), tuple(_warnings(said, path)))


@lru_cache(maxsize=1)
def pandoc_path() -> str:
    """The pandoc that came with pypandoc_binary, or the system's."""
    import pypandoc  # noqa: PLC0415 - only series with such documents pay for it

    return str(pypandoc.get_pandoc_path())


def _failed(path: str, reason: str) -> Problem:
    return Problem(
        Where(path),
        "document-unreadable",
        f"pandoc can't read this file: {reason}.",
        "Open it in the program that made it and save it again.",
    )


def _warnings(said: str, path: str) -> list[Problem]:
    found = [" ".join(text.split()) for text in _MESSAGE.split(said) if text.strip()]
    return [
        Problem(Where(path), "document-warning", f"pandoc says: {text[:300]}", "", "warning")
        for text in dict.fromkeys(found)
    ]


def _body_of(document: str) -> str:
    match = re.search(r"<body[^>]*>(.*)</body>", document, re.S)
    return match[1] if match else ""


def _filled(head: Head, root: etree._Element) -> Head:
    """Take the title block out of the text; its words stand where the head has none."""
    block = root.find(".//header[@id='title-block-header']")
    if block is None:
        return head
    found = {
        name: [xhtml.text_of(element) for element in block.iter() if element.get("class") == name]
        for name in ("title", "subtitle", "author", "date")
    }
    xhtml.remove(block)
    return replace(
        head,
        title=head.title or " ".join(found["title"]),
        subtitle=head.subtitle or " ".join(found["subtitle"]),
        authors=head.authors or tuple(persons(found["author"])),
    )


def _take_notes(root: etree._Element) -> dict[str, RawNote]:
    """Cut pandoc's list of notes off the text; marks get the label that their note had."""
    notes: dict[str, RawNote] = {}
    holders = [
        e for e in root.iter("section", "aside") if "footnotes" in e.get("class", "").split()
    ]
    for holder in holders:
        for item in holder.iter("li"):
            label = item.get("id", "")
            if label.startswith("fn"):
                notes[label] = RawNote(_note_root(item), None)
        xhtml.remove(holder)
    for part in (root, *(note.root for note in notes.values())):
        for mark in part.iter("a"):
            if "footnote-ref" in mark.get("class", "").split():
                label = mark.get("href", "").lstrip("#")
                tail = mark.tail
                mark.clear()
                mark.tail = tail
                mark.set("class", "noteref")
                mark.set("data-note", label)
    return notes


def _note_root(item: etree._Element) -> etree._Element:
    root = xhtml.parse("")
    root.text = item.text
    root.extend(list(item))
    for back in list(root.iter("a")):
        if "footnote-back" in back.get("class", "").split():
            xhtml.remove(back)
    return root


def _mend_images(root: etree._Element) -> None:
    """pandoc writes the description of an embedded image as a label."""
    for image in root.iter("img"):
        label = image.attrib.pop("aria-label", "")
        image.attrib.pop("role", None)
        if label and not image.get("alt"):
            image.set("alt", label)
    for figure in root.iter("figure"):
        caption = figure.find("figcaption")
        if caption is not None and caption.get("aria-hidden"):
            del caption.attrib["aria-hidden"]


def _report_maths(root: etree._Element, path: str) -> list[Problem]:
    maths = [e for e in root.iter("span") if "math" in e.get("class", "").split()]
    if not maths:
        return []
    where = Where(path, xhtml.line_of(maths[0]))
    return [
        Problem(
            where, "maths-plain", f"{len(maths)} formulas are set as plain text.",
            "Check how they look, or put pictures of them in.", "warning",
        )
    ]  # fmt: skip
