"""Documents → Posts, by pandoc: Word, LibreOffice, RTF, EPUB and other formats of texts.

pandoc runs in its sandbox: what a document only points to is not read. Its pictures come out as
`data:` addresses and become files of the import.
"""

from __future__ import annotations

import base64
import binascii
import re
import subprocess
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from seriesbook import xhtml
from seriesbook.importers import blocks
from seriesbook.importers.days import day_of
from seriesbook.importers.languageguess import guess_language
from seriesbook.importers.model import Finding, Importer, Picture, Post
from seriesbook.importers.officefiles import About, about, check_zip, zip_format
from seriesbook.importers.splitting import Chapter, split
from seriesbook.problems import BookError, Problem, Where
from seriesbook.readers.odt import title_block
from seriesbook.readers.pandoc import pandoc_path
from seriesbook.readers.pandoc_messages import in_words, texts_of, why_unreadable
from seriesbook.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from seriesbook.importers.archives import Supply
    from seriesbook.limits import Limits

FORMATS = {
    ".docx": "docx", ".odt": "odt", ".rtf": "rtf", ".epub": "epub", ".rst": "rst", ".org": "org",
    ".tex": "latex", ".docbook": "docbook", ".dbk": "docbook", ".jats": "jats",
    ".textile": "textile", ".wiki": "mediawiki", ".mediawiki": "mediawiki", ".fb2": "fb2",
}  # fmt: skip
_ZIPS = frozenset({"docx", "odt", "epub"})
_BINARY = _ZIPS | {"rtf"}
_UNREACHED = re.compile(r"Could not fetch resource '?([^\s']+?)'?:?(?:\s|$)")
_DATA = re.compile(r"data:([\w.+-]+/[\w.+-]+)?((?:;[\w=.-]+)*),(.*)", re.S)
_KINDS = {"image/jpeg": "jpg", "image/svg+xml": "svg", "image/x-emf": "emf", "image/tiff": "tif"}


@dataclass(frozen=True, slots=True)
class _Facts:
    title: str
    subtitle: str
    authors: tuple[str, ...]
    date: str
    language: str
    guess: str = ""  # the author that only the properties of the file name


def recognise(supply: Supply) -> bool:
    """Whether a source is a document, by its members, its first bytes or its name."""
    if supply.kind == "zip":
        return bool(zip_format(frozenset(supply.names))) or _format_of(supply.name) in _ZIPS
    known = supply.head.startswith(b"{\\rtf") or bool(_format_of(supply.name))
    return supply.kind == "file" and known


def _format_of(name: str) -> str:
    return FORMATS.get(PurePosixPath(name).suffix.lower(), "")


def read(supply: Supply) -> Iterator[Post | Finding]:
    """Read a document; raises BookError if it can't be read."""
    data = supply.read_packed() if supply.kind == "zip" else supply.read()
    yield from _read(data, supply.name, supply)


def _read(data: bytes, name: str, supply: Supply) -> Iterator[Post]:
    place = supply.label(name) if supply.kind == "file" else name
    form = "rtf" if data.startswith(b"{\\rtf") else _format_of(name)
    if supply.kind == "zip":
        form = zip_format(frozenset(supply.names)) or form
    known = About()
    if form in _ZIPS:
        check_zip(data, place, supply.limits)
        known = about(data, form, supply.limits)
    page, findings = _converted(data, form, place, supply.limits)
    body = page.find("body")
    body = body if body is not None else xhtml.parse("")
    facts = _take_facts(page, body, known, data if form == "odt" else b"")
    _tidy(body)
    pictures = _take_pictures(body)
    chapters = split(body, titled=bool(facts.title), always=form == "epub")
    if not blocks.text(body) and not pictures and not any(len(c.body) for c in chapters):
        raise BookError([_failed(place, "it holds no words")])
    common = (*known.findings, *findings)
    if facts.guess:
        common = (*common, Finding("guessed", "author, from the file’s properties", facts.guess))
    if len(chapters) > 1:
        words = f"at its first-level headings, into {len(chapters)}"
        common = (*common, Finding("guessed", "document split into essays", words))
    for index, chapter in enumerate(chapters):
        found = tuple(replace(f, place=place) for f in (common if index == 0 else ()))
        yield _post(chapter, facts, name, place, pictures, found)


def _post(
    chapter: Chapter, facts: _Facts, name: str, place: str, pictures: dict[str, Picture],
    findings: tuple[Finding, ...],
) -> Post:  # fmt: skip
    title = chapter.title or facts.title
    if not title:
        title = _take_heading(chapter.body)
    if not title:
        title = PurePosixPath(name).stem.replace("-", " ").replace("_", " ").strip()
        guess = Finding("guessed", "title, from the name of the file", title, place)
        findings = (*findings, guess)
    used = {e.get("src", "") for e in chapter.body.iter("img")}
    return Post(
        key=f"{name}#{slugify(chapter.title)}" if chapter.title else name,
        kind="essay",
        title=title,
        html=xhtml.serialise(chapter.body),
        subtitle="" if chapter.title else facts.subtitle,
        authors=facts.authors,
        date=day_of(facts.date) if facts.date else None,
        publication=facts.title if chapter.title else "",
        language=facts.language or guess_language(blocks.text(chapter.body)),
        pictures=MappingProxyType({a: p for a, p in pictures.items() if a in used}),
        place=place,
        findings=findings,
    )


