"""Images: from what the author wrote to assets of the book, safe and measured."""

from __future__ import annotations

import base64
import binascii
import difflib
import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes

from seriesbook import xhtml
from seriesbook.model import Asset, Source
from seriesbook.pictures import read_picture
from seriesbook.pieces import place_of, rewrite
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from seriesbook.codes import Code
    from seriesbook.limits import Limits
    from seriesbook.model import Book
    from seriesbook.passes import PassContext

FOLDER = "images"
# Names that the book's own files have.
RESERVED = frozenset({"", "cover"})
_DATA_NAME = "data-"
_MAX_NAME = 80
_REMOTE = re.compile(r"(?:(?:https?|ftp):)?//", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_DATA = re.compile(r"data:([^,]*),(.*)", re.IGNORECASE | re.DOTALL)
_SHOWN = 80


@dataclass(slots=True)
class _Gallery:
    """The images of a book as they are found: every file is read once."""

    images: Mapping[str, Source]
    rgb: bool
    limits: Limits
    problems: list[Problem] = field(default_factory=list)
    assets: dict[str, Asset | None] = field(default_factory=dict)
    paths: frozenset[str] = frozenset()
    stems: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.paths = frozenset(self.images)  # asking the mapping itself would read the file
        self.stems.update(map(_stem, self.paths))

    def asset(self, src: str, where: Where) -> Asset | None:
        """The asset that an `img` of the file at `where` shows; None, with a problem, if none."""
        data = _DATA.fullmatch(src)
        if data:
            return self._embedded(data[1], data[2], where)
        path = self._find(src, where)
        return None if path is None else self._file(path, where)

    def _file(self, path: str, where: Where) -> Asset | None:
        if path not in self.assets:
            try:
                source = self.images[path]
            except OSError as error:  # it went away after the folder was listed
                message = f"{path} can't be read: {error.strerror}."
                self._say(where, "image-missing", message, "See what became of the file.")
                return None
            self.assets[path] = self._made(source, self._name(path), where)
        return self.assets[path]

    def _embedded(self, head: str, text: str, where: Where) -> Asset | None:
        try:
            data = unquote_to_bytes(text)
            if head.lower().endswith(";base64"):
                data = base64.b64decode(b"".join(data.split()), validate=True)
        except (binascii.Error, ValueError):
            self._say(where, "image-broken", "the data of this image are broken.", "Use a file.")
            return None
        digest = hashlib.sha256(data).hexdigest()
        key = f"data:{digest}"
        if key not in self.assets:
            source = Source("the image in the text", data, digest)
            self.assets[key] = self._made(source, f"{_DATA_NAME}{digest[:16]}", where)
        return self.assets[key]

    def _made(self, source: Source, name: str, where: Where) -> Asset | None:
        outcome = read_picture(source, where, rgb=self.rgb, limits=self.limits)
        self.problems += outcome.problems
        picture = outcome.value
        if picture is None:
            return None
        return Asset(
            href=f"{FOLDER}/{name}.{picture.suffix}",
            media_type=picture.media_type,
            data=picture.data,
            width=picture.width,
            height=picture.height,
            where=where,
        )

    def _name(self, path: str) -> str:
        """Name of a file in the book; with a digest of its path where another has it too."""
        stem = _stem(path)
        if self.stems[stem] == 1 and stem not in RESERVED and not stem.startswith(_DATA_NAME):
            return stem
        digest = hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:8]
        return f"{stem}-{digest}".lstrip("-")

    def _find(self, src: str, where: Where) -> str | None:
        """Path of the file that `src` means, relative to the series folder."""
        if _REMOTE.match(src):
            self._say(
                where,
                "image-remote",
                f"the image {src[:_SHOWN]} is on the web; a book must have its own.",
                "Download it into the series folder and show that file.",
            )
            return None
        if _SCHEME.match(src):
            self._outside(src, where)
            return None
        candidates = _candidates(src, where.path)
        inside = [path for path in candidates if not path.startswith("..")]
        found = next((path for path in inside if path in self.paths), None)
        if found is None and candidates[:1] != inside[:1]:
            self._outside(src, where)
        elif found is None:
            self._missing(src, inside, where)
        return found

    def _outside(self, src: str, where: Where) -> None:
        self._say(
            where,
            "path-outside",
            f"{src[:_SHOWN]} lies outside the series folder.",
            "Copy the image into the series folder.",
        )

    def _missing(self, src: str, wanted: list[str], where: Where) -> None:
        same = {_folded(path): path for path in sorted(self.paths)}
        twin = next((same[_folded(path)] for path in wanted if _folded(path) in same), None)
        if twin:
            message = (
                f"there is no image {src[:_SHOWN]}, but one whose name differs only in capitals "
                "or in how its accents are encoded."
            )
            self._say(where, "image-name", message, f"Write {twin}, or rename the file.")
            return
        names = {PurePosixPath(path).name: path for path in sorted(self.paths)}
        name = PurePosixPath(wanted[0] if wanted else src).name
        near = difflib.get_close_matches(name, sorted(names), 1)
        mend = f"Did you mean {names[near[0]]}?" if near else "Add the file, or correct the name."
        self._say(where, "image-missing", f"there is no image {src[:_SHOWN]}.", mend)

    def _say(self, where: Where, code: Code, message: str, mend: str) -> None:
        self.problems.append(Problem(where, code, message, mend))


