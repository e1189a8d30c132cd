"""Pictures as platforms mark them up → `figure` with `img` and its `figcaption`, if any."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import classes_of, first_words, fold, has_blocks
from seriesbook.importers.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.importers.model import Post

# Where the address of a picture is that a page loads late, best first.
_LATE = ("data-orig-file", "data-large-file", "data-src", "data-lazy-src", "data-original",
         "data-full-url", "data-image")  # fmt: skip
_EMPTY = re.compile(r"data:image/(?:gif|svg|png)|about:blank|.*/(?:blank|spacer|grey|pixel)\.gif")
_TRACKERS = re.compile(
    r"pixel\.wp\.com|feeds\.wordpress\.com|stats\.wordpress|feedburner\.com/~|/_/stat\?|"
    r"doubleclick|googleads|b\.gif\?|medium\.com/_/stat|list-manage\.com/track|\bpixel\b.*\?",
    re.IGNORECASE,
)
_FILE = re.compile(
    r".*\.(?:jpe?g|png|gif|webp|svg|tiff?|heic|avif)|(?:img|dsc|dscn|image|screen ?shot|photo|"
    r"picture|untitled|unnamed)?[\W_\d]*",
    re.IGNORECASE,
)
_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|tiff?|avif)$", re.IGNORECASE)
_CAPTION = re.compile(r"caption|image-credit|photo-credit|wp-caption-text|figcaption", re.I)
_HOLDER = re.compile(r"wp-caption(?!-)|captioned-image|tr-caption-container|image-block", re.I)
_SMALL = 50  # px; smaller ones are signs in a line
_INLINE_HOLDERS = frozenset({"a", "em", "strong", "span"})


def take_pictures(root: etree._Element, _: Post) -> list[Finding]:
    """Give every picture its real address, its alternative text and its caption, in place."""
    findings = [f for image in list(root.iter("img")) for f in _settle(image)]
    for holder in list(root.iter("div", "table", "dl", "p")):
        if _HOLDER.search(holder.get("class", "")) and holder.getparent() is not None:
            _figure_of(holder)
    for figure in list(root.iter("figure")):
        _tidy_figure(figure)
    for paragraph in list(root.iter("p", "div", "h1", "h2", "h3", "h4", "h5", "h6")):
        _part(paragraph)
    return findings


def _settle(image: etree._Element) -> Iterator[Finding]:
    """One picture: its address and text, or nothing where it is none."""
    source = _source(image)
    small = any(image.get(side) in {"0", "1"} for side in ("width", "height"))
    signs = classes_of(image) & {"emoji", "wp-smiley"}
    alt = fold(image.get("alt", ""))
    if signs:
        _to_text(image, alt)
        return
    if not source or small or _TRACKERS.search(source):
        if source and not small and not _TRACKERS.search(source):
            yield Finding("dropped", "picture without an address", alt)
        xhtml.remove(image)
        return
    tiny = any(_pixels(image.get(side)) < _SMALL for side in ("width", "height"))
    formula = "latex" in classes_of(image) or "latex.php" in source
    name = image.get("id")
    image.attrib.clear()
    if name:
        image.set("id", name)
    image.set("src", source)
    image.set("alt", "" if _FILE.fullmatch(alt) else alt)
    if formula:
        yield Finding("not-carried", "formula, kept as a picture", alt)
    if tiny or formula:
        image.set("data-inline", "")


def _pixels(text: str | None) -> int:
    match = re.match(r"\d+(?=px$|$)", text or "")
    return int(match[0]) if match else _SMALL


def _source(image: etree._Element) -> str:
    given = image.get("src", "").strip()
    late = next((image.get(name, "") for name in _LATE if image.get(name)), "")
    if late and (not given or _EMPTY.match(given) or image.get("data-orig-file")):
        return late.strip()
    if not given or _EMPTY.fullmatch(given):
        return _largest(image.get("srcset") or image.get("data-srcset") or "") or given
    return given


def _largest(srcset: str) -> str:
    """The widest picture of a set (HTML Standard §4.8.4.2.1)."""
    found = re.findall(r"(\S+)\s+(\d+(?:\.\d+)?)[wx]", srcset)
    return max(found, key=lambda pair: float(pair[1]))[0].strip(",") if found else ""


def _to_text(image: etree._Element, text: str) -> None:
    span = etree.Element("span")
    span.text = text
    span.tail, image.tail = image.tail, None
    parent = image.getparent()
    if parent is not None:
        parent.replace(image, span)
        xhtml.unwrap(span)


def _figure_of(holder: etree._Element) -> None:
    """A holder of a picture and its caption, as older themes and Blogger have it."""
    images = list(holder.iter("img"))
    if not images or any(up.tag == "figure" for up in holder.iterancestors()):
        return
    if holder.find(".//figure") is not None:
        return
    said = [e for e in holder.iter("p", "td", "div", "dd", "span", "figcaption") if _is_caption(e)]
    caption = next((e for e in said if e.find(".//img") is None), None)
    figure = etree.Element("figure")
    for image in images:
        link = next((up for up in image.iterancestors("a")), None)
        shown = image if link is None else link
        xhtml.remove(shown)
        figure.append(shown)
    if caption is not None:
        xhtml.remove(caption)
        _add_caption(figure, caption)
    figure.tail, holder.tail = holder.tail, None
    parent = holder.getparent()
    if parent is not None:
        rest = [e for e in holder if isinstance(e.tag, str) and xhtml.text_of(e)]
        holder.addprevious(figure) if rest else parent.replace(holder, figure)


def _is_caption(element: etree._Element) -> bool:
    return bool(_CAPTION.search(element.get("class", ""))) and bool(xhtml.text_of(element))


def _add_caption(figure: etree._Element, source: etree._Element) -> None:
    caption = etree.SubElement(figure, "figcaption")
    caption.text = source.text
    caption.extend(list(source))


def _tidy_figure(figure: etree._Element) -> None:
    """A figure of pictures and one caption, whatever held them."""
    images = list(figure.iter("img"))
    inner = figure.find(".//figure")
    if inner is not None:
        _open_gallery(figure)
    if inner is not None or not images:
        return
    caption = next((e for e in figure.iter("figcaption")), None)
    if caption is None:
        caption = next((e for e in figure.iter("div", "p", "span") if _is_caption(e)), None)
    others = [
        e for e in figure.iter("table", "pre", "blockquote", "ul", "ol", "p") if _has_text(e)
    ]
    if any(other is not caption and caption not in set(other.iterancestors()) for other in others):
        return
    shown = []
    for image in images:
        link = next((up for up in image.iterancestors("a")), None)
        keep = link is not None and not _leads_to_picture(link, image)
        holder = link if keep and link is not None else image
        shown.append(holder)
    for element in list(figure):
        figure.remove(element)
    figure.text = None
    name = images[0].get("id") or figure.get("id")
    if name:
        images[0].set("id", name)
    figure.attrib.clear()
    for holder in dict.fromkeys(shown):
        holder.tail = None
        figure.append(holder)
    if caption is not None and xhtml.text_of(caption):
        _add_caption(figure, caption)


def _open_gallery(gallery: etree._Element) -> None:
    """A figure of figures is as many figures, and its own caption a paragraph."""
    gallery.tag = "div"
    gallery.attrib.clear()
    for caption in gallery.findall("figcaption"):
        caption.tag = "p"


def _has_text(element: etree._Element) -> bool:
    return bool(xhtml.text_of(element))


def _leads_to_picture(link: etree._Element, image: etree._Element) -> bool:
    """Whether a link leads to the picture itself, at another size or on a page of its own."""
    href = link.get("href", "")
    path, shown = urlsplit(unquote(href)).path, urlsplit(unquote(image.get("src", ""))).path
    same = PurePosixPath(path).stem.lower() in PurePosixPath(shown).stem.lower()
    attachment = (
        "attachment_id=" in href or "/attachment/" in href or "attachment" in link.get("rel", "")
    )
    return not href or bool(_IMAGE_FILE.search(path)) or (bool(path) and same) or attachment


def _part(paragraph: etree._Element) -> None:
    """Pictures at the beginning or end of a paragraph become figures before it."""
    if any(up.tag in {"figure", "td", "th", "li"} for up in paragraph.iterancestors()):
        return
    if paragraph.tag == "div" and has_blocks(paragraph):
        return
    for image in list(paragraph.iter("img")):
        if image.get("data-inline") is not None:
            continue
        holder = image
        while (up := holder.getparent()) is not None and up is not paragraph:
            holder = up
        if holder.tag not in _INLINE_HOLDERS | {"img"} or _has_text(holder):
            continue
        link = next((up for up in image.iterancestors("a")), None)
        keep = link is not None and not _leads_to_picture(link, image)
        shown = link if keep and link is not None else image
        _move_out(paragraph, holder, shown)
    if _is_spent(paragraph):
        xhtml.remove(paragraph)


def _is_spent(paragraph: etree._Element) -> bool:
    """Whether a paragraph held a picture and nothing else."""
    previous = paragraph.getprevious()
    after = previous is not None and previous.tag == "figure"
    marked = any(sup.get("data-note") for sup in paragraph.iter("sup"))
    return after and not marked and not _has_text(paragraph) and paragraph.find(".//img") is None


def _move_out(paragraph: etree._Element, holder: etree._Element, shown: etree._Element) -> None:
    """A picture as a figure before its paragraph; behind it, where the text stood before it."""
    texts = [
        paragraph.text or "",
        *(f"{e.tail or ''}" for e in holder.itersiblings(preceding=True)),
    ]
    before = "".join(texts).strip() or any(
        _has_text(e) for e in holder.itersiblings(preceding=True)
    )
    after = (holder.tail or "").strip() or any(_has_text(e) for e in holder.itersiblings())
    if before and after:
        shown.tail = shown.tail if shown is holder else None
        return
    figure = etree.Element("figure")
    xhtml.remove(holder)
    shown.tail = None
    figure.append(shown)
    if before:
        figure.tail, paragraph.tail = paragraph.tail, None
        paragraph.addnext(figure)
    else:
        paragraph.addprevious(figure)


def describe(image: etree._Element) -> str:
    """A picture, for the report."""
    return first_words(image.get("alt", "")) or image.get("src", "")
