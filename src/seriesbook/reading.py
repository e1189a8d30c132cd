"""The texts of a series become sections: what was read before from the cache, the rest anew."""

from __future__ import annotations

import pickle
from dataclasses import replace
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from seriesbook.cache import key_of
from seriesbook.faults import at_work
from seriesbook.feed import fed
from seriesbook.frontmatter import Head, front_of, split
from seriesbook.heap import give_back
from seriesbook.keeping import pack, unpack
from seriesbook.listening import heard_problems, listening
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.readers import ReadContext, read_section
from seriesbook.roles import role_name
from seriesbook.slugs import assign_slugs
from seriesbook.versions import code_digest, installed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor, Future

    from seriesbook.cache import Cache
    from seriesbook.limits import Limits
    from seriesbook.model import Section, Series, Source
    from seriesbook.report import Progress
    from seriesbook.sources import Sources
    from seriesbook.spool import Kept

T = TypeVar("T")

_HEAD, _FRONT = "head", "head-alone"
# Reading in workers pays off from this many bytes of sources on: a pool takes 0.2 s to start.
POOL_FROM_BYTES = 400_000
# So many bytes go to a worker at once.
_BATCH = 50_000


def read_series(name: str, sources: Sources, cache: Cache) -> Outcome[Series]:
    """The series that a manifest describes (see `config.load_series`)."""
    manifest = sources.manifest
    told = (manifest.path, manifest.digest) if manifest else ()
    paths = repr([
        [source.path for source in sources.essays],
        [source.path for source in sources.matter],
        list(sources.images),
    ])  # fmt: skip
    key = key_of(code_digest(), installed(), name, paths, *told)

    def read() -> Outcome[Series]:
        from seriesbook.config import load_series  # noqa: PLC0415 - pydantic takes 60 ms to import

        return load_series(name, sources)

    return _kept("series", key, cache, read)


def _kept(kind: str, key: str, cache: Cache, read: Callable[[], Outcome[T]]) -> Outcome[T]:
    """An outcome from the cache if it is there; else it is read, and put there."""
    data = cache.get(kind, key)
    if data is not None:
        outcome: Outcome[T] = unpack(data)
        return outcome
    outcome = read()
    cache.put(kind, key, pack(outcome))
    return outcome


class Texts:
    """Essays and matter that are to be read."""

    def __init__(self, sources: Sources, series: Series, cache: Cache) -> None:
        self._cache = cache
        self._problems: list[Problem] = []
        work = list(self._texts(sources, series))
        self._keys = [
            key_of(code_digest(), installed(), source.path, source.digest, repr(context))
            for source, _, context in work
        ]
        self._kept = [cache.get("section", key) for key in self._keys]
        self._missing = [
            (source, head if head.body else _whole(source, series.limits), context)
            for (source, head, context), data in zip(work, self._kept, strict=True)
            if data is None
        ]
        self._read: Iterator[Outcome[Section]] = map(_read_one, self._missing)

    def begin(self, executor: Executor) -> bool:
        """Hand much work to workers; tell whether they are at it now.

        What they are to read is set aside until they have room, so that a large series is in
        memory once, as it is read, and not as it was as well.
        """
        much = sum(map(_size, self._missing)) > POOL_FROM_BYTES
        if much:
            keep = self._cache.spool.keep
            batches = [
                tuple(keep(pickle.dumps(one, pickle.HIGHEST_PROTOCOL)) for one in batch)
                for batch in _batches(self._missing)
            ]
            self._missing.clear()
            give_back()

            def submit(batch: tuple[Kept, ...]) -> Future[list[Outcome[Section]]]:
                return executor.submit(_read_some, [one.read() for one in batch])

            results = fed(batches, submit, lambda read: read)
            self._read = chain.from_iterable(future.result() for future in results)
        return much

    def _texts(self, sources: Sources, series: Series) -> Iterator[_Reading]:
        """What is to be read, in the order of the files."""
        files = sources.essays + sources.matter
        heads: dict[str, Head] = {}
        for source in files:
            head = _head(source, self._cache, series.limits)
            heads[source.path] = head.value
            self._problems += head.problems
        slugs = assign_slugs(heads)
        self._problems += slugs.problems
        bios: set[str | None] = {person.bio for person in series.authors if person.bio}
        essays = {source.path for source in sources.essays}
        for source in files:
            context = ReadContext(
                slug=slugs.value[source.path],
                role=_role(source.path, heads[source.path], essays, bios),
                language=series.language,
                limits=series.limits,
            )
            yield source, heads[source.path], context

    def finish(self, progress: Progress) -> Outcome[tuple[Section, ...]]:
        """All sections, in the order of their files."""
        sections = []
        for done, section in enumerate(self._sections(), 1):
            sections.append(section.value)
            self._problems += section.problems
            progress("reading", done, len(self._keys))
        return Outcome(tuple(sections), tuple(self._problems))

    def _sections(self) -> Iterator[Outcome[Section]]:
        """Sections in the order of their files; what the cache lacks is put there."""
        for key, data in zip(self._keys, self._kept, strict=True):
            if data is not None:
                yield unpack(data)
            else:
                outcome = next(self._read)
                self._cache.put("section", key, pack(outcome))
                yield outcome


