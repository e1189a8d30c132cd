"""Finished books, opened for tests with real tools: zipfile, lxml, pikepdf, poppler."""

from __future__ import annotations

import importlib.util
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

import pikepdf
from lxml import etree

from seriesbook.build import build
from seriesbook.report import Options, Report
from seriesbook.workers import Workshop

if TYPE_CHECKING:
    from types import ModuleType

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
ROOT = Path(__file__).parents[1]
SAMPLE = next(iter(sorted((ROOT / "series").glob("*/series.toml")))).parent

NAMESPACES = {
    "h": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}


def run_build(folder: Path, output: Path, **options: object) -> Report:
    """Build without a terminal, in processes of its own."""
    wanted = Options(output=output, **options)  # type: ignore[arg-type]
    with Workshop(wanted.jobs) as workshop:
        return build(folder, wanted, workshop, lambda *_: None)


def benchmark(name: str) -> ModuleType:
    """A module of `tests/benchmarks`, which is no package."""
    path = ROOT / "tests" / "benchmarks" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def copy_series(source: Path, target: Path) -> Path:
    """Copy a series (its files may be read-only) so that a test can change it."""
    shutil.copytree(source, target, copy_function=shutil.copyfile)
    for path in (target, *target.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return target


def federalist(target: Path) -> Path:
    """The Federalist Papers with a series.toml of an author's first day."""
    folder = copy_series(CORPORA / "federalist", target)
    (folder / "series.toml").write_text(
        'title = "The Federalist Papers"\n'
        'language = "en-US"\n'
        "issued = 1788-05-28\n"
        'authors = ["Alexander Hamilton", "John Jay", "James Madison"]\n'
        'license = "CC0-1.0"\n',
        encoding="utf-8",
    )
    return folder


@dataclass(frozen=True)
class Epub:
    """An EPUB, opened."""

    data: bytes

    @cached_property
    def members(self) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    @cached_property
    def package(self) -> etree._Element:
        return etree.fromstring(self.members["EPUB/package.opf"])

    @cached_property
    def spine(self) -> list[str]:
        """Names of the documents in reading order."""
        hrefs = {
            item.get("id"): item.get("href")
            for item in self.package.iterfind(".//opf:item", NAMESPACES)
        }
        return [
            f"EPUB/{hrefs[ref.get('idref')]}"
            for ref in self.package.iterfind(".//opf:itemref", NAMESPACES)
        ]

    @cached_property
    def documents(self) -> dict[str, etree._Element]:
        return {
            name: etree.fromstring(data)
            for name, data in self.members.items()
            if name.endswith(".xhtml")
        }

    @cached_property
    def ids(self) -> set[str]:
        """Every place that a link can lead to: `name` and `name#id`."""
        places = set(self.members)
        for name, document in self.documents.items():
            places |= {f"{name}#{e.get('id')}" for e in document.iter() if e.get("id")}
        return places

    def links(self, kind: str = "") -> list[tuple[str, str]]:
        """(place of the link, target) of the links of an `epub:type`, or of all inner ones."""
        found = []
        for name, document in self.documents.items():
            for a in document.iterfind(".//h:a[@href]", NAMESPACES):
                href = a.get("href", "")
                types = a.get(f"{{{NAMESPACES['epub']}}}type", "").split()
                if re.match(r"[a-z]+:", href) or (kind and kind not in types):
                    continue
                path, _, fragment = href.partition("#")
                target = normpath(join(dirname(name), path)) if path else name
                found.append(
                    (f"{name}#{a.get('id')}", f"{target}#{fragment}" if fragment else target)
                )
        return found


@dataclass(frozen=True)
class Pdf:
    """A PDF, opened."""

    path: Path

    @cached_property
    def file(self) -> pikepdf.Pdf:
        return pikepdf.open(self.path)

    @cached_property
    def texts(self) -> list[str]:
        """Text of each page, by poppler."""
        done = subprocess.run(
            ["pdftotext", "-layout", str(self.path), "-"],
            capture_output=True, check=True, text=True,
        )  # fmt: skip
        return done.stdout.split("\f")[: len(self.file.pages)]

    @cached_property
    def labels(self) -> list[str]:
        return [page.label for page in self.file.pages]

    @cached_property
    def numbers(self) -> dict[tuple[int, int], int]:
        """Index of a page by its object."""
        return {page.obj.objgen: index for index, page in enumerate(self.file.pages)}

    def links(self) -> list[tuple[int, int, float]]:
        """(page index, target page index, target height in pt) of each inner link."""
        found = []
        for index, page in enumerate(self.file.pages):
            for annotation in page.get("/Annots", []):
                target = self.destination(annotation)
                if target is not None:
                    found.append((index, *target))
        return found

    def destination(self, annotation: pikepdf.Object) -> tuple[int, float] | None:
        place = annotation.get("/Dest")
        if place is None and "/A" in annotation and annotation.A.get("/S") == "/GoTo":
            place = annotation.A.D
        if place is None:
            return None
        if isinstance(place, pikepdf.String):
            names = pikepdf.NameTree(self.file.Root.Names.Dests)
            place = names[str(place)]
            place = place.D if isinstance(place, pikepdf.Dictionary) else place
        return self.numbers[place[0].objgen], float(place[3])

    def outline(self) -> list[tuple[str, int]]:
        """(title, page index) of every bookmark, depth first."""
        found: list[tuple[str, int]] = []
        with self.file.open_outline() as outline:
            todo = list(outline.root)
            while todo:
                item = todo.pop(0)
                place = item.destination
                if isinstance(place, pikepdf.Array):
                    found.append((item.title, self.numbers[place[0].objgen]))
                todo = [*item.children, *todo]
        return found


def qpdf_check(path: Path) -> str:
    """Run `qpdf --check`; '' if it is clean, else what it says."""
    done = subprocess.run(
        ["qpdf", "--check", str(path)], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr
