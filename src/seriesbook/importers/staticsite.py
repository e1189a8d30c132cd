"""Folders of site generators (Jekyll, Hugo, Eleventy, Pelican …), and lone Markdown files."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree

from seriesbook import xhtml
from seriesbook.frontmatter import split
from seriesbook.heads import read_head
from seriesbook.importers.htmltree import fold, parse_fragment
from seriesbook.importers.leadpicture import lead_of
from seriesbook.importers.liquid import mend_markdown
from seriesbook.importers.markdown_source import markdown_to_html
from seriesbook.importers.model import Finding, Importer, Lead, Picture, Post, SeriesHint
from seriesbook.importers.sitesettings import Site, read_site
from seriesbook.model import Source
from seriesbook.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from seriesbook.frontmatter import Head
    from seriesbook.importers.archives import Supply

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_HTML = (".html", ".htm")
_DOCUMENTS = frozenset({".rst", ".org", ".docx", ".odt", ".rtf", ".tex", ".epub"})
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif", ".tif", ".tiff", ".bmp")
# Folders of a generator that hold no texts, or texts made from others.
_SKIPPED = frozenset(
    "_site public dist build output node_modules _includes _layouts _data _sass layouts "
    "archetypes themes theme vendor templates bower_components".split()
)
_NO_POSTS = frozenset(
    "readme license licence changelog contributing code_of_conduct code-of-conduct security "
    "_index 404 index search archive archives tags categories feed".split()
)
_FENCE = re.compile(r"\s*(?:---|\+\+\+)[ \t]*\r?\n")
_PELICAN = re.compile(
    r"(?:[A-Z][A-Za-z_-]*:[ \t][^\n]*\n)(?:[A-Za-z_-]+:[^\n]*\n|[ \t]+[^\n]*\n)*"
)
_DATED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[-_]?")


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of a site: its head, its body, and where it lies."""

    name: str
    head: Head
    body: str
    findings: tuple[Finding, ...]
    lead: Lead | None


def recognise(supply: Supply) -> bool:
    """Whether this is a Markdown file, or a folder that holds some."""
    if supply.kind == "file":
        return supply.name.lower().endswith(_MARKDOWN)
    return any(name.lower().endswith(_MARKDOWN) for name in _texts(supply))


def _texts(supply: Supply) -> list[str]:
    """The texts of a site; of a Jekyll site with posts, pages come with them."""
    if supply.kind == "file":
        return list(supply.names)
    return [name for name in supply.names if _is_text(name)]


def _is_text(name: str) -> bool:
    path = PurePosixPath(name)
    if any(part in _SKIPPED for part in path.parts[:-1]):
        return False
    bundle = path.stem.lower() == "index" and len(path.parts) > 2
    known = path.suffix.lower() in (*_MARKDOWN, *_HTML)
    return known and (bundle or path.stem.lower() not in _NO_POSTS)


def read(supply: Supply) -> Iterator[Post | Finding]:
    """The posts of a site, one by one."""
    site = read_site(supply)
    pictures = _pictures(supply)
    for name in _texts(supply):
        text = _read(name, supply)
        if text is not None:
            yield _post(text, site, supply, pictures)


def leaves(supply: Supply) -> Iterator[str]:
    """Texts of other kinds: documents, and pages of HTML without front matter."""
    for name in supply.names if supply.kind != "file" else ():
        path = PurePosixPath(name)
        if any(part in _SKIPPED for part in path.parts[:-1]):
            continue
        is_page = name.lower().endswith(_HTML) and path.stem.lower() not in _NO_POSTS
        if path.suffix.lower() in _DOCUMENTS or (is_page and _read(name, supply) is None):
            yield name


def _pictures(supply: Supply) -> Mapping[str, Picture]:
    """The picture files of a site by their paths in it."""
    return {
        name: Picture(name, "", partial(supply.read, name, "image_bytes"))
        for name in (supply.names if supply.kind != "file" else ())
        if name.lower().endswith(_PICTURES)
    }


def _read(name: str, supply: Supply) -> _Text | None:
    """A text with its head; None for HTML that has none."""
    data = supply.read(name)
    start = data[:2_000].decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    if name.lower().endswith(_HTML) and not _FENCE.match(start):
        return None
    pelican = _PELICAN.match(start)
    if pelican and not _FENCE.match(start) and re.search(r"(?mi)^(?:title|date):", pelican[0]):
        data = _fenced(data)
    source = Source(supply.label(name), data, hashlib.sha256(data).hexdigest())
    outcome = split(source, supply.limits)
    values = decode(source).then(lambda text: read_head(source.path, text)).value.values
    findings = tuple(
        Finding("guessed", f"head: {p.message}", place=str(p.where))
        for p in outcome.problems
        if p.code not in {"head-key-unknown"}
    )
    return _Text(name, outcome.value, outcome.value.body, findings, lead_of(values.tree))


def _fenced(data: bytes) -> bytes:
    """The metadata lines of Pelican and MultiMarkdown as front matter."""
    text = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    match = _PELICAN.match(text)
    if match is None:
        return data
    values: dict[str, str] = {}
    key = ""
    for line in match[0].splitlines():
        if line[:1].isspace():
            values[key] = f"{values.get(key, '')} {line.strip()}".strip()
        else:
            key, _, value = line.partition(":")
            values[key] = value.strip()
    from seriesbook.importers.essayhead import as_yaml  # noqa: PLC0415 - brings YAML

    head = as_yaml({key: _listed(key, value) for key, value in values.items()})
    return f"---\n{head}---\n{text[match.end() :]}".encode()


def _listed(key: str, value: str) -> str | list[str]:
    several = key.lower() in {"authors", "tags", "keywords"}
    return (
        [part.strip() for part in re.split(r"[,;]", value) if part.strip()] if several else value
    )


def _post(text: _Text, site: Site, supply: Supply, pictures: Mapping[str, Picture]) -> Post:
    head, path = text.head, PurePosixPath(text.name)
    body, lost = mend_markdown(text.body)
    is_html = path.suffix.lower() in _HTML
    html = body if is_html else markdown_to_html(body)
    named = _DATED.match(path.stem)
    stem = path.parent.name if path.stem.lower() == "index" else path.stem
    slug = head.slug or _DATED.sub("", stem, count=1)
    day = head.date or (_day(named) if named else None)
    url = head.origin.url or (urljoin(site.url, site.path(slug, day)) if site.url else "")
    in_posts = any(part in {"_posts", "_drafts", "posts", "post", "blog"} for part in path.parts)
    pages = site.name == "Jekyll" and not in_posts
    return Post(
        key=text.name,
        kind="page" if pages else "essay",
        title=xhtml.plain(head.title) or _first_heading(html),
        html=_placed(html, text.name, pictures),
        subtitle=head.subtitle,
        authors=tuple(p.name for p in head.authors if p.role == "author") or site.authors,
        date=day,
        updated=head.updated,
        url=url,
        publication=head.origin.publication or site.title,
        slug=slug,
        tags=head.subjects,
        language=head.language or site.language,
        license=head.license.id if head.license and head.license.id != "custom" else "",
        status="draft" if head.draft or "_drafts" in path.parts else "published",
        series=SeriesHint(number=int(head.number)) if head.number.isdecimal() else None,
        pictures=pictures,
        place=supply.label(text.name),
        findings=(*text.findings, *lost),
        summary=fold(head.summary),
        stored=True,
        lead=_lead(text, pictures),
    )


def _lead(text: _Text, pictures: Mapping[str, Picture]) -> Lead | None:
    lead = text.lead
    found = _file(lead.src, text.name, pictures) if lead else ""
    return replace(lead, src=found) if lead and found else lead


def _day(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _first_heading(html: str) -> str:
    match = re.match(r"\s*<h1[^>]*>(.*?)</h1>", html, re.S)
    return xhtml.plain(match[1]) if match else ""


def _placed(html: str, name: str, pictures: Mapping[str, Picture]) -> str:
    """Pictures of the site under the paths of their files."""
    if "<img" not in html:
        return html
    root = parse_fragment(html)
    for image in root.iter("img"):
        found = _file(image.get("src", ""), name, pictures)
        if found:
            image.set("src", found)
        _caption(image)
    return xhtml.serialise(root)


def _caption(image: etree._Element) -> None:
    """The title of a picture that stands alone is its caption."""
    holder = image.getparent()
    alone = holder is not None and holder.tag == "p" and len(holder) == 1
    if image.get("title") and alone and holder is not None and not xhtml.text_of(holder):
        holder.tag = "figure"
        etree.SubElement(holder, "figcaption").text = image.get("title")


def _file(source: str, name: str, pictures: Mapping[str, Picture]) -> str:
    """The file that an address of a site means: beside the text, at the root, or in static/."""
    bare = re.sub(r"^https?://[^/]+", "", source).partition("?")[0]
    if not bare or re.match(r"[a-z]+:", bare):
        return ""
    folder = PurePosixPath(name).parent
    beside = _normal(f"{folder}/{bare}") if not bare.startswith("/") else ""
    rooted = bare.lstrip("/")
    places = [
        beside,
        rooted,
        *(f"{top}/{rooted}" for top in ("static", "assets", "public", "src")),
    ]
    direct = next((place for place in places if place in pictures), "")
    if direct:
        return direct
    found = [known for known in pictures if known.endswith(f"/{rooted}")]
    return found[0] if len(found) == 1 else ""


def _normal(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


IMPORTER = Importer(recognise, read, leaves=leaves)
