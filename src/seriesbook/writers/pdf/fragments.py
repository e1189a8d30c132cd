"""Documents laid out in worker processes, each once for as long as nothing in it changes."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeAlias

from seriesbook.cache import key_of
from seriesbook.deadline import TooSlowError, deadline
from seriesbook.faults import at_work
from seriesbook.mishaps import too_slow
from seriesbook.problems import BookError, Where
from seriesbook.turns import in_turn
from seriesbook.typeset import engine_version, layout
from seriesbook.versions import code_digest
from seriesbook.writers.pdf.codec import FORMAT, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from concurrent.futures import Future

    from seriesbook.model import Asset
    from seriesbook.reasons import Inputs
    from seriesbook.rendition import Font
    from seriesbook.tools import Tools
    from seriesbook.typeset import Layout

_Work: TypeAlias = "tuple[str, Where, str, dict[str, bytes]]"

# Characters of markup in one task. A task carries the fonts, some MB, so that one essay each
# would spend more on the way than in the worker.
_TASK = 40_000


class SlowPartError(Exception):
    """A part took too long to set; `name` is that of its job."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


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

    layouts: dict[str, Layout]
    fresh: tuple[str, ...]
    inputs: dict[str, Inputs]


class Pending:
    """Documents that are being laid out by workers, beside those that the cache had."""

    def __init__(self, jobs: Sequence[Job], style: Style, kind: str, tools: Tools) -> None:
        common = style.inputs()
        self._inputs = {job.name: (*job.inputs(), *common) for job in jobs}
        self._keys = {job.name: _key(job, self._inputs[job.name]) for job in jobs}
        self._kind, self._tools = kind, tools
        self._kept: dict[str, bytes] = {}
        for job in jobs:
            data = tools.cache.get(kind, self._keys[job.name])
            if data is not None:
                self._kept[job.name] = data
        self._missing = [job for job in jobs if job.name not in self._kept]
        self._tasks = _started(self._missing, style, tools)

    def result(self) -> Laid:
        """Wait for what is still missing, and keep it in the cache; the same each time."""
        return self._laid

    @cached_property
    def _laid(self) -> Laid:
        # What the cache had is read while the workers are at the rest.
        layouts = {name: unpack(data) for name, data in self._kept.items()}
        self._kept.clear()
        done = 0
        for batch, future in self._tasks:
            for job, made in zip(batch, self._made(batch, future), strict=True):
                self._tools.cache.put(self._kind, self._keys[job.name], pack(made))
                layouts[job.name] = made
                done += 1
                self._tools.progress(done, len(self._missing))
        return Laid(layouts, tuple(job.name for job in self._missing), self._inputs)

    def _made(
        self, batch: Sequence[Job], future: Future[tuple[Layout, ...]]
    ) -> tuple[Layout, ...]:
        try:
            return future.result()
        except SlowPartError as error:
            where = next(job.where for job in batch if job.name == error.name)
            raise BookError([too_slow(where, self._tools.seconds)]) from None


def begin(jobs: Sequence[Job], style: Style, kind: str, tools: Tools) -> Pending:
    """Have workers lay out what the cache lacks; returns at once.

    `kind` names their shelf in the cache. The result does not depend on the cache's state or on
    the number of workers.
    """
    return Pending(jobs, style, kind, tools)


def lay_out(jobs: Sequence[Job], style: Style, kind: str, tools: Tools) -> Laid:
    """Lay out documents, from the cache where it has them (see `begin`), and wait for them."""
    return begin(jobs, style, kind, tools).result()


def _key(job: Job, inputs: Inputs) -> str:
    return key_of(job.document, *(f"{what} {digest}" for what, digest in inputs))


def _started(
    jobs: Sequence[Job], style: Style, tools: Tools
) -> list[tuple[list[Job], Future[tuple[Layout, ...]]]]:
    if not jobs:
        return []
    blob = pickle.dumps(style, protocol=pickle.HIGHEST_PROTOCOL)
    return [
        (
            batch,
            tools.executor.submit(
                _work, blob, tuple(_payload(job) for job in batch), tools.seconds
            ),
        )
        for batch in _batches(jobs)
    ]


def _payload(job: Job) -> _Work:
    return job.name, job.where, job.document, {asset.href: asset.data for asset in job.assets}


def _batches(jobs: Iterable[Job]) -> list[list[Job]]:
    """Tasks of about the same size, longest documents first, so that workers end together."""
    batches: list[list[Job]] = []
    room = 0
    for job in sorted(jobs, key=lambda job: (-len(job.document), job.name)):
        if room < len(job.document):
            batches.append([])
            room = _TASK
        batches[-1].append(job)
        room -= len(job.document)
    return batches


def _work(blob: bytes, works: tuple[_Work, ...], seconds: float) -> tuple[Layout, ...]:
    """Lay out documents in a worker: bytes in, bytes out."""
    style = _style(blob)
    return tuple(_one(work, style, seconds) for work in works)


def _one(work: _Work, style: Style, seconds: float) -> Layout:
    name, where, document, files = work
    try:
        # Waiting for a turn takes no time of the document's own.
        with (
            at_work(f"setting the pages of {name!r}", where),
            in_turn(document),
            deadline(seconds),
        ):
            return layout(document, style.css, style.fonts, files, part=True, tagged=style.tagged)
    except TooSlowError:
        raise SlowPartError(name) from None


@lru_cache(maxsize=4)
def _style(blob: bytes) -> Style:
    style: Style = pickle.loads(blob)
    return style
