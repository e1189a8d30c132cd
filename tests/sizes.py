"""Series of unusual size, and what it costs to build them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tiny import picture

if TYPE_CHECKING:
    from collections.abc import Callable

_TICK = os.sysconf("SC_CLK_TCK")
_WORDS = "The tide came in over the flats, and nobody on the quay said a word. "


def _notes(count: int) -> dict[str, str]:
    marks = (f"A line that has a note of its own.[^{n}]\n\n" for n in range(count))
    texts = (f"[^{n}]: Said on page {n}.\n" for n in range(count))
    return {"one.md": "# Notes\n\n" + "".join(marks) + "".join(texts)}


def _line(length: int) -> dict[str, str]:
    return {"one.md": "# Long\n\n" + (_WORDS * (length // len(_WORDS) + 1))[:length] + "\n"}


def _emphasised(count: int) -> dict[str, str]:
    return {
        "one.md": "# Marked\n\n" + "".join(f"one *two* three four{n} " for n in range(count // 4))
    }


def _essays(count: int) -> dict[str, str]:
    return {f"{n:04}-essay.md": f"# Essay {n}\n\n{_WORDS * 3}[^1]\n\n[^1]: A note.\n"
            for n in range(count)}  # fmt: skip


def _images(count: int) -> dict[str, str]:
    lines = (f"![Picture {n}](../images/{n}.png)\n\n" for n in range(count))
    return {"one.md": "# Pictures\n\n" + "".join(lines)}


def _word(length: int) -> dict[str, str]:
    return {"one.md": f"# {'longword' * (length // 8)}\n\nSo {'a' * length} it is.\n"}


def _table(columns: int) -> dict[str, str]:
    rows = ["|" + "|".join(f" {row}.{n} " for n in range(columns)) + "|" for row in range(20)]
    rows.insert(1, "|" + "---|" * columns)
    return {"one.md": "# Table\n\n" + "\n".join(rows) + "\n"}


def _nesting(opening: str, closing: str = "") -> Callable[[int], dict[str, str]]:
    def make(depth: int) -> dict[str, str]:
        return {"one.md": f"# Deep\n\n{opening * depth}deep{closing * depth}\n"}

    return make


def _lists(depth: int) -> dict[str, str]:
    return {"one.md": "# Deep\n\n" + "".join(f"{'    ' * n}- level {n}\n" for n in range(depth))}


def _paragraphs(count: int) -> dict[str, str]:
    return {"one.md": "# Many\n\n" + "".join(f"{_WORDS}*{n}*\n\n" for n in range(count))}


def _links(count: int) -> dict[str, str]:
    text = "".join(
        f"## Part {n}\n\nSee [part {n}](#part-{n}), [x][r{n}].\n\n" for n in range(count)
    )
    return {"one.md": f"# Links\n\n{text}" + "".join(
        f"[r{n}]: https://example.org/{n}\n" for n in range(count)
    )}  # fmt: skip


def _marks(count: int) -> dict[str, str]:
    return {"one.md": "# Marks\n\n" + "*_[`<!(" * count + "\n"}


@dataclass(frozen=True, slots=True)
class Size:
    """One kind of size.

    `most` is what must be borne; `refused` the code of the Problem if that is right instead.
    """

    words: str
    make: Callable[[int], dict[str, str]]
    most: int
    refused: str = ""


SIZES = {
    "notes": Size("{} notes in one essay", _notes, 10_000),
    "line": Size("a line of {} characters", _line, 5_000_000, "paragraph-too-long"),
    "emphasised": Size("a paragraph of {} words, many in italics", _emphasised, 40_000),
    "paragraph": Size("a paragraph of {} characters", _line, 3_000_000),
    "essays": Size("{} essays", _essays, 1000),
    "images": Size("{} images", _images, 1000),
    "word": Size("a word of {} characters", _word, 300),
    "table": Size("a table of {} columns", _table, 60),
    "quotes": Size(
        "quotations in one another, {} levels", _nesting("> "), 1000, "nesting-too-deep"
    ),
    "lists": Size("lists in one another, {} levels", _lists, 1000, "nesting-too-deep"),
    "html": Size(
        "HTML in one another, {} levels", _nesting("<div>", "</div>"), 1000, "nesting-too-deep"
    ),
    "brackets": Size(
        "brackets in one another, {} levels", _nesting("[", "](x)"), 1000, "nesting-too-deep"
    ),
    "emphasis": Size(
        "emphasis in one another, {} levels", _nesting("*a ", " a*"), 1000, "nesting-too-deep"
    ),
    "paragraphs": Size("an essay of {} paragraphs", _paragraphs, 10_000),
    "links": Size("an essay of {} headings and links", _links, 2000),
    "marks": Size("{} times marks that never close", _marks, 2000),
}


def write(size: Size, count: int, folder: Path) -> Path:
    """A series of a size."""
    essays = folder / "essays"
    essays.mkdir(parents=True)
    (folder / "series.toml").write_text('title = "Size"\nlanguage = "en"\nauthor = "Ada"\n')
    for name, text in size.make(count).items():
        (essays / name).write_text(text, encoding="utf-8")
    if size.make is _images:
        (folder / "images").mkdir()
        for number in range(count):
            data = picture(size=(40 + number % 50, 30 + number // 50))
            (folder / "images" / f"{number}.png").write_bytes(data)
    return folder


@dataclass(slots=True)
class Cost:
    """What a build took: its exit code and words, CPU time (s), peak of memory (bytes)."""

    code: int
    said: str
    user: float
    largest: int  # of the largest process
    together: int


def _memory(process: Path) -> int:
    """What a process takes of memory, its share of what it has in common with others (PSS)."""
    text = (process / "smaps_rollup").read_text()
    return int(text.partition("\nPss:")[2].split()[0]) * 1024


def measure(folder: Path, output: Path, seconds: float, *options: str) -> Cost:
    """Build a series without a cache, and look at its processes all the while.

    Gives up after so many seconds of CPU time, with exit code -9.
    """
    command = [sys.executable, "-m", "seriesbook", "build", str(folder), "--output", str(output),
               "--no-cache", *options]  # fmt: skip
    times: dict[int, float] = {}
    largest = together = 0
    said_to = output.parent / "said.txt"
    with said_to.open("w+", encoding="utf-8") as said, subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True
    ) as program:  # fmt: skip
        while program.poll() is None:
            sizes = []
            for place in Path("/proc").glob("[0-9]*"):
                with suppress(OSError, IndexError):
                    if os.getpgid(int(place.name)) == program.pid:
                        fields = (place / "stat").read_text().rpartition(") ")[2].split()
                        times[int(place.name)] = (int(fields[11]) + int(fields[12])) / _TICK
                        sizes.append(_memory(place))
            largest, together = max(largest, *sizes, 0), max(together, sum(sizes))
            if sum(times.values()) > seconds:
                os.killpg(program.pid, 9)
                break
            time.sleep(0.1)
        program.wait()
        said.seek(0)
        return Cost(program.returncode, said.read(), sum(times.values()), largest, together)
