"""The front cover: the author's image, or one drawn from the theme.

Limits: Kindle (ideal 1600×2560 px, at most 10,000 px a side, RGB), Apple and Google (short side
1000 px and more); see docs/guide.md.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from seriesbook.cache import key_of
from seriesbook.deadline import TooSlowError, deadline
from seriesbook.faults import at_work
from seriesbook.mishaps import too_slow
from seriesbook.model import Asset
from seriesbook.pages import cover_page
from seriesbook.pictures import opened, read_picture
from seriesbook.problems import BookError, Outcome, Problem, Where
from seriesbook.stylesheets import Origin
from seriesbook.typeset import engine_version, layout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from PIL import Image

    from seriesbook.model import Book, Source
    from seriesbook.pictures import Picture
    from seriesbook.rendition import Font
    from seriesbook.theme import Theme
    from seriesbook.tools import Tools
    from seriesbook.typeset import Message

WIDTH, HEIGHT = 1600, 2560
SHORT_SIDE = 1000
LONG_SIDE = 10_000

_CACHE = "covers"
_MAKING = "1"
_QUALITY = 90
_TEMPLATE = "cover-image.xhtml.j2"
_VECTOR = "image/svg+xml"
_DRAWING = "cover.svg"
_OTHER_COVER = "Choose another theme, or give a cover image of your own."
_DRAWING_PAGE = """<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>Cover</title>
</head><body><img src="cover.svg" alt=""/></body></html>"""
_DRAWING_CSS = f"""@page {{ size: {WIDTH}px {HEIGHT}px; margin: 0 }}
body {{ margin: 0 }}
img {{ display: block; width: {WIDTH}px; height: {HEIGHT}px; object-fit: contain }}"""
_MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}


class SlowCoverError(Exception):
    """A cover took too long to draw."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture on the front that is being made.

    `outline` gives all of it but its bytes, which pages need not wait for; `finish` waits.
    """

    outline: Callable[[], Asset]
    finish: Callable[[], Outcome[Asset]]


def begin_cover(book: Book, theme: Theme, given: Source | None, tools: Tools) -> Cover:
    """Have the picture on the front of an edition made.

    Args:
        book: says what stands on a typographic cover.
        theme: draws it, from `cover-image.xhtml.j2` and `cover.css`.
        given: the author's own image; None for a typographic cover.
        tools: cache and executor.

    Returns:
        an RGB JPEG or PNG called `images/cover.jpg` or `images/cover.png`
        (`images/cover.2.jpg` … where an essay shows an image of that name). An image that can't
        be used is an error, and the cover is typographic.
    """
    taken = frozenset(asset.href for asset in book.assets)
    if given is None:
        return _typographic(book, theme, taken, tools)
    read = read_picture(given, Where(given.path), rgb=True, limits=book.series.limits)
    if read.value is None:
        cover = _typographic(book, theme, taken, tools)
    elif read.value.media_type == _VECTOR:
        cover = _from_drawing(given, read.value, theme, taken, tools)
    else:
        made = lru_cache(maxsize=1)(partial(_from_image, given, read.value, taken))
        cover = Cover(lambda: made().value, made)

    def finish() -> Outcome[Asset]:
        finished = cover.finish()
        return Outcome(finished.value, read.problems + finished.problems)

    return Cover(cover.outline, finish)


def _typographic(book: Book, theme: Theme, taken: frozenset[str], tools: Tools) -> Cover:
    asset = _asset(b"", "JPEG", (WIDTH, HEIGHT), taken)
    drawn = _drawn(cover_page(book, theme, tools.cache), theme.cover_css, theme.fonts, {}, tools)

    def finish() -> Outcome[Asset]:
        data, messages = drawn()
        problems = tuple(_said(messages, book, theme))
        return Outcome(replace(asset, data=data), problems)

    return Cover(lambda: asset, finish)


def _from_drawing(
    source: Source, picture: Picture, theme: Theme, taken: frozenset[str], tools: Tools
) -> Cover:
    """The author's SVG as an image, since few shops take drawings."""
    where = Where(source.path)
    asset = _asset(b"", "JPEG", (WIDTH, HEIGHT), taken, where)
    files = {_DRAWING: picture.data}
    drawn = _drawn(_DRAWING_PAGE, _DRAWING_CSS, theme.fonts, files, tools)

    def finish() -> Outcome[Asset]:
        from seriesbook.enginewords import problems_of  # noqa: PLC0415 - if a cover is drawn

        data, messages = drawn()
        origin = Origin(_DRAWING_CSS, (), theme.name)
        problems = tuple(
            _of_cover(replace(problem, where=where))
            for problem in problems_of(messages, None, origin)
        )
        return Outcome(replace(asset, data=data), problems)

    return Cover(lambda: asset, finish)


def _drawn(
    document: str, css: str, fonts: tuple[Font, ...], files: Mapping[str, bytes], tools: Tools
) -> Callable[[], tuple[bytes, tuple[Message, ...]]]:
    """What `draw` gives, from the cache if nothing was said when it was made."""
    digests = [font.digest for font in fonts]
    key = key_of(document, css, engine_version(), _MAKING, *files.values(), *digests)
    kept = tools.cache.get(_CACHE, key)
    if kept is not None:
        return lambda: (kept, ())
    drawing = tools.executor.submit(_draw_in_time, document, css, fonts, files, tools.seconds)

    def finish() -> tuple[bytes, tuple[Message, ...]]:
        try:
            data, messages = drawing.result()
        except SlowCoverError:
            raise BookError([too_slow(Where("cover"), tools.seconds)]) from None
        if not messages:
            tools.cache.put(_CACHE, key, data)
        return data, messages

    return finish


