"""The container: EbookLib's zip, packed again so that the same book is always the same bytes.

OCF: https://www.w3.org/TR/epub-33/#sec-ocf. EbookLib stamps the current time on members.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook.cache import key_of
from seriesbook.writers.epub.zipfiles import Member, deflate, stored, zipped
from seriesbook.xhtml import XML_LANG

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    from seriesbook.cache import Cache
    from seriesbook.spool import Kept

_MIMETYPE = "mimetype"
_CONTAINER = "META-INF/container.xml"
_WRITTEN, _PACKAGE = "EPUB/content.opf", "EPUB/package.opf"
_TABLE = "EPUB/toc.ncx"
_FIRST = (_MIMETYPE, _CONTAINER, _PACKAGE)
_KIND = "epub-member"
# Up to so many bytes a file is compressed sooner than found in the cache.
_SMALL = 4_000
# How many files are compressed at once: few, since writing each down takes as long.
_THREADS = 2
# How many files are in memory for that.
_AHEAD = 16
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_LANGUAGE = "{http://purl.org/dc/elements/1.1/}language"
# Packed already; deflating them again would cost time and win nothing.
_STORED = (".jpg", ".jpeg", ".png", ".gif")


def repack(epub: bytes, contents: Mapping[str, bytes | Kept], cache: Cache) -> Kept:
    """Give members fixed dates and the order of OCF: `mimetype` first, plain, without extras.

    Members that have not changed come from the cache as they were compressed. Those of `contents`
    are taken from there: they are empty in `epub`.
    """
    members = {**contents, **_mended(epub, contents)}
    names = (*_FIRST, *(name for name in members if name not in _FIRST))
    with ThreadPoolExecutor(_THREADS) as threads:  # zlib lets others go on
        return zipped(_in_turn(names, lambda name: _begin(name, members[name], cache, threads)))


def _in_turn(
    names: Iterable[str], begin: Callable[[str], Callable[[], Member]]
) -> Iterator[Member]:
    """Members in order, of which the next few are being compressed meanwhile."""
    begun: deque[Callable[[], Member]] = deque()
    for name in names:
        begun.append(begin(name))
        if len(begun) > _AHEAD:
            yield begun.popleft()()
    for finish in begun:
        yield finish()


def _begin(
    name: str, content: bytes | Kept, cache: Cache, threads: ThreadPoolExecutor
) -> Callable[[], Member]:
    """Have a member compressed; what it returns waits for that."""
    data = content if isinstance(content, bytes) else content.read()
    if name == _MIMETYPE or name.endswith(_STORED):
        return lambda: stored(name, data)
    if len(data) <= _SMALL:
        return lambda: _deflated(name, data, deflate(data))
    key = key_of(zlib.ZLIB_RUNTIME_VERSION, data)
    kept = cache.get(_KIND, key)
    if kept is not None:
        return lambda: _deflated(name, data, kept)
    packing = threads.submit(deflate, data)

    def finish() -> Member:
        cache.put(_KIND, key, packing.result())
        return _deflated(name, data, packing.result())

    return finish


def _deflated(name: str, data: bytes, packed: bytes) -> Member:
    return Member(name, packed, len(data), zlib.crc32(data), deflated=True)


def _mended(epub: bytes, others: Container[str]) -> dict[str, bytes]:
    """What EbookLib itself has made, by name, after setting right what it leaves open."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        members = {name: archive.read(name) for name in archive.namelist() if name not in others}
    members[_PACKAGE] = _with_language(members.pop(_WRITTEN))
    members[_CONTAINER] = members[_CONTAINER].replace(_WRITTEN.encode(), _PACKAGE.encode())
    members[_TABLE] = _with_depth(members[_TABLE])
    return members


def _with_language(package: bytes) -> bytes:
    """Say which language the metadata is in: the book's."""
    root = etree.fromstring(package)
    root.set(XML_LANG, root.findtext(f".//{_LANGUAGE}") or "")
    return etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True)


def _with_depth(ncx: bytes) -> bytes:
    """Say how deep the NCX goes: EbookLib always says 0."""
    root = etree.fromstring(ncx)
    points = root.iter(f"{_NCX}navPoint")
    depth = max(
        (1 + sum(1 for _ in p.iterancestors(f"{_NCX}navPoint")) for p in points), default=0
    )
    for meta in root.iter(f"{_NCX}meta"):
        if meta.get("name") == "dtb:depth":
            meta.set("content", str(depth))
    return etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True)