def _take_heading(body: etree._Element) -> str:
    """The title of a document whose title is its only first-level heading, and its first block."""
    heads = [e for e in body.iter("h1") if xhtml.text_of(e)]
    first = next(iter(blocks.leaves(body)), None)
    if len(heads) != 1 or first is not heads[0]:
        return ""
    blocks.remove(heads[0])
    return xhtml.text_of(heads[0])


def _converted(
    data: bytes, form: str, place: str, limits: Limits
) -> tuple[etree._Element, tuple[Finding, ...]]:
    """A document as an `html` tree, and what pandoc says about it."""
    seconds = limits.document_seconds
    arguments = [
        pandoc_path(), "--sandbox", "--standalone", "--from", form, "--to", "html5",
        "--wrap", "none", "--metadata", "pagetitle=-", "--email-obfuscation", "none",
        "--mathml", *(["--embed-resources"] if form in _BINARY else []),
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
    except subprocess.TimeoutExpired as error:
        reason = f"it takes longer than {seconds} seconds"
        raise BookError([_failed(place, reason)]) from error
    except OSError as error:
        raise BookError([_failed(place, f"pandoc does not start ({error.strerror})")]) from error
    said = done.stderr.decode(errors="replace").strip()
    if done.returncode:
        raise BookError([_failed(place, *why_unreadable(said))])
    page = xhtml.parse_page(done.stdout.decode(errors="replace"))
    return page, tuple(_findings(said))


def _findings(said: str) -> Iterator[Finding]:
    for text in texts_of(said):
        unreached = _UNREACHED.match(text)
        if unreached:
            yield Finding("unreachable", "picture outside the document", unreached[1][:200])
        else:
            words, _, _ = in_words(text)
            if words:
                yield Finding("not-carried", "a part of the document", words.rstrip("."))


def _failed(place: str, reason: str, mend: str = "") -> Problem:
    mend = mend or "Open it in the program that made it and save it again."
    return Problem(Where(place), "document-unreadable", f"this can't be read: {reason}.", mend)


def _take_facts(page: etree._Element, body: etree._Element, known: About, odt: bytes) -> _Facts:
    """Take the title block off; what it lacks, the document's properties say."""
    found: dict[str, list[str]] = {name: [] for name in ("title", "subtitle", "author", "date")}
    for block in [e for e in body.iter("header") if e.get("id") == "title-block-header"]:
        for element in block.iter():
            if element.get("class") in found:
                found[str(element.get("class"))].append(xhtml.text_of(element))
        xhtml.remove(block)
    for name, words in title_block(odt) if odt else ():
        if not found["title"] and len(body) and xhtml.text_of(body[0]) == words:
            found[name].append(words)
            xhtml.remove(body[0])
    stated = found["author"] or [known.author]
    names = [n.strip() for words in stated for n in re.split(r";| and ", words)]
    language = page.get("lang") or page.get(xhtml.XML_LANG) or known.language
    return _Facts(
        " ".join(found["title"]), " ".join(found["subtitle"]), tuple(filter(None, names)),
        " ".join(found["date"]), language, "" if found["author"] else known.author,
    )  # fmt: skip


def _tidy(body: etree._Element) -> None:
    """Take away what pandoc writes for looks, and Word's own bookmarks."""
    for element in body.iter():
        if isinstance(element.tag, str) and "text-align" not in element.get("style", ""):
            element.attrib.pop("style", "")
    for image in body.iter("img"):
        label = str(image.attrib.pop("aria-label", ""))
        if label and not image.get("alt"):
            image.set("alt", label)
    ids = set(xhtml.ids_of(body))
    for link in list(body.iter("a")):
        href = link.get("href", "")
        if href.startswith("#") and href[1:] not in ids:
            xhtml.unwrap(link)


def _take_pictures(body: etree._Element) -> dict[str, Picture]:
    """Address → picture for the pictures inside the document; the tree has the new addresses."""
    found: dict[str, Picture] = {}
    known: dict[str, str] = {}
    for image in body.iter("img"):
        source = image.get("src", "")
        match = _DATA.match(source)
        if match is None:
            continue
        if source not in known:
            kind = match[1] or "application/octet-stream"
            suffix = _KINDS.get(kind, kind.partition("/")[2])
            name = f"image-{len(known) + 1}.{suffix}"
            data = _bytes(match[3], packed="base64" in match[2])
            known[source] = name
            found[name] = Picture(name, kind, partial(bytes, data))
        image.set("src", known[source])
    return found


def _bytes(text: str, *, packed: bool) -> bytes:
    try:
        return base64.b64decode(text, validate=False) if packed else unquote_to_bytes(text)
    except (binascii.Error, ValueError):
        return b""


IMPORTER = Importer(recognise, read)
