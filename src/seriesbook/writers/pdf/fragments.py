"""Documents laid out in worker processes, each once for as long as nothing in it changes."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from seriesbook.cache import key_of
from seriesbook.feed import fed
from seriesbook.mishaps import too_slow
from seriesbook.problems import BookError, Where
from seriesbook.typeset import engine_version
from seriesbook.versions import code_digest
from seriesbook.writers.pdf.codec import FORMAT, fragment
from seriesbook.writers.pdf.pageworker import Look, SlowPartError, set_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from concurrent.futures import Future

    from seriesbook.model import Asset
    from seriesbook.reasons import Inputs
    from seriesbook.rendition import Font
    from seriesbook.spool import Kept
    from seriesbook.tools import Tools
    from seriesbook.writers.pdf.codec import Fragment
    from seriesbook.writers.pdf.pageworker import Work

# Characters of markup in one task. A task carries the fonts, some MB, so that one essay each
# would spend more on the way than in the worker. Few documents make this many tasks, for more than
# one worker to be at them.
_TASK, _TASKS = 40_000, 4


@dataclass(frozen=True, slots=True)
class Job:
    """A document to lay out.

    `name` is what it is called in reports; `assets` are the files that it shows. A document that
    prints page numbers tells its `text` without them, and the `numbers`, for reports only. `where`
    is the file it comes from.
    """

    name: str
    document: str
    assets: tuple[Asset, ...] = ()
    text: str = ""
    numbers: tuple[str, ...] = ()
    where: Where = Where("themes")

    def inputs(self) -> Inputs:
        """What it brings to its layout."""
        numbers = (("page numbers", key_of(*self.numbers)),) if self.numbers else ()
        pictures = ((f"image {a.href}", key_of(a.data)) for a in self.assets)
        return (("text", key_of(self.text or self.document)), *numbers, *sorted(pictures))


@dataclass(frozen=True, slots=True)
class Style:
    """What all documents of a kind share: a stylesheet and fonts, and whether they have tags."""

    css: str
    fonts: tuple[Font, ...]
    tagged: bool = False

    def inputs(self) -> Inputs:
        """All that a page set in this style is made from, besides what is on it."""
        faces = sorted(f"{f.family} {f.weight} {f.style} {f.digest}" for f in self.fonts)
        return (
            ("stylesheet", key_of(self.css, str(self.tagged))),
            ("fonts", key_of(*faces)),
            ("engine", key_of(engine_version())),
            ("Seriesbook", key_of(code_digest(), FORMAT)),
        )


@dataclass(frozen=True, slots=True)
class Laid:
    """Layouts by the name of their job, the names of those that were not in the cache, inputs."""

    layouts: dict[str, Fragment]
    fresh: tuple[str, ...]
    inputs: dict[str, Inputs]


@dataclass(frozen=True, slots=True)
class _Missing:
    """A job that is at the workers: its key, and what it brings, set aside until one has it."""

    name: str
    where: Where
    key: str
    length: int
    work: Kept


class Pending:
    """Documents that are being laid out by workers, beside those that the cache had."""

    def __init__(self, jobs: Iterable[Job], style: Style, kind: str, tools: Tools) -> None:
        common = style.inputs()
        self._kind, self._tools = kind, tools
        self._inputs: dict[str, Inputs] = {}
        self._kept: dict[str, Kept] = {}
        missing: list[_Missing] = []
        spool = tools.cache.spool
        for job in jobs:
            inputs = self._inputs[job.name] = (*job.inputs(), *common)
            key = _key(job, inputs)
            data = tools.cache.get(kind, key)
            if data is not None:
                self._kept[job.name] = spool.keep(data)
            else:
                work = spool.keep(pickle.dumps(_payload(job), pickle.HIGHEST_PROTOCOL))
                missing.append(_Missing(job.name, job.where, key, len(job.document), work))
        self._missing = tuple(one.name for one in missing)
        self._batches = _batches(missing)
        self._tasks = _started(self._batches, style, tools)

    @property
    def is_done(self) -> bool:
        """Whether the cache had all of them."""
        return not self._missing

    def result(self) -> Laid:
        """Wait for what is still missing, and keep it in the cache; the same each time."""
        return self._laid

    @cached_property
    def _laid(self) -> Laid:
        # What the cache had is read while the workers are at the rest.
        layouts = {name: fragment(data) for name, data in self._kept.items()}
        self._kept.clear()
        done = 0
        for batch, future in zip(self._batches, self._tasks, strict=True):
            for one, made in zip(batch, self._made(batch, future), strict=True):
                self._tools.cache.put(self._kind, one.key, made.read())
                layouts[one.name] = fragment(made)
                done += 1
                self._tools.progress(done, len(self._missing))
        return Laid(layouts, self._missing, self._inputs)

    def _made(
        self, batch: Sequence[_Missing], future: Future[tuple[Kept, ...]]
    ) -> tuple[Kept, ...]:
        try:
            return future.result()
        except SlowPartError as error:
            where = next(one.where for one in batch if one.name == error.name)
            raise BookError([too_slow(where, self._tools.seconds)]) from None


def begin(jobs: Iterable[Job], style: Style, kind: str, tools: Tools) -> Pending:
    """Have workers lay out what the cache lacks; returns at once.

    `kind` names their shelf in the cache. The result does not depend on the cache's state or on
    the number of workers.
    """
    return Pending(jobs, style, kind, tools)


def lay_out(jobs: Iterable[Job], style: Style, kind: str, tools: Tools) -> Laid:
    """Lay out documents, from the cache where it has them (see `begin`), and wait for them."""
    return begin(jobs, style, kind, tools).result()


def _key(job: Job, inputs: Inputs) -> str:
    return key_of(job.document, *(f"{what} {digest}" for what, digest in inputs))


def _started(
    batches: Sequence[Sequence[_Missing]], style: Style, tools: Tools
) -> tuple[Future[tuple[Kept, ...]], ...]:
    """Have workers take batches in turn; what they make is set aside as it comes."""
    if not batches:
        return ()
    look = Look(style.css, style.fonts, style.tagged)
    blob = pickle.dumps(look, protocol=pickle.HIGHEST_PROTOCOL)

    def submit(batch: Sequence[_Missing]) -> Future[tuple[bytes, ...]]:
        works = tuple(one.work.read() for one in batch)
        return tools.executor.submit(set_documents, blob, works, tools.seconds)

    def aside(made: tuple[bytes, ...]) -> tuple[Kept, ...]:
        return tuple(map(tools.cache.spool.keep, made))

    return fed(batches, submit, aside)


def _payload(job: Job) -> Work:
    return job.name, job.where, job.document, {asset.href: asset.data for asset in job.assets}


def _batches(missing: Sequence[_Missing]) -> list[list[_Missing]]:
    """Tasks of about the same size, longest documents first, so that workers end together."""
    batches: list[list[_Missing]] = []
    size = min(_TASK, sum(one.length for one in missing) // _TASKS)
    room = 0
    for one in sorted(missing, key=lambda one: (-one.length, one.name)):
        if room < one.length:
            batches.append([])
            room = size
        batches[-1].append(one)
        room -= one.length
    return batches
