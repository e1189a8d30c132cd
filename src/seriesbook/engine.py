"""WeasyPrint itself, sealed off: imported by `typeset` when something must be laid out.

A process keeps its engines (fonts and a parsed stylesheet), since reading them costs more than
laying out a short essay.
"""

from __future__ import annotations

import gc
import io
import os
import shutil
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from multiprocessing import util
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from seriesbook import quicktypes
from seriesbook.enginelog import messages_about
from seriesbook.faces import Faces
from seriesbook.pagestarts import page_starts
from seriesbook.parts import Parts
from seriesbook.quickload import cutting_later, without_collecting, without_search
from seriesbook.sheets import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from seriesbook.rendition import Font

# A base for relative addresses that can exist nowhere (RFC 2606 §2).
_BASE = "https://book.invalid/"
_FONTS = f"{_BASE}-fonts/"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@contextmanager
def _sealed() -> Iterator[None]:
    """Hide the machine's fonts and clock from the libraries below; they ask by variable."""
    conf = resources.files("seriesbook") / "data" / "fonts.conf"
    with resources.as_file(conf) as path:
        ours = {"FONTCONFIG_FILE": str(path), "SOURCE_DATE_EPOCH": "0"}
        before = {name: os.environ.get(name) for name in ours}
        os.environ.update(ours)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value


quicktypes.install()
with (
    _sealed(), warnings.catch_warnings(), without_search(), cutting_later(), without_collecting()
):  # fmt: skip
    warnings.simplefilter("ignore")  # "No fonts configured": on purpose
    import tinycss2.serializer
    import weasyprint
    from cssselect2 import ElementWrapper
    from PIL import Image, ImageFile
    from weasyprint import DEFAULT_OPTIONS
    from weasyprint.css.counters import CounterStyle
    from weasyprint.document import DocumentMetadata
    from weasyprint.formatting_structure.build import build_formatting_structure
    from weasyprint.html import get_html_metadata
    from weasyprint.layout import layout_document
    from weasyprint.pdf import generate_pdf
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcherResponse

    from seriesbook import hyphens, paragraphs, scriptlines, shortcuts
    from seriesbook.boxorder import remember
    from seriesbook.dismantling import dismantled
    from seriesbook.figureplaces import render_with_figures
    from seriesbook.pagefacts import anchors_of, links_of, sheet_of
    from seriesbook.sheetpages import sheets_in
    from seriesbook.tagging import Tags

hyphens.install()
shortcuts.install()
paragraphs.install()
scriptlines.install()

# WeasyPrint lets Pillow show half a picture, in the whole process; a damaged file is for its
# author to know.
ImageFile.LOAD_TRUNCATED_IMAGES = False
# Every picture was measured by `limits`, which an author may raise above Pillow's own bound.
Image.MAX_IMAGE_PIXELS = None


class _Shelf:
    """All that a document may load. Whatever is not on it is refused, and WeasyPrint logs it."""

    _fail_on_errors = False  # asked by WeasyPrint's fetch()

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = {_BASE + href: data for href, data in files.items()}

    def __call__(self, url: str) -> URLFetcherResponse:
        """Serve one address."""
        address = url.partition("#")[0]
        if address not in self._files:
            raise LookupError("it is not part of the book")
        return URLFetcherResponse(url, self._files[address])


class _Document(weasyprint.HTML):  # type: ignore[misc]
    """An XHTML document. WeasyPrint's own constructor would read it as tag soup, and slowly."""

    def __init__(self, root: ElementTree.Element, shelf: _Shelf) -> None:
        for element in root.iter():
            element.tag = element.tag.removeprefix(_XHTML)
            if (language := element.attrib.pop(_XML_LANG, None)) is not None:
                element.attrib.setdefault("lang", language)
        self.base_url = _BASE
        self.url_fetcher = shelf
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root)
        self.etree_element = self.wrapper_element.etree_element


@dataclass(frozen=True, slots=True)
class _Laid:
    """A document in WeasyPrint's boxes: as it is built of them, and its pages."""

    html: _Document
    box: Any
    context: Any
    color_profiles: dict[str, Any]
    pages: list[Any]

    def starts(self) -> tuple[int, ...]:
        """Where in the document's text each page begins; asked once, when all else is done.

        The context refers to itself, and to all boxes, and would keep them alive.
        """
        paths = [state[0] for state in self.context.page_maker[: len(self.pages)]]
        vars(self.context).clear()
        return page_starts(self.html.etree_element, self.box, paths)