def _draw_in_time(
    document: str, css: str, fonts: tuple[Font, ...], files: Mapping[str, bytes], seconds: float
) -> tuple[bytes, tuple[Message, ...]]:
    """What `draw` gives; raises SlowCoverError if it takes too long."""
    try:
        with at_work("drawing the cover", Where("cover")), deadline(seconds):
            return draw(document, css, fonts, files)
    except TooSlowError:
        raise SlowCoverError(seconds) from None


def draw(
    document: str, css: str, fonts: tuple[Font, ...], files: Mapping[str, bytes]
) -> tuple[bytes, tuple[Message, ...]]:
    """Draw the first page of a document as a JPEG of 1600×2560 px, and what was said meanwhile.

    Picklable, so that any executor can run it; the same input gives the same bytes.
    """
    import pypdfium2  # noqa: PLC0415 - a build with a warm cache needs none

    laid_out = layout(document, css, fonts, files)
    pdf = pypdfium2.PdfDocument(laid_out.pdf)
    try:
        page = pdf[0]
        image = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    finally:
        pdf.close()
    if image.size != (WIDTH, HEIGHT):
        from PIL import Image, ImageOps  # noqa: PLC0415 - as above

        image = ImageOps.pad(image, (WIDTH, HEIGHT), Image.Resampling.LANCZOS, "white")
    return _encoded(image, "JPEG"), laid_out.messages


def _said(messages: tuple[Message, ...], book: Book, theme: Theme) -> Iterator[Problem]:
    """Characters without a glyph are a matter of the title, all else is a fault of the theme."""
    from seriesbook.enginewords import NO_GLYPH, problems_of  # noqa: PLC0415 - if a cover is drawn

    found = [match for message in messages if (match := NO_GLYPH.match(message.text))]
    missing = {match["char"]: f"{match['char']} ({match['code']})" for match in found}
    if missing:
        text = f"no font of the theme has {', '.join(missing.values())}, which stand on the cover."
        yield Problem(book.series.at("title"), "glyph-missing", text, _OTHER_COVER, "warning")
    origin, template = theme.origin("cover", theme.cover_css), Where(theme.file_of(_TEMPLATE))
    for problem in problems_of(messages, None, origin, frozenset(missing), template):
        yield _of_cover(problem)


def _of_cover(problem: Problem) -> Problem:
    message = f"while drawing the cover: {problem.message}"
    mend = problem.mend or _OTHER_COVER
    return replace(problem, code="cover-drawing", message=message, mend=mend)


def _from_image(source: Source, picture: Picture, taken: frozenset[str]) -> Outcome[Asset]:
    """The author's image: as it is where shops accept it so, else converted."""
    where = Where(source.path)
    with opened(picture.data) as image:
        made = _fit(image)
        form = image.format if image.format in _MEDIA_TYPES else "JPEG"
        data = picture.data if made is image else _encoded(made, form or "JPEG")
        asset = _asset(data, form or "JPEG", made.size, taken, where)
        return Outcome(asset, tuple(_remarks(where, image)))


def _fit(image: Image.Image) -> Image.Image:
    """An RGB image of allowed size; the same object if it is one in an allowed format."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - 15 ms, for covers that are images

    made = image
    if image.mode != "RGB":
        layer = image.convert("RGBA")
        made = Image.new("RGB", image.size, "white")
        made.paste(layer, mask=layer.getchannel("A"))
    if max(image.size) > LONG_SIDE:
        made = ImageOps.contain(made, (LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    return made.copy() if made is image and image.format not in _MEDIA_TYPES else made


def _remarks(where: Where, image: Image.Image) -> Iterator[Problem]:
    width, height = image.size
    mend = f"The best is a JPEG of {WIDTH}×{HEIGHT} px."
    if min(width, height) < SHORT_SIDE:
        text = (
            f"the cover is {width}×{height} px; shops ask for {SHORT_SIDE} px on its short side."
        )
        yield Problem(where, "cover-small", text, mend, "warning")
    if max(width, height) > LONG_SIDE:
        text = f"the cover is {width}×{height} px, and is scaled to {LONG_SIDE} px, the limit."
        yield Problem(where, "cover-large", text, mend, "warning")


def _encoded(image: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    options = {"JPEG": {"quality": _QUALITY, "subsampling": 0, "optimize": True}}
    image.save(out, form, **options.get(form, {}))
    return out.getvalue()


def _asset(
    data: bytes,
    form: str,
    size: tuple[int, int],
    taken: frozenset[str],
    where: Where | None = None,
) -> Asset:
    suffix = {"JPEG": "jpg", "PNG": "png"}[form]
    names = (f"images/cover{n}.{suffix}" for n in ("", *(f".{n}" for n in range(2, 9999))))
    href = next(name for name in names if name not in taken)
    return Asset(href, _MEDIA_TYPES[form], data, *size, where)
