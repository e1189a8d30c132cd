"""Word, LibreOffice, HTML, reStructuredText, Org and LaTeX → Section, by pandoc.

pandoc runs in its sandbox: it reads standard input and nothing else. Images inside a document
come out as `data:` addresses, which the images pass turns into files of the book.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.people import persons
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.readers.canonical import Draft, RawNote, make_section
from seriesbook.readers.lines import SourceLines
from seriesbook.readers.odt import title_block
from seriesbook.readers.pandoc_messages import failed, unreadable, warnings
from seriesbook.readers.typography import Typographer
from seriesbook.sanitise import sanitise

if TYPE_CHECKING:
    from lxml import etree

    from seriesbook.frontmatter import Head
    from seriesbook.limits import Limits
    from seriesbook.model import Section, Source
    from seriesbook.readers.context import ReadContext

FORMATS = {
    ".docx": "docx", ".odt": "odt", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".rst": "rst", ".org": "org", ".tex": "latex",
}  # fmt: skip
BINARY = frozenset({"docx", "odt"})
# Formats whose marks their own programs have set.
TYPESET = frozenset({"docx", "odt", "latex"})
_INSTALL = "Run `seriesbook doctor`."


def read(source: Source, head: Head, context: ReadContext) -> Outcome[Section]:
    """Read a document that pandoc knows; its own title, author and date fill an empty head."""
    form = FORMATS[PurePosixPath(source.path).suffix.lower()]
    language = head.language or context.language
    typographer = Typographer(language, marks=form not in TYPESET)
    data = source.data if form in BINARY else head.body.encode()
    converted = _convert(data, form, head, context.limits)
    root = xhtml.parse(_body_of(converted.value))
    problems = list(converted.problems)
    head = _filled(head, root, source.data, context.limits)
    notes = _take_notes(root)
    if form not in BINARY:
        SourceLines(head.body, head.body_line).mark(root)
    _drop_looks(root)
    _mend_images(root)
    problems += _report_maths(root, source.path)
    for part in (root, *(note.root for note in notes.values())):
        problems += sanitise(part, source.path, context.limits)
    section = make_section(Draft(source.path, head, context, root, notes), typographer)
    return Outcome(section.value, (*problems, *section.problems))


def _convert(data: bytes, form: str, head: Head, limits: Limits) -> Outcome[str]:
    path, seconds = head.path, limits.document_seconds
    arguments = [
        pandoc_path(), "--sandbox", "--standalone", "--from", form, "--to", "html5",
        "--wrap", "none", "--metadata", "pagetitle=-", "--verbose",
        *(["--embed-resources"] if form in BINARY else []),
        "+RTS", f"-M{limits.document_megabytes}M", "-RTS",
    ]  # fmt: skip
    try:
        done = subprocess.run(
            arguments,
            input=data,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Outcome("", (failed(path, f"it takes longer than {seconds} seconds"),))
    except OSError as error:
        return Outcome("", (failed(path, f"pandoc does not start ({error.strerror})", _INSTALL),))
    said = done.stderr.decode(errors="replace").strip()
    if done.returncode:
        return Outcome("", (unreadable(path, said, head.body_line),))
    return Outcome(done.stdout.decode(errors="replace"), tuple(warnings(said, head, form)))


@lru_cache(maxsize=1)
def pandoc_path() -> str:
    """The pandoc that came with pypandoc_binary, or the system's.

    pypandoc's own search prints a traceback where the system has none.
    """
    found = find_spec("pypandoc")
    for folder in (found.submodule_search_locations or []) if found else []:
        path = shutil.which("pandoc", path=str(Path(folder) / "files"))
        if path:
            return path
    return shutil.which("pandoc") or "pandoc"


def _body_of(document: str) -> str:
    match = re.search(r"<body[^>]*>(.*)</body>", document, re.S)
    return match[1] if match else ""


def _filled(head: Head, root: etree._Element, data: bytes, limits: Limits) -> Head:
    """Take the title block out of the text; its words stand where the head has none."""
    found: dict[str, list[str]] = {name: [] for name in ("title", "subtitle", "author", "date")}
    block = root.find(".//header[@id='title-block-header']")
    if block is not None:
        for element in block.iter():
            if element.get("class") in found:
                found[str(element.get("class"))].append(xhtml.text_of(element))
        xhtml.remove(block)
        for repeated in root.findall(".//*[@id='title-block-header']"):  # of HTML made by pandoc
            xhtml.remove(repeated)
    elif head.path.lower().endswith(".odt"):
        for field, words in title_block(data, limits):
            if len(root) and xhtml.text_of(root[0]) == words:
                found[field].append(words)
                xhtml.remove(root[0])
    names = [name.strip() for words in found["author"] for name in words.split(";")]
    return replace(
        head,
        title=head.title or " ".join(found["title"]),
        subtitle=head.subtitle or " ".join(found["subtitle"]),
        authors=head.authors or tuple(persons([name for name in names if name])),
        date=head.date or _date(" ".join(found["date"])),
    )


def _date(words: str) -> dt.date | None:
    """A date as ISO 8601 writes it; others are not guessed."""
    try:
        return dt.date.fromisoformat(words.strip()[:10])
    except ValueError:
        return None


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


def _drop_looks(root: etree._Element) -> None:
    """Drop widths and colours that pandoc writes: the author can't mend them, themes decide."""
    for element in xhtml.elements(root):
        if element.tag in {"td", "th"} and "text-align" in element.get("style", ""):
            continue
        element.attrib.pop("style", "")
        element.attrib.pop("role", "")
    known = set(xhtml.ids_of(root))
    for link in list(root.iter("a")):  # Word's own fields, whose bookmarks pandoc dropped
        href = link.get("href", "")
        lost = href.startswith(("#_Ref", "#_Toc", "#_heading")) and href[1:] not in known
        if lost or href.startswith("##"):  # the latter: a name in reStructuredText, which is told
            xhtml.unwrap(link)


def _mend_images(root: etree._Element) -> None:
    """pandoc writes the description of an embedded image as a label."""
    for image in root.iter("img"):
        label = str(image.attrib.pop("aria-label", ""))
        image.attrib.pop("role", "")
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
