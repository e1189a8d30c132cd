"""Seriesbook against its peers on the Federalist Papers: one table of ratios, nothing asserted.

`figures.py [FOLDER]` (or `make bench`). Every ratio is of two things timed in this run, one after
the other, on this machine; both are printed. Peers: pandoc with WeasyPrint (the same page CSS and
fonts), pandoc with Typst (`typst` from PyPI, 6 x 9 in), pandoc's own EPUB, WeasyPrint alone.
FOLDER is a series; the Federalist Papers of the corpora if none is given.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

import pikepdf
import pypandoc
from fontTools.ttLib import TTFont

from seriesbook.cache import Cache
from seriesbook.model import Edition
from seriesbook.theme import load_theme
from support import CORPORA, copy_series, federalist

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

TYPST = """#set page(width: 6in, height: 9in, margin: (x: 0.75in, y: 0.95in))
#set par(justify: true)
#set text(size: 12pt, hyphenate: true)
"""
RUNS = 3
TIMES = 10


@dataclass
class Bench:
    """A place to work in, and the rows of the table."""

    work: Path
    series: Path
    rows: list[tuple[str, str, str]] = field(default_factory=list)

    def say(self, what: str, ratio: float, wanted: str, note: str = "") -> None:
        """Add a row and show it."""
        shown = f"{ratio:.3f}" if ratio < 0.1 else f"{ratio:.2f}"
        self.rows.append((what, f"{shown} ({note})" if note else shown, wanted))
        print(f"{what:<66} {shown:>7}   at most {wanted:<6} {note}", flush=True)


def seconds(command: Sequence[str | Path], cwd: Path | None = None) -> float:
    """How long a command takes, as one waits for it."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=cwd)
    return time.perf_counter() - start


def median(action: Callable[[], float], runs: int = RUNS) -> float:
    """The middle of several runs."""
    return statistics.median(action() for _ in range(runs))


def seriesbook(folder: Path, work: Path, *options: str) -> list[str | Path]:
    """The command that builds a series, with its cache in the working folder."""
    return [sys.executable, "-m", "seriesbook", "build", folder, "--output", work / "out",
            "--cache", work / "cache", *options]  # fmt: skip


def cold(bench: Bench, folder: Path, *options: str) -> float:
    """Seconds of a build that finds no cache."""
    shutil.rmtree(bench.work / "cache", ignore_errors=True)
    shutil.rmtree(bench.work / "out", ignore_errors=True)
    return seconds(seriesbook(folder, bench.work, *options))


def essays(folder: Path) -> list[Path]:
    """Files of the essays, in order."""
    return sorted(p for p in folder.rglob("*.md") if p.parent.name not in {"front", "back"})


def plain_essays(folder: Path, target: Path) -> list[Path]:
    """Essays without front matter, under a heading: what pandoc takes as chapters."""
    target.mkdir(exist_ok=True)
    made = []
    for path in essays(folder):
        text = path.read_text(encoding="utf-8")
        match = re.match(r"---\n(.*?)\n---\n", text, re.S)
        head, body = (match[1], text[match.end() :]) if match else ("", text)
        title = re.search(r'^title: *"?(.*?)"?$', head, re.M)
        (target / path.name).write_text(f"# {title[1] if title else path.stem}\n\n{body}")
        made.append(target / path.name)
    return made


def page_css(work: Path) -> Path:
    """The stylesheet that Seriesbook's pages are set with, and its fonts, for WeasyPrint."""
    theme = load_theme(Edition("x", "pdf"), "en-US", work, Cache(None)).value
    rules = []
    for font in theme.fonts:
        path = work / f"{font.digest[:12]}.ttf"
        path.write_bytes(font.data)
        TTFont(path).close()
        rules.append(
            f'@font-face {{ font-family: "{font.family}"; font-weight: {font.weight};'
            f' font-style: {font.style}; src: url("{path}") }}'
        )
    css = work / "page.css"
    opening = "\nh1 { break-before: recto } section.footnotes { break-before: page }\n"
    size = "@page { size: 432pt 648pt }\n"
    css.write_text("\n".join(rules) + size + theme.styles["pdf"] + opening, encoding="utf-8")
    return css


