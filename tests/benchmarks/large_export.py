"""Time and memory of importing large exports, made of posts that differ.

    python tests/benchmarks/large_export.py 500        # megabytes; 10, 20, 40 if none are given

Each import runs in a process of its own. Printed are the time that the processor was busy, the
peak of memory, and both for a dry run and for `--select` of one post.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

POST = 50_000  # bytes
WORDS = (
    "tide harbour net lamp letter winter bread widow ledger rope salt herring quay clock storm "
    "bell road chapel boat market the the the the and and of of to a in was were had with for on "
    "that they nobody would came went asked told never again under over before after"
).split()


def write_export(path: Path, posts: int, size: int = POST) -> None:
    """A WXR file of so many posts of about `size` bytes, the same each time."""
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
            'xmlns:wp="http://wordpress.org/export/1.2/" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            "<title>The Quay</title><language>en-GB</language>"
            "<wp:author><wp:author_login>mara</wp:author_login>"
            "<wp:author_display_name>Mara Quill</wp:author_display_name></wp:author>\n"
        )
        for number in range(1, posts + 1):
            file.write(_item(number, posts, size))
        file.write("</channel></rss>\n")


def write_ghost(path: Path, posts: int, size: int = POST) -> None:
    """A Ghost export of so many posts, all on one line."""
    with path.open("w", encoding="utf-8") as file:
        file.write('{"db":[{"meta":{"version":"5.80.0"},"data":{"posts":[')
        for number in range(1, posts + 1):
            row = {
                "id": f"{number}", "title": f"Letter {number}", "slug": f"letter-{number}",
                "html": "".join(_body(number, posts, size)), "status": "published",
                "type": "post", "published_at": "2020-02-02T08:00:00.000Z",
            }  # fmt: skip
            file.write("," * (number > 1) + json.dumps(row))
        file.write('],"users":[{"id":"1","name":"Mara Quill"}],"posts_authors":[')
        rows = ({"post_id": str(n), "author_id": "1"} for n in range(1, posts + 1))
        file.write(",".join(map(json.dumps, rows)))
        file.write('],"settings":[{"key":"title","value":"The Quay"},')
        file.write('{"key":"url","value":"https://quay.example"}]}}]}')


def _item(number: int, posts: int, size: int) -> str:
    day = f"{2000 + number % 24}-{1 + number % 12:02}-{1 + number % 28:02} 08:00:00"
    return (
        f"<item><title>Letter {number}</title><link>https://quay.example/letter-{number}/</link>"
        f"<dc:creator>mara</dc:creator><guid>https://quay.example/?p={number}</guid>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_name>letter-{number}</wp:post_name>"
        f"<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
        f"<wp:post_date>{day}</wp:post_date><content:encoded><![CDATA["
        f"{''.join(_body(number, posts, size))}]]></content:encoded></item>\n"
    )


def _body(number: int, posts: int, size: int) -> Iterator[str]:
    dice = random.Random(number)
    other = 1 + dice.randrange(posts)
    yield (
        f'<p>See <a href="https://quay.example/?p={other}">an earlier letter</a>'
        '<sup><a href="#fn1" id="r1">1</a></sup>.</p>\n'
    )
    written = 0
    while written < size:
        block = _block(dice)
        written += len(block)
        yield block
    yield '<ol><li id="fn1">A note of its own. <a href="#r1">↩</a></li></ol>\n'


def _block(dice: random.Random) -> str:
    text = " ".join(dice.choices(WORDS, k=dice.randrange(60, 140))).capitalize()
    kind = dice.randrange(12)
    if kind == 0:
        return f"<h3>{text[:40].strip()}</h3>\n<p>{text}.</p>\n"
    if kind == 1:
        return f"<blockquote><p>{text}.</p></blockquote>\n"
    return f"<p>{text[:90]}<em>{text[90:120]}</em>{text[120:]}.</p>\n"


RUN = """
import resource, sys
from pathlib import Path
from seriesbook.importers import SOURCES
from seriesbook.importers.options import ImportOptions
from seriesbook.importers.run import import_series
options = {"to": Path(sys.argv[2])}
if sys.argv[3] == "dry": options["dry_run"] = True
if sys.argv[3] == "select": options["select"] = ("letter-7",)
said = []
report, _ = import_series(
    [Path(sys.argv[1])], ImportOptions(**options), SOURCES, lambda *a: said.append(a)
)
used = resource.getrusage(resource.RUSAGE_SELF)
# ru_maxrss would count what the process that started this one held.
peak = next(l for l in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in l)
print(len(report.essays), len(said), used.ru_utime + used.ru_stime, int(peak.split()[1]) // 1024)
"""


def measure(source: Path, to: Path, how: str) -> tuple[int, int, float, int]:
    """Essays, times that progress was told, seconds of the processor, megabytes of memory."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, source, to, how], capture_output=True, check=True, text=True
    )
    essays, told, seconds, megabytes = done.stdout.split()
    return int(essays), int(told), float(seconds), int(megabytes)


WRITERS = {"wordpress.xml": write_export, "ghost.json": write_ghost}


def main() -> None:
    """Print one line an import."""
    for size, (kind, write) in product(
        [int(word) for word in sys.argv[1:]] or [10, 20, 40], WRITERS.items()
    ):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, kind)
            write(source, size * 1_000_000 // POST)
            for how in ("select", "dry", "full"):
                essays, _, seconds, megabytes = measure(source, Path(folder, how), how)
                print(
                    f"{kind}  {source.stat().st_size / 1e6:4.0f} MB  {how:6}  {essays:6} essays  "
                    f"{seconds:7.1f} s busy  {megabytes:4} MB of memory",
                    flush=True,
                )


if __name__ == "__main__":
    main()
