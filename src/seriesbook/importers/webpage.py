"""Saved web pages → Posts: one `.html`, with or without its files folder, MHTML, or a folder."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers import blocks
from seriesbook.importers.authorboxes import take_bio
from seriesbook.importers.encodings import decode
from seriesbook.importers.extraction import BESIDE, Extract, extract
from seriesbook.importers.htmltree import is_bottomless, open_deep
from seriesbook.importers.languageguess import guess_language
from seriesbook.importers.licensing import read_notice
from seriesbook.importers.metadata import read_metadata, saved_from
from seriesbook.importers.model import Comment, Finding, Importer, Picture, Post
from seriesbook.importers.recognition import take_front_and_back
from seriesbook.importers.savedfiles import SavedPage, is_mhtml, local_pictures, open_mhtml
from seriesbook.problems import BookError, Problem, Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from seriesbook.importers.archives import Supply
    from seriesbook.importers.metadata import Metadata

_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".xht", ".mhtml", ".mht"})
_FILES = re.compile(r"(?:[_-](?:files|dateien|fichiers|archivos|file|ficheiros|bestanden|bilder|"
                    r"arquivos|pliki|soubory)|\.files)(?:/|$)", re.I)  # fmt: skip
# A folder that holds such files too is read file by file.
_OTHERS = frozenset({".docx", ".odt", ".rtf", ".epub", ".txt", ".xml"})
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|h1|title|meta)\b", re.I)
_FEW = 15  # words; a page with fewer holds no essay
_KEPT = frozenset("http https mailto".split())


def recognise(supply: Supply) -> bool:
    """Whether a source is a saved page or a folder of them, by names and first bytes."""
    if supply.kind != "file":
        kinds = {PurePosixPath(name).suffix.lower() for name in supply.names}
        return any(map(_is_page, supply.names)) and not kinds & _OTHERS
    if _FILES.search(supply.path.parent.name):  # a frame of a saved page
        return False
    markup = bool(_MARKUP.search(supply.head)) and not supply.head.lstrip().startswith(b"<?xml")
    return is_mhtml(supply.head) or markup or _is_page(supply.name)


def read(supply: Supply) -> Iterator[Post | Finding]:
    """Read the pages of a source, in the order of their names.

    A page in a folder that can't be read is an `unreachable` finding; of a single page, the
    BookError is raised.
    """
    if supply.kind == "file":
        yield _read(supply, supply.name)
        return
    for name in sorted(filter(_is_page, supply.names)):
        try:
            yield _read(supply, name)
        except BookError as error:
            for problem in error.problems:
                yield Finding("unreachable", "page", problem.message, str(problem.where))


def _is_page(name: str) -> bool:
    suffix = PurePosixPath(name).suffix.lower()
    return suffix in _SUFFIXES and not _FILES.search(str(PurePosixPath(name).parent))


def _read(supply: Supply, name: str) -> Post:
    place = supply.label(name)
    data = supply.read(name)
    saved = open_mhtml(data, place) if is_mhtml(data) else SavedPage(data)
    decoded = decode(saved.data, place, saved.charset)
    if is_bottomless(decoded.text, supply.limits.page_levels):
        raise BookError([_bottomless(place)])
    page = xhtml.parse_page(decoded.text)
    open_deep(page, supply.limits.nesting * 2)
    facts = read_metadata(page)
    url = saved.url if urlsplit(saved.url).scheme in {"http", "https"} else ""
    facts = replace(facts, url=facts.url or url or saved_from(decoded.text))
    base = _base(page, facts.url)
    bio, site_license = take_bio(page), _license_of(page)
    found = extract(page)
    if blocks.length(blocks.text(found.body)) < _FEW:
        raise BookError([_empty(place)])
    body = _composed(found)
    findings = [*decoded.findings, *found.findings, *_settle_links(body, base)]
    pictures = _pictures(supply, name, body, saved.pictures, base)
    post = _post(facts, name, place, tuple(findings), pictures, bio, found.comments)
    post = _finished(post, body, place)
    if site_license and not post.license:
        guess = Finding("guessed", "license, from the foot of the page", site_license, place)
        post = replace(post, license=site_license, findings=(*post.findings, guess))
    return post


def _bottomless(place: str) -> Problem:
    message = "the elements of this page are nested far too deep."
    mend = "Copy its text into a .txt file and import that, or raise the limit `page_levels`."
    return Problem(Where(place), "source-too-deep", message, mend)


def _license_of(page: etree._Element) -> str:
    """The Creative Commons license that a notice anywhere on a page states; the last of them."""
    body = page.find("body")
    found = [read_notice(block) for block in (blocks.leaves(body) if body is not None else ())]
    stated = [notice.license for notice in found if notice and notice.license.startswith("CC")]
    return stated[-1] if stated else ""


def _composed(found: Extract) -> etree._Element:
    """The text with what its article has beside it, which is marked."""
    for element in (*found.before, *found.after):
        element.tail = None
        element.set(BESIDE, "")
    body = found.body
    ahead = body.text if (body.text or "").strip() else None
    if ahead:  # bare text at the start of the body
        paragraph = etree.Element("p")
        paragraph.text, body.text = ahead, None
        body.insert(0, paragraph)
    for index, element in enumerate(found.before):
        body.insert(index, element)
    body.extend(found.after)
    return body


def _finished(post: Post, body: etree._Element, place: str) -> Post:
    """The post, with what stands beside its text read and taken off."""
    post = take_front_and_back(post, body)
    dropped = []
    targets = {link.get("href", "")[1:] for link in body.iter("a")} - {""}
    for element in [e for e in body.iter(etree.Element) if BESIDE in e.attrib]:
        del element.attrib[BESIDE]
        if blocks.is_own(element) or targets.intersection(xhtml.ids_of(element)):
            continue  # notes
        words = blocks.beginning(element)
        xhtml.remove(element)
        if words:
            dropped.append(Finding("dropped", "beside the text", words))
    blank = not post.language
    return replace(
        post,
        html=xhtml.serialise(body),
        language=guess_language(blocks.text(body)) if blank else post.language,
        findings=tuple(replace(f, place=f.place or place) for f in (*post.findings, *dropped)),
    )


def _post(
    facts: Metadata, name: str, place: str, findings: tuple[Finding, ...],
    pictures: Mapping[str, Picture], bio: str, comments: tuple[Comment, ...],
) -> Post:  # fmt: skip
    title = facts.title
    if not title:
        title = PurePosixPath(name).stem.replace("-", " ").replace("_", " ").strip()
        findings = (*findings, Finding("guessed", "title, from the name of the file", title))
    return Post(
        key=facts.url or name,
        kind="essay",
        title=title,
        html="",
        subtitle=facts.subtitle,
        authors=facts.authors,
        date=facts.date,
        updated=facts.updated,
        url=facts.url,
        publication=facts.publication,
        tags=facts.tags,
        language=facts.language,
        license=facts.license,
        bio=bio,
        comments=comments,
        pictures=pictures,
        place=place,
        findings=findings,
    )


def _empty(place: str) -> Problem:
    mend = "Open the page in a browser, wait until its text is there, and save it again."
    message = "there is no text on this page; it may be one that a script fills."
    return Problem(Where(place), "page-empty", message, mend)


def _base(page: etree._Element, url: str) -> str:
    """What relative links start from; a `base` element counts only for addresses of the web."""
    for element in page.iter("base"):
        if "href" not in element.attrib:
            continue
        base = urljoin(url, element.get("href", "")) if url else element.get("href", "")
        return base if urlsplit(base).scheme in {"http", "https"} else url
    return url


def _settle_links(body: etree._Element, base: str) -> Iterator[Finding]:
    """Make relative links whole; without the page's address, those to nowhere lose their link."""
    for link in list(body.iter("a")):
        href = link.get("href", "").strip()
        if not href or href.startswith("#"):
            continue
        target = _joined(base, href)
        scheme = urlsplit(target).scheme.lower() if target else ""
        if base and target.startswith(f"{base.partition('#')[0]}#"):
            link.set("href", f"#{target.partition('#')[2]}")  # to a place of the page itself
        elif scheme in _KEPT:
            link.set("href", target)
        elif PurePosixPath(href.partition("#")[0]).suffix.lower() not in _SUFFIXES or scheme:
            yield Finding("not-carried", "link without an address", f"{blocks.text(link)}: {href}")
            del link.attrib["href"]


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href) if base else href if urlsplit(href).scheme else ""
    except ValueError:
        return ""


def _pictures(
    supply: Supply, name: str, body: etree._Element, parts: tuple[Picture, ...], base: str
) -> dict[str, Picture]:
    """The pictures of a page by the address in its body; other addresses are made whole."""
    found = local_pictures(supply, name, body)
    known = {part.name: part for part in parts}
    for image in body.iter("img", "source"):
        address = image.get("src", "")
        if address and address not in found and not address.startswith(("data:", "cid:")):
            image.set("src", _joined(base, address) or address)
    for image in body.iter("img"):
        part = known.get(image.get("src", ""))
        if part is not None:
            found[part.name] = replace(part, name=PurePosixPath(urlsplit(part.name).path).name)
    return found


IMPORTER = Importer(recognise, read)
