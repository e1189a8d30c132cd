"""Seriesbook itself fails, in any stage and any process: one Problem, and no traceback."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from seriesbook.faults import FaultError, at_work
from seriesbook.mishaps import disk_problem
from seriesbook.problems import BookError, Where
from seriesbook.reading import POOL_FROM_BYTES
from support import ROOT
from test_limits import write

if TYPE_CHECKING:
    from pathlib import Path

# Read by each Python process, workers too: a function that fails when a word comes.
BREAK = """
import importlib

class OddError(Exception):
    "One that no process can hand to another."
    def __init__(self, one, two):
        super().__init__(one)

module = importlib.import_module({module!r})
whole = getattr(module, {name!r})

def broken(*args, **kwargs):
    if {word!r} in repr(args):
        raise {error}
    return whole(*args, **kwargs)

setattr(module, {name!r}, broken)
"""
FILES: dict[str, str | bytes] = {
    "series.toml": 'title = "T"\nlanguage = "en"\n[editions.ebook]\nformat = "epub"\n'
    '[editions.paperback]\nformat = "pdf"\n',
    "essays/1-one.md": "# One\n\nText.\n",
    "essays/2-two.md": "# Two\n\nMARKED.\n",
}
STAGES = [
    ("seriesbook.engine", "layout", "MARKED", "KeyError(2426)", "essays/2-two.md"),
    ("seriesbook.engine", "layout", "MARKED", "OddError(1, 2)", "essays/2-two.md"),
    ("seriesbook.readers", "read_section", "MARKED", "IndexError()", "essays/2-two.md"),
    ("seriesbook.frontmatter", "split", "MARKED", "ZeroDivisionError('a\\nb')", "essays/2-two.md"),
    ("seriesbook.assemble", "assemble", "MARKED", "RuntimeError('x')", "build"),
    ("seriesbook.leadin", "lead_in", "MARKED", "AssertionError()", "essays/2-two.md"),
    ("seriesbook.pages", "missing_glyphs", "", "RecursionError('deep')", "build"),
    (
        "seriesbook.writers.epub.documents",
        "_document",
        "2-two.md",
        "TypeError('t')",
        "essays/2-two.md",
    ),
    ("seriesbook.covers", "draw", "", "OSError('no errno')", "cover"),
    ("seriesbook.writers.epub.fonts", "needs_of", "", "struct.error('f')", "build"),
    ("seriesbook.making", "_words", "", "LookupError('x')", "build"),
    ("seriesbook.sources", "read_sources", "", "EOFError()", "build"),
    ("seriesbook.atomic", "replace_files", "", "StopIteration()", "build"),
]


def run(folder: Path, fault: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    site = folder / "site"
    site.mkdir(exist_ok=True)
    (site / "sitecustomize.py").write_text(fault, encoding="utf-8")
    path = os.pathsep.join((str(site), str(ROOT / "src")))
    environment = {**os.environ, "PYTHONPATH": path, "SERIESBOOK_CACHE": str(folder / "cache")}
    return subprocess.run(
        [sys.executable, "-m", "seriesbook", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize(("module", "name", "word", "error", "place"), STAGES)
def test_a_fault_in_a_stage(
    module: str, name: str, word: str, error: str, place: str, tmp_path: Path
) -> None:
    write(tmp_path / "series", FILES)
    fault = "import struct\n" + BREAK.format(module=module, name=name, word=word, error=error)
    built = tmp_path / "output" / "t"
    built.mkdir(parents=True)
    (built / "t-ebook.epub").write_bytes(b"the last good book")
    edition = "paperback" if module in {"seriesbook.engine", "seriesbook.pages"} else "ebook"
    done = run(tmp_path, fault, "build", "series", "--no-cache", "--edition", edition)
    assert done.returncode == 1, done.stderr
    (line,) = [one for one in done.stderr.splitlines() if "[seriesbook-fault]" in one]
    assert line.startswith(f"{place}: error"), line
    kind = error.partition("(")[0].removeprefix("struct.")
    assert f"({kind}" in line
    assert "--debug" in line
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) < 25
    assert [path.name for path in built.iterdir()] == ["t-ebook.epub"]
    assert (built / "t-ebook.epub").read_bytes() == b"the last good book"


def test_a_fault_of_a_worker_that_reads(tmp_path: Path) -> None:
    files = {**FILES, "essays/3.md": "# Three\n\n" + "Words go on.\n\n" * (POOL_FROM_BYTES // 10)}
    write(tmp_path / "series", files)
    fault = BREAK.format(
        module="seriesbook.readers", name="read_section", word="MARKED", error="OddError(1, 2)"
    )
    done = run(tmp_path, fault, "build", "series", "--no-cache", "--edition", "ebook")
    assert "essays/2-two.md: error[seriesbook-fault]" in done.stderr
    assert "Traceback" not in done.stderr


def test_details_are_shown_if_asked_for(tmp_path: Path) -> None:
    write(tmp_path / "series", FILES)
    fault = BREAK.format(
        module="seriesbook.engine", name="layout", word="MARKED", error="KeyError(2426)"
    )
    done = run(tmp_path, fault, "build", "series", "--no-cache", "--debug")
    assert "Traceback (most recent call last)" in done.stderr
    assert "KeyError: 2426" in done.stderr
    done = run(tmp_path, fault, "build", "series", "--no-cache", "--json")
    assert '"code": "seriesbook-fault"' in done.stdout
    assert "Traceback" not in done.stderr + done.stdout


@pytest.mark.parametrize(
    ("module", "name", "place"),
    [
        ("seriesbook.importers.convert", "Converter.essay", "post.html"),
        ("seriesbook.importers.detect", "detect", "post.html"),
        ("seriesbook.importers.folder", "write_series", "post.html"),
    ],
)
def test_a_fault_of_an_import(module: str, name: str, place: str, tmp_path: Path) -> None:
    text = "<html><body><article><h1>A</h1><p>{}</p></article></body></html>"
    text = text.format("Words of a page that somebody saved, and more of them. " * 40)
    (tmp_path / "post.html").write_text(text, encoding="utf-8")
    owner, _, attribute = name.rpartition(".")
    code = f"import {module} as module\n"
    code += f"module.{owner + '.' if owner else ''}{attribute} = lambda *args: 1 / 0\n"
    done = run(tmp_path, code, "import", "post.html", "--to", "to")
    assert done.returncode == 1
    assert f"{place}: error[seriesbook-fault]" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "to").exists()


@pytest.mark.parametrize("arguments", [("doctor",), ("schema",), ("theme", "list"), ("explain",)])
def test_a_fault_of_any_other_command(arguments: tuple[str, ...], tmp_path: Path) -> None:
    code = BREAK.format(module="click", name="echo", word="", error="ZeroDivisionError()")
    code = code.replace("if '' in repr(args)", "if not kwargs.get('err')")
    done = run(tmp_path, code, *arguments)
    assert done.returncode == 1
    assert "seriesbook: error[seriesbook-fault]" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_watch_goes_on_after_a_fault(tmp_path: Path) -> None:
    write(tmp_path / "series", FILES)
    fault = BREAK.format(
        module="seriesbook.engine", name="layout", word="MARKED", error="KeyError(2426)"
    )
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(fault, encoding="utf-8")
    path = os.pathsep.join((str(site), str(ROOT / "src")))
    command = [sys.executable, "-m", "seriesbook", "watch", "series", "--no-cache"]
    with subprocess.Popen(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as watching:  # fmt: skip
        assert watching.stdout
        assert watching.stderr
        assert "Seriesbook failed" in watching.stdout.readline()
        (tmp_path / "series" / "essays" / "2-two.md").write_text("# Two\n\nMended.\n", "utf-8")
        assert "made t-ebook.epub" in watching.stdout.readline()
        watching.terminate()
        said = watching.stderr.read()
    assert "essays/2-two.md: error[seriesbook-fault]" in said
    assert "Traceback" not in said


def test_a_fault_comes_whole_from_a_worker() -> None:
    with pytest.raises(FaultError) as caught, at_work("reading it", Where("a.md", 3)):
        etree.fromstring("<a>")
    fault = pickle.loads(pickle.dumps(caught.value))
    assert fault.problem == caught.value.problem
    assert str(fault.where) == "a.md:3"
    assert "Traceback" in fault.details


@pytest.mark.parametrize(
    "error", [BookError([]), FileNotFoundError(2, "no"), MemoryError(), KeyboardInterrupt()]
)
def test_what_is_foreseen_passes(error: BaseException) -> None:
    with pytest.raises(type(error)), at_work("reading it", Where("a.md")):
        raise error


def test_an_error_of_the_disk_is_none() -> None:
    assert disk_problem(PermissionError(13, "denied", "x")).code == "disk"
