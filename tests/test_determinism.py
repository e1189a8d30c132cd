"""The same sources make the same bytes, whoever builds, where, when and how often."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest

from support import ROOT, Epub

if TYPE_CHECKING:
    from collections.abc import Mapping

BOOK = ROOT / "tests" / "books" / "matter" / "source"
SAME = "EPUB, PDF and report have the same bytes; of the report all but times and what was reused"
MOMENT = 1_600_000_000  # s since 1970


@dataclass(frozen=True)
class Circumstances:
    """How a build is run."""

    place: str = "here"
    jobs: int = 1
    umask: int = 0o022
    cores: tuple[int, ...] = ()
    builds: int = 1
    reversed: bool = False
    before: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


def _with(*programs: str) -> tuple[str, ...]:
    """What starts another program; nothing if it is not there."""
    return programs if shutil.which(programs[0]) else ()


_USER = _with("unshare", "--user", "--map-user=1234", "--map-group=1234")
_CLOCK = _with("faketime", "-f", "@2031-05-06 07:08:09")
_STRANGE = {"LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr"}
CASES = {
    "another folder": Circumstances(place="an other/földer, deeper"),
    "another user": Circumstances(before=_USER, environment={"HOME": "/nowhere", "USER": "ada"}),
    "another locale": Circumstances(environment=_STRANGE),
    "another time zone": Circumstances(environment={"TZ": "Pacific/Kiritimati"}),
    "another date": Circumstances(before=_CLOCK),
    "one core instead of two": Circumstances(cores=(0,), jobs=0),
    "four workers": Circumstances(jobs=4),
    "a warm cache": Circumstances(builds=2),
    "another hash seed": Circumstances(environment={"PYTHONHASHSEED": "4321"}),
    "another umask": Circumstances(umask=0o077),
    "files saved in another order": Circumstances(reversed=True),
}
ALL = Circumstances(
    "an other/földer, deeper", 3, 0o077, (0,), 2, reversed=True, before=(*_USER, *_CLOCK),
    environment=_STRANGE
    | {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "99", "HOME": "/nowhere"},
)  # fmt: skip


def built(work: Path, how: Circumstances, source: Path = BOOK) -> dict[str, bytes]:
    """The files of a build under these circumstances."""
    home = work / how.place
    folder = home / "series"
    for path in sorted(source.rglob("*"), reverse=how.reversed):
        if path.is_file():
            target = folder / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)

    def settle() -> None:
        os.umask(how.umask)
        if how.cores:
            os.sched_setaffinity(0, how.cores)

    plain = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"}
    for number in range(how.builds):
        output = home / f"out-{number}"
        subprocess.run(
            [*how.before, sys.executable, "-m", "seriesbook", "build", folder, "--output", output,
             "--cache", home / "cache", "--jobs", str(how.jobs)],
            env={**os.environ, **plain, **how.environment}, preexec_fn=settle, check=True,
            capture_output=True,
        )  # fmt: skip
    return {path.name: path.read_bytes() for path in sorted(output.rglob("*")) if path.is_file()}


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Digests of the books, and of what a report says of them."""
    found = {}
    for name, data in files.items():
        if name == "build-report.json":
            report = json.loads(data)
            for part in (report, *report["editions"].values()):
                for passing in ("seconds", "reused", "rebuilt"):
                    part.pop(passing, None)
            data = json.dumps(report).encode()  # noqa: PLW2901
        found[name] = hashlib.sha256(data).hexdigest()
    return found


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return digests(built(tmp_path_factory.mktemp("usual"), Circumstances()))


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
@pytest.mark.trust("Determinism", f"one thing is different: {', '.join(CASES)}", SAME)
def test_one_thing_is_different(name: str, usual: dict[str, str], tmp_path: Path) -> None:
    assert digests(built(tmp_path, CASES[name])) == usual


@pytest.mark.trust("Determinism", "all of these are different at once", SAME)
def test_everything_is_different(usual: dict[str, str], tmp_path: Path) -> None:
    assert digests(built(tmp_path, ALL)) == usual


@pytest.mark.trust(
    "Determinism",
    "SOURCE_DATE_EPOCH, for a series without dates, and with",
    "the first is dated by it, the second by its essays",
)
def test_the_date_of_the_sources(usual: dict[str, str], tmp_path: Path) -> None:
    moment = Circumstances(environment={"SOURCE_DATE_EPOCH": str(MOMENT)})
    undated = tmp_path / "undated"
    (undated / "essays").mkdir(parents=True)
    (undated / "series.toml").write_text('title = "Days"\nauthor = "Ada"\n', encoding="utf-8")
    (undated / "essays" / "one.md").write_text("# One\n\nNo day.\n", encoding="utf-8")
    files = built(tmp_path / "one", moment, undated)
    epub, pdf = (next(Path(n) for n in files if n.endswith(end)) for end in (".epub", ".pdf"))
    modified = Epub(files[str(epub)]).package.findtext(
        ".//{*}meta[@property='dcterms:modified']", namespaces=None
    )
    assert modified == "2020-09-13T12:26:40Z"
    (tmp_path / "book.pdf").write_bytes(files[str(pdf)])
    with pikepdf.open(tmp_path / "book.pdf") as opened:
        assert str(opened.docinfo["/CreationDate"]).startswith("D:20200913122640")
    assert digests(built(tmp_path / "two", moment)) == usual
