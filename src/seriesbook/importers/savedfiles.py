"""The pictures that a browser saves with a page: in a files folder, or inside an MHTML file."""

from __future__ import annotations

import email
import email.policy
import mimetypes
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from seriesbook.importers.archives import leaves, open_supply
from seriesbook.importers.model import Picture
from seriesbook.problems import BookError, Problem, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from email.message import EmailMessage

    from lxml import etree

    from seriesbook.importers.archives import Supply
    from seriesbook.limits import Limits

_SOURCES = ("src", "data-src", "data-lazy-src", "data-original", "data-orig-file", "poster")
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page as bytes, the encoding that came with it, its address, and its pictures."""

    data: bytes
    charset: str = ""
    url: str = ""
    pictures: tuple[Picture, ...] = ()


def addresses_of(root: etree._Element, most: int) -> Iterator[str]:
    """The addresses of a tree's pictures, as they are written, each once; `most` at most."""
    found: dict[str, None] = {}
    for image in root.iter("img", "source", "video", "image"):
        for name in _SOURCES:
            if image.get(name):
                found.setdefault(image.get(name, ""))
        for entry in image.get("srcset", "").split(","):
            if entry.strip():
                found.setdefault(entry.split()[0])
        if len(found) > most:
            break
    yield from islice(found, most)


def local_pictures(supply: Supply, page: str, root: etree._Element) -> dict[str, Picture]:
    """Address → picture, for those that lie in a page's files folder or in its own folder."""
    opened = _opener(supply, page)
    found: dict[str, Picture] = {}
    for address in addresses_of(root, supply.limits.page_pictures):
        path = _path_of(address)
        picture = opened(path) if path else None
        if picture:
            found[address] = picture
    return found


def _path_of(address: str) -> str:
    """The path that an address means beside its page; '' for one that leads elsewhere."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    path = unquote(parts.path).replace("\\", "/")
    if parts.scheme or parts.netloc or not path or leaves(path):
        return ""
    return str(PurePosixPath(path))


def _opener(supply: Supply, page: str) -> Callable[[str], Picture | None]:
    if supply.kind != "file":
        folder = PurePosixPath(page).parent

        def inside(path: str) -> Picture | None:
            name = str(folder / path)
            return _picture(supply, name) if name in supply.sizes else None

        return inside
    folders: dict[str, Supply | None] = {}

    def beside(path: str) -> Picture | None:
        """A file in the folder that is named after the page: `page_files`, `page-Dateien`."""
        first, _, rest = path.partition("/")
        if not rest or not first.startswith(PurePosixPath(page).stem):
            return None
        if first not in folders:
            folders[first] = _folder(supply.path.parent / first, supply.limits)
        files = folders[first]
        return _picture(files, rest) if files and rest in files.sizes else None

    return beside


def _folder(path: Path, limits: Limits) -> Supply | None:
    try:
        return open_supply(path, limits) if path.is_dir() and not path.is_symlink() else None
    except BookError:
        return None


def _picture(supply: Supply, name: str) -> Picture:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Picture(PurePosixPath(name).name, kind, lambda: supply.read(name))


def is_mhtml(head: bytes) -> bool:
    """Whether a file begins as a page that a browser saved as one file."""
    start = head[:4096].lower()
    return b"mime-version:" in start and (
        b"multipart/related" in start or b"content-type: text/html" in start
    )


def open_mhtml(data: bytes, place: str) -> SavedPage:
    """The page in an MHTML file (RFC 2557); raises BookError if there is none in it."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    parts = [part for part in message.walk() if not part.is_multipart()]
    page = next((part for part in parts if part.get_content_type() in _PAGES), None)
    content = _bytes(page) if page is not None else b""
    if page is None or not content.strip():
        mend = "Save the page again, as a web page."
        raise BookError([Problem(Where(place), "source-unreadable", "no page is in it.", mend)])
    url = str(page.get("Content-Location") or message.get("Snapshot-Content-Location") or "")
    return SavedPage(
        content, str(page.get_content_charset() or ""), url.strip(), tuple(_parts(parts))
    )


def _bytes(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _parts(parts: Iterable[EmailMessage]) -> Iterator[Picture]:
    """The pictures of a message, named by their address and by their Content-ID."""
    for part in parts:
        if part.get_content_maintype() != "image":
            continue
        number = str(part.get("Content-ID") or "").strip("<> ")
        names = (
            str(part.get("Content-Location") or "").strip(),
            f"cid:{number}" if number else "",
        )
        for name in filter(None, names):
            yield Picture(name, part.get_content_type(), partial(_bytes, part))
