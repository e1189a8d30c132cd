"""What is fuzzed: functions of bytes that may raise nothing. Each starts from `seeds`."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook.config import load_series
from seriesbook.folder import Sources
from seriesbook.frontmatter import split
from seriesbook.importers import SOURCES
from seriesbook.importers.options import ImportOptions
from seriesbook.importers.run import import_series
from seriesbook.model import Source
from seriesbook.problems import BookError
from seriesbook.readers import ReadContext, read_section

if TYPE_CHECKING:
    from collections.abc import Callable

_HERE = Path(__file__).parent
_TESTS = _HERE.parent


def read_markdown(data: bytes) -> None:
    """An essay, with its head: what is made of it is well-formed."""
    source = Source("essays/a.md", data, "digest")
    outcome = read_section(source, split(source).value, ReadContext("a", "essay", "en"))
    for body in (outcome.value.body, *(note.body for note in outcome.value.notes)):
        etree.fromstring(
            '<div xmlns="http://www.w3.org/1999/xhtml"'
            f' xmlns:epub="http://www.idpf.org/2007/ops">{body}</div>'
        )


def read_manifest(data: bytes) -> None:
    """A manifest."""
    essay = Source("essays/a.md", b"Text.", "digest")
    sources = Sources(Source("series.toml", data, "digest"), (essay,), (), {})
    try:
        load_series("a", sources)
    except BookError:
        return


def import_from(suffix: str) -> Callable[[bytes], None]:
    """Any importer that takes a file of this kind for its own."""

    def run(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"posts{suffix}"
            path.write_bytes(data)
            options = ImportOptions(Path(folder) / "series", comments=True)
            try:
                import_series([path], options, SOURCES, lambda *_: None)
            except BookError:
                return

    return run


@dataclass(frozen=True, slots=True)
class Target:
    """One function, and patterns of the files in tests/ that it starts from."""

    run: Callable[[bytes], None]
    seeds: tuple[str, ...]


TARGETS = {
    "markdown": Target(read_markdown, ("books/*/source/essays/*.md", "gallery/essays/*.md")),
    "manifest": Target(read_manifest, ("books/*/source/series.toml", "gallery/series.toml")),
    "xml": Target(import_from(".xml"), ("imports/*/source/*.xml",)),
    "json": Target(import_from(".json"), ("imports/*/source/*.json",)),
    "html": Target(import_from(".html"), ("imports/*/source/**/*.html", "fuzz/seeds/*.html")),
    "text": Target(import_from(".txt"), ("books/notes/source/essays/*.md",)),
}


def seeds(name: str) -> list[bytes]:
    """What a target starts from."""
    return [
        p.read_bytes() for pattern in TARGETS[name].seeds for p in sorted(_TESTS.glob(pattern))
    ]


def found(name: str) -> list[Path]:
    """What fuzzing has found wrong before, kept in tests/fuzz/found/NAME."""
    return sorted((_HERE / "found" / name).glob("*"))