def resolve_images(book: Book, context: PassContext) -> Outcome[Book]:
    """Point every `img` at an asset of the book, with its size; gather the assets.

    An image that can't be shown is an error; one without a description a warning.
    """
    gallery = _Gallery(context.images, book.edition.format == "epub", book.series.limits)

    def change(root: etree._Element, where: Where) -> None:
        for image in list(xhtml.elements(root, "img")):
            _resolve(image, place_of(image, where), gallery)

    sections = tuple(
        rewrite(section, lambda markup: "<img" in markup, change) for section in book.sections
    )
    found = sorted((a for a in gallery.assets.values() if a), key=lambda asset: asset.href)
    return Outcome(
        replace(book, sections=sections, assets=(*book.assets, *found)), tuple(gallery.problems)
    )


def _resolve(image: etree._Element, where: Where, gallery: _Gallery) -> None:
    src = image.get("src")  # None if it was refused as unsafe
    asset = None if src is None else gallery.asset(src.strip(), where)
    if asset is None:
        xhtml.remove(image)
        return
    image.set("src", asset.href)
    _set_size(image, asset)
    if not image.get("alt", "").strip():
        image.set("alt", "")
        gallery.problems.append(
            Problem(
                where,
                "alt-missing",
                "this image has no words for readers who can't see it.",
                "Say what it shows in the brackets: ![A wooden press](press.png).",
                "warning",
            )
        )


def _set_size(image: etree._Element, asset: Asset) -> None:
    """Set width and height (px): the author's, in the image's own proportion."""
    width, height = (int(image.get(name) or 0) for name in ("width", "height"))
    if width and not height:
        height = max(1, round(asset.height * width / asset.width))
    elif height and not width:
        width = max(1, round(asset.width * height / asset.height))
    image.set("width", str(width or asset.width))
    image.set("height", str(height or asset.height))


def _candidates(src: str, origin: str) -> list[str]:
    """Paths that `src` may mean, relative to the series folder.

    It counts from the essay's own folder, else from the series folder (always, with a leading
    slash). A `?` or `%` may belong to an address or to a file's name; backslashes are Windows'.
    """
    bare = src.partition("#")[0].partition("?")[0]
    paths: list[str] = []
    for form in dict.fromkeys((unquote(bare), bare, unquote(src), src)):
        name = form.replace("\\", "/")
        if not name.strip("/"):
            continue
        if not name.startswith("/"):
            paths.append(normpath(join(dirname(origin), name)))
        paths.append(normpath(name.lstrip("/")))
    return list(dict.fromkeys(paths))


def _stem(path: str) -> str:
    """What the book calls a file, without its suffix: from its path in the folder."""
    file = PurePosixPath(path).with_suffix("")
    inner = file.relative_to(FOLDER) if file.parts[0] == FOLDER else file
    return slugify("-".join(inner.parts))[:_MAX_NAME].strip("-")


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