_Reading: TypeAlias = "tuple[Source, Head, ReadContext]"


def _head(source: Source, cache: Cache, limits: Limits) -> Outcome[Head]:
    """The head of a file; from the cache it comes without its text."""
    key = key_of(code_digest(), installed(), source.path, source.digest, repr(limits))
    with at_work("reading its head", Where(source.path)):
        data = cache.get(_HEAD, key)
        if data is not None:
            return _unpacked(data)
        outcome = _split(source, cache, limits)
        cache.put(_HEAD, key, _packed(outcome))
    return outcome


def _split(source: Source, cache: Cache, limits: Limits) -> Outcome[Head]:
    """The head of a file whose text may be all that has changed."""
    front, body = front_of(source)
    if not front:
        return split(source, limits)
    key = key_of(code_digest(), installed(), source.path, front, repr(limits))
    data = cache.get(_FRONT, key)
    if data is None:
        outcome = split(source, limits)
        cache.put(_FRONT, key, _packed(outcome))
        return outcome
    kept = _unpacked(data)
    return Outcome(replace(kept.value, body=body), kept.problems)


def _packed(outcome: Outcome[Head]) -> bytes:
    return pack(Outcome(replace(outcome.value, body=""), outcome.problems))


def _unpacked(data: bytes) -> Outcome[Head]:
    outcome: Outcome[Head] = unpack(data)
    return outcome


def _whole(source: Source, limits: Limits) -> Head:
    """A head with its text."""
    with at_work("reading its head", Where(source.path)):
        return split(source, limits).value


def _size(work: _Reading) -> int:
    source, _, _ = work
    return len(source.data)


def _batches(work: list[_Reading]) -> Iterator[list[_Reading]]:
    """Work in pieces that are worth the way to a worker and back."""
    batch: list[_Reading] = []
    size = 0
    for one in work:
        batch.append(one)
        size += _size(one)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _read_some(work: list[bytes]) -> list[Outcome[Section]]:
    return [_read_one(pickle.loads(one)) for one in work]


def _read_one(work: _Reading) -> Outcome[Section]:
    where = Where(work[0].path)
    with listening() as heard, at_work("reading it", where):
        outcome = read_section(*work)
    return Outcome(outcome.value, outcome.problems + heard_problems(heard, where))


def _role(path: str, head: Head, essays: set[str], bios: set[str | None]) -> str:
    """What a file is in the book: as it says itself, else by its folder and name."""
    if head.role:
        return role_name(head.role)
    if path in bios:
        return "about-the-author"
    return "essay" if path in essays else role_name(PurePosixPath(path).stem)