def pandoc(bench: Bench, *options: str | Path) -> list[str | Path]:
    """The command that makes a book of all essays with pandoc."""
    files = plain_essays(bench.series, bench.work / "plain")
    return [pypandoc.get_pandoc_path(), "--file-scope", "--standalone", "--metadata=title=Book",
            "--metadata=lang=en-US", *options, *files]  # fmt: skip


def with_weasyprint(bench: Bench) -> float:
    """Seconds of the PDF by pandoc and WeasyPrint, with our page CSS."""
    engine = Path(sys.executable).with_name("weasyprint")
    return seconds(
        pandoc(bench, f"--css={page_css(bench.work)}", f"--pdf-engine={engine}", "-o",
               bench.work / "weasyprint.pdf")
    )  # fmt: skip


def with_typst(bench: Bench) -> float:
    """Seconds of the PDF by pandoc and Typst."""
    source, target = bench.work / "book.typ", bench.work / "typst.pdf"
    head = bench.work / "head.typ"
    head.write_text(TYPST)
    first = seconds(pandoc(bench, f"--include-in-header={head}", "-o", source))
    program = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"
    return first + seconds([sys.executable, "-c", program, source, target])


def add_a_sentence(folder: Path, number: int, times: int = 1) -> None:
    """Change one essay: a sentence, or many."""
    path = essays(folder)[number]
    stamp = f"This was added at {time.time_ns()}. "
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n\n" + stamp * times + "\n")


def edit(bench: Bench, number: int, times: int = 1) -> float:
    """Seconds of a build after an edit."""
    add_a_sentence(bench.series, number, times)
    return seconds(seriesbook(bench.series, bench.work))


def times_ten(series: Path, target: Path) -> Path:
    """A series of ten times as many essays."""
    copy_series(series, target)
    for path in essays(target):
        for copy in range(1, TIMES):
            text = path.read_text(encoding="utf-8")
            text = re.sub(r"^number: *", f"number: {copy}00", text, count=1, flags=re.M)
            path.with_name(f"{path.stem}-copy-{copy}.md").write_text(text)
    return target


def peak(command: Sequence[str | Path]) -> int:
    """Most memory in KiB that any one process of a command has had (Linux: VmHWM)."""
    most = 0
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        while process.poll() is None:
            most = max([most, *_memory_of(process.pid)])
            time.sleep(0.05)
    return most