class _Engine:
    """Fonts and a stylesheet, ready for any number of documents."""

    def __init__(self, css: str, fonts: tuple[Font, ...]) -> None:
        self._css = css
        self._fonts = FontConfiguration()
        self._counters = CounterStyle()
        self._profiles: dict[str, Any] = {}
        shelf = _Shelf({f"-fonts/{font.digest}": font.data for font in fonts})
        with messages_about("css") as messages:
            self._sheets = [self._parse(text, shelf) for text in (_font_faces(fonts), css)]
        self.messages = tuple(messages)
        # WeasyPrint's temporary folder of fonts; a worker process ends without collecting it.
        folder = self._fonts._folder
        util.Finalize(
            self._fonts, shutil.rmtree, (folder,), {"ignore_errors": True}, exitpriority=0
        )

    def _parse(self, text: str, shelf: _Shelf) -> weasyprint.CSS:
        return weasyprint.CSS(
            string=text,
            base_url=_BASE,
            url_fetcher=shelf,
            font_config=self._fonts,
            counter_style=self._counters,
            color_profiles=self._profiles,
        )

    def render(
        self, root: ElementTree.Element, shelf: _Shelf
    ) -> tuple[weasyprint.Document, tuple[int, ...]]:
        """Break a document into pages, and tell where in its text each begins.

        The steps of WeasyPrint's own `Document._render`, which throws its boxes away.
        """
        sheets = sheets_in(root, self._css)
        laid = self._laid(sheets.tree if sheets else root, shelf)
        if sheets and not sheets.are_on(laid.pages):
            sheets, laid = None, self._laid(root, shelf)
        made = sheets.pages(laid.pages, laid.context) if sheets else laid.pages
        pages = list(map(weasyprint.Page, made))
        metadata = DocumentMetadata(**get_html_metadata(laid.html))
        document = weasyprint.Document(
            pages, metadata, shelf, self._fonts, laid.color_profiles, None
        )
        document._html = laid.html
        return document, (0,) * len(pages) if sheets else laid.starts()

    def _laid(self, root: ElementTree.Element, shelf: _Shelf) -> _Laid:
        """Make boxes and pages of them."""
        html = _Document(root, shelf)
        counters, profiles = self._counters.copy(), dict(self._profiles)
        options = {**DEFAULT_OPTIONS, "stylesheets": self._sheets}
        context = weasyprint.Document._build_layout_context(
            html, self._fonts, counters, profiles, options
        )
        box = build_formatting_structure(
            html.etree_element,
            context.style_for,
            context.get_image_from_uri,
            html.base_url,
            context.target_collector,
            counters,
            context.footnotes,
        )
        remember((box, *context.footnotes))
        return _Laid(html, box, context, profiles, list(layout_document(html, box, context)))


_engine = lru_cache(maxsize=4)(_Engine)


def make_ready(css: str, fonts: tuple[Font, ...]) -> None:
    """Read a stylesheet and fonts before there is a document."""
    with _sealed():
        _ready(css, fonts)


def _ready(css: str, fonts: tuple[Font, ...]) -> _Engine:
    return _engine(css, tuple(sorted(fonts, key=lambda font: font.digest)))


def forget() -> None:
    """Drop all engines: one that was called off in the middle of its work can't be trusted."""
    _engine.cache_clear()


def _font_faces(fonts: tuple[Font, ...]) -> str:
    rules = (
        f"@font-face {{ font-family: {_quoted(font.family)}; font-weight: {font.weight};"
        f" font-style: {font.style}; src: url({_quoted(_FONTS + font.digest)}) }}"
        for font in fonts
    )
    return "\n".join(rules)


def _quoted(text: str) -> str:
    return f'"{tinycss2.serializer.serialize_string_value(text)}"'


def layout(
    document: str,
    css: str,
    fonts: tuple[Font, ...],
    files: Mapping[str, bytes],
    *,
    part: bool = False,
    tagged: bool = False,
) -> Layout:
    """Lay out a document (see `typeset.layout`). One at a time in a process."""
    with _collected_later():
        return _layout(document, css, fonts, files, part=part, tagged=tagged)


@contextmanager
def _collected_later() -> Iterator[None]:
    """Look for garbage when a document is done, and in what it has left only.

    Styles and boxes refer to each other: all live as long as their document, so that looking
    through them time and again finds nothing and takes an eighth of the time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        if enabled:
            gc.enable()


def _layout(
    document: str,
    css: str,
    fonts: tuple[Font, ...],
    files: Mapping[str, bytes],
    *,
    part: bool,
    tagged: bool,
) -> Layout:
    try:
        root = ElementTree.fromstring(document)
    except ElementTree.ParseError as error:
        raise ValueError(f"the document is not well-formed: {error}") from error
    with _sealed():
        engine = _ready(css, fonts)
        with messages_about("document") as messages:
            tree, (rendered, starts) = render_with_figures(
                root, lambda tree: engine.render(tree, _Shelf(files))
            )
            faces = Faces(fonts)
            if part:
                rendered.fonts = faces
            sheets = tuple(map(sheet_of, rendered.pages))
            tags = Tags(tree, rendered, faces) if tagged else None
            pdf, parts = _drawn(rendered, tags, part=part)
    return Layout(
        pdf=pdf,
        parts=parts,
        sheets=sheets,
        anchors=tuple(anchors_of(rendered.pages)),
        links=tuple(links_of(rendered.pages)),
        messages=engine.messages + tuple(messages),
        faces=faces.shown(),
        starts=starts,
    )


def _drawn(document: weasyprint.Document, tags: Tags | None, *, part: bool) -> tuple[bytes, Parts]:
    """Draw all pages: a PDF, or its parts."""
    pdf = generate_pdf(document, None, 1, **DEFAULT_OPTIONS)
    if tags:
        tags.finish(pdf)
    if part:
        return b"", dismantled(pdf)
    file = io.BytesIO()
    pdf.write(file, compress=True)
    return file.getvalue(), Parts()
