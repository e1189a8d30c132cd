"""Documents laid out in worker processes, each once for as long as nothing in it changes."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from seriesbook.cache import key_of
from seriesbook.deadline import TooSlowError, deadline
from seriesbook.mishaps import too_slow
from seriesbook.problems import BookError, Where
from seriesbook.typeset import engine_version, layout
from seriesbook.versions import code_digest
from seriesbook.writers.pdf.codec import FORMAT, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from seriesbook.model import Asset, Font
    from seriesbook.tools import Tools
from seriesbook.typeset import Layout

_Work: TypeAlias = "tuple[str, str, dict[str, bytes]]"
# What a layout is made from: names for authors, with digests.
Inputs: TypeAlias = "tuple[tuple[str, str], ...]"

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


def lay_out(jobs: Sequence[Job], style: Style, kind: str, tools: Tools) -> Laid:
    """Lay out documents, from the cache where it has them.

    `kind` names their shelf in the cache. The result does not depend on the cache's state or on
    the number of workers.
    """
    common = style.inputs()
    inputs = {job.name: (*job.inputs(), *common) for job in jobs}
    keys = {job.name: _key(job, inputs[job.name]) for job in jobs}
    layouts: dict[str, Layout] = {}
    for job in jobs:
        data = tools.cache.get(kind, keys[job.name])
        if data is not None:
            layouts[job.name] = unpack(data)
    missing = [job for job in jobs if job.name not in layouts]
    for done, (name, made) in enumerate(_made(missing, style, tools), 1):
        tools.cache.put(kind, keys[name], pack(made))
        layouts[name] = made
        tools.progress(done, len(missing))
    return Laid(layouts, tuple(job.name for job in missing), inputs)


def _key(job: Job, inputs: Inputs) -> str:
    return key_of(job.document, *(f"{what} {digest}" for what, digest in inputs))


def _made(jobs: Sequence[Job], style: Style, tools: Tools) -> Iterator[tuple[str, Layout]]:
    if not jobs:
        return
    blob = pickle.dumps(style, protocol=pickle.HIGHEST_PROTOCOL)
    tasks = [
        (
            batch,
            tools.executor.submit(
                _work, blob, tuple(_payload(job) for job in batch), tools.seconds
            ),
        )
        for batch in _batches(jobs)
    ]
    places = {job.name: job.where for job in jobs}
    for batch, future in tasks:
        try:
            made = future.result()
        except SlowPartError as error:
            raise BookError([too_slow(places[error.name], tools.seconds)]) from None
        yield from zip((job.name for job in batch), made, strict=True)


def _payload(job: Job) -> _Work:
    return job.name, job.document, {asset.href: asset.data for asset in job.assets}


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
    name, document, files = work
    try:
        with deadline(seconds):
            return layout(document, style.css, style.fonts, files, part=True, tagged=style.tagged)
    except TooSlowError:
        raise SlowPartError(name) from None
    except Exception as error:
        error.add_note(f"while setting {name!r}")
        raise


@lru_cache(maxsize=4)
def _style(blob: bytes) -> Style:
    style: Style = pickle.loads(blob)
    return style