def _memory_of(session: int) -> Iterator[int]:
    """Most memory that each process of a session has had by now."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[3]) == session:
                status = (folder / "status").read_text()
                yield int(status.partition("VmHWM:")[2].split()[0])
        except (OSError, ValueError, IndexError):
            continue  # it has ended


def pages(path: Path) -> int:
    """Number of pages of a PDF."""
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def built(bench: Bench, suffix: str) -> Path:
    """The one book of this kind that was built."""
    return next((bench.work / "out").rglob(f"*{suffix}"))


def against_peers(bench: Bench) -> None:
    """The rows that need pandoc."""
    ours = median(lambda: cold(bench, bench.series))
    one_page = pages(built(bench, ".pdf"))
    weasyprint = with_weasyprint(bench)
    note = f"{ours:.1f} s for {one_page} pages / {weasyprint:.1f} s for"
    note += f" {pages(bench.work / 'weasyprint.pdf')}"
    bench.say("cold, both outputs / PDF by pandoc and WeasyPrint", ours / weasyprint, "0.33", note)
    typst = median(lambda: with_typst(bench))
    note = f"{typst:.1f} s for {pages(bench.work / 'typst.pdf')} pages"
    bench.say("cold, both outputs / PDF by pandoc and Typst", ours / typst, "1.6", note)
    middle = len(essays(bench.series)) // 2 - 2
    cold(bench, bench.series)
    one = median(lambda: edit(bench, middle), 5)
    bench.say("a sentence in essay 40 / pandoc and WeasyPrint", one / weasyprint, "0.04",
              f"{one:.2f} s")  # fmt: skip
    bench.say("a sentence in essay 40 / pandoc and Typst", one / typst, "0.20")
    shifting = median(lambda: edit(bench, 1, 60), 5)
    bench.say("an edit that shifts every later page / one that shifts none",
              shifting / one, "1.3", f"{shifting:.2f} s")  # fmt: skip
    nothing = median(lambda: seconds(seriesbook(bench.series, bench.work)), 5)
    bench.say("nothing changed, in seconds", nothing, "0.3")
    size = built(bench, ".pdf").stat().st_size
    alone = (bench.work / "weasyprint.pdf").stat().st_size
    bench.say("PDF bytes / one WeasyPrint document, a page", (size / one_page)
              / (alone / pages(bench.work / "weasyprint.pdf")), "1.15",
              f"{size / 1e6:.2f} MB / {alone / 1e6:.2f} MB")  # fmt: skip
    only = bench.work / "only"
    copy_series(bench.series, only)
    with (only / "series.toml").open("a", encoding="utf-8") as manifest:
        manifest.write('\n[editions.ebook]\nformat = "epub"\n')
    epub = median(lambda: cold(bench, only))
    theirs = median(lambda: seconds(pandoc(bench, "-o", bench.work / "pandoc.epub")))
    bench.say("EPUB alone, cold / pandoc's EPUB", epub / theirs, "1.0",
              f"{epub:.1f} s / {theirs:.1f} s")  # fmt: skip


def watched(bench: Bench) -> None:
    """Saves under `seriesbook watch`, against edits built one by one."""
    cold(bench, bench.series)
    one = median(lambda: edit(bench, 38), 5)
    command = [str(part) for part in seriesbook(bench.series, bench.work)]
    command[command.index("build")] = "watch"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as watch:
        time.sleep(5)
        times = [_save(bench) for _ in range(20)]
        watch.terminate()
    waited = statistics.median(times)
    bench.say("watch: save to both files replaced / the one-shot edit", waited / one, "0.6",
              f"{waited:.2f} s")  # fmt: skip


def _save(bench: Bench) -> float:
    """Seconds from a save until both books are replaced."""
    books = [built(bench, ".pdf"), built(bench, ".epub")]
    before = [book.stat().st_mtime_ns for book in books]
    add_a_sentence(bench.series, 38)
    start = time.perf_counter()
    while any(b.stat().st_mtime_ns == old for b, old in zip(books, before, strict=True)):
        if time.perf_counter() - start > 60:
            raise TimeoutError("watch did not build")
        time.sleep(0.01)
    return time.perf_counter() - start


def longer(bench: Bench) -> None:
    """Ten times the book."""
    many = times_ten(bench.series, bench.work / "ten")
    one, ten = cold(bench, bench.series), cold(bench, many)
    bench.say("ten times the book: cold time", ten / one, "10.5", f"{ten:.0f} s / {one:.1f} s")
    few, much = (
        peak(seriesbook(folder, bench.work, "--no-cache")) for folder in (bench.series, many)
    )
    bench.say("ten times the book: peak memory of a process", much / few, "1.3",
              f"{much / 1024:.0f} MiB / {few / 1024:.0f} MiB")  # fmt: skip


def main() -> None:
    """Print the table."""
    names = ("weasyprint", "typst", "pypandoc_binary", "pikepdf", "ebooklib")
    print(", ".join(f"{name} {metadata.version(name)}" for name in names))
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
        if given is None and not CORPORA.is_dir():
            sys.exit("Give a series: the corpora are not here.")
        target = work / "series"
        bench = Bench(work, copy_series(given, target) if given else federalist(target))
        against_peers(bench)
        watched(bench)
        longer(bench)


if __name__ == "__main__":
    main()
