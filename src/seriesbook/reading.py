"""The texts of a series become sections: what was read before from the cache, the rest anew."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from seriesbook.cache import key_of
from seriesbook.faults import at_work
from seriesbook.frontmatter import Head, split
from seriesbook.keeping import pack, unpack
from seriesbook.listening import heard_problems, listening
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.readers import ReadContext, read_section
from seriesbook.roles import role_name
from seriesbook.slugs import assign_slugs
from seriesbook.versions import code_digest, installed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor

    from seriesbook.cache import Cache
    from seriesbook.limits import Limits
    from seriesbook.model import Section, Series, Source
    from seriesbook.report import Progress
    from seriesbook.sources import Sources

T = TypeVar("T")

# Reading in workers pays off from this many bytes of sources on: a pool takes 0.2 s to start.
POOL_FROM_BYTES = 400_000


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


def read_texts(
    sources: Sources, series: Series, cache: Cache, executor: Executor, progress: Progress
) -> Outcome[tuple[Section, ...]]:
    """Read essays and matter, in the order of their files."""
    problems: list[Problem] = []
    files = sources.essays + sources.matter
    heads: dict[str, Head] = {}
    for source in files:
        head = _head(source, cache, series.limits)
        heads[source.path] = head.value
        problems += head.problems
    slugs = assign_slugs(heads)
    problems += slugs.problems
    bios: set[str | None] = {person.bio for person in series.authors if person.bio}
    essays = {source.path for source in sources.essays}
    work = [
        (
            source,
            heads[source.path],
            ReadContext(
                slug=slugs.value[source.path],
                role=_role(source.path, heads[source.path], essays, bios),
                language=series.language,
                limits=series.limits,
            ),
        )
        for source in files
    ]
    sections = []
    for done, section in enumerate(_sections(work, cache, executor), 1):
        sections.append(section.value)
        problems += section.problems
        progress("reading", done, len(work))
    return Outcome(tuple(sections), tuple(problems))


_Reading: TypeAlias = "tuple[Source, Head, ReadContext]"


def _head(source: Source, cache: Cache, limits: Limits) -> Outcome[Head]:
    """The head of a file, from the cache if it is there."""
    key = key_of(code_digest(), installed(), source.path, source.digest, repr(limits))
    with at_work("reading its head", Where(source.path)):
        return _kept("head", key, cache, lambda: split(source, limits))


def _sections(
    work: list[_Reading], cache: Cache, executor: Executor
) -> Iterator[Outcome[Section]]:
    """Sections in the order of their files; what the cache lacks is read, by workers if much."""
    keys = [
        key_of(code_digest(), installed(), source.path, source.digest, repr(context))
        for source, _, context in work
    ]
    kept = [cache.get("section", key) for key in keys]
    missing = [one for one, data in zip(work, kept, strict=True) if data is None]
    many = sum(len(source.data) for source, _, _ in missing) > POOL_FROM_BYTES
    read = iter(executor.map(_read_one, missing) if many else map(_read_one, missing))
    for key, data in zip(keys, kept, strict=True):
        if data is not None:
            yield unpack(data)
        else:
            outcome = next(read)
            cache.put("section", key, pack(outcome))
            yield outcome


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
