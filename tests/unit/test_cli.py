"""The command line: what it prints where, and how it exits."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from seriesbook import __version__
from seriesbook.cli import main
from support import Epub

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = {
    "weasyprint",
    "pikepdf",
    "pydantic",
    "lxml",
    "PIL",
    "babel",
    "ebooklib",
    "markdown",
    "yaml",
}


@pytest.fixture
def series(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    (folder / "essays").mkdir(parents=True)
    (folder / "series.toml").write_text(
        'title = "Tiny"\nlanguage = "en"\n[editions.ebook]\nformat = "epub"\n'
    )
    (folder / "essays" / "1-one.md").write_text("# One\n\nText.\n")
    return folder


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_a_build_prints_its_books_on_stdout(series: Path, tmp_path: Path, cache: Path) -> None:
    code, out, err = run("build", series, "--output", tmp_path / "out", "--cache", cache)
    assert code == 0
    assert out.startswith(str(tmp_path / "out" / "tiny" / "tiny-ebook.epub ("))
    assert err == ""


def test_json_gives_problems_as_lines_and_one_report(
    series: Path, tmp_path: Path, cache: Path
) -> None:
    (series / "essays" / "1-one.md").write_text("# One\n\nText.\n\n[^1]: Unused.\n")
    code, out, err = run("build", series, "--output", tmp_path, "--cache", cache, "--json")
    assert code == 0
    problem = json.loads(err)
    assert (problem["path"], problem["line"]) == ("essays/1-one.md", 5)
    assert problem["code"] == "note-unused"
    report = json.loads(out)
    assert report["editions"]["ebook"]["essays"] == 1
    assert json.loads((tmp_path / "tiny" / "build-report.json").read_text()) == report


def test_a_problem_of_the_book_exits_with_1(series: Path, tmp_path: Path) -> None:
    (series / "essays" / "1-one.md").write_text("# One\n\nText.[^1]\n")
    code, out, err = run("build", series, "--output", tmp_path / "out", "--no-cache")
    assert (code, out) == (1, "")
    assert "essays/1-one.md:3: error[note-missing]" in err
    assert err.endswith("1 error. To learn more: seriesbook explain note-missing\n")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "nowhere"], "There is no folder 'nowhere'"),
        (["biuld"], "Did you mean 'build'"),
        (["build", ".", "--jobs", "-1"], "--jobs"),
        (["completion", "dos"], "bash"),
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[str], said: str) -> None:
    code, _, err = run(*arguments)
    assert code == 2
    assert said in err


def test_an_unknown_edition_is_wrong_usage(series: Path, tmp_path: Path) -> None:
    code, _, err = run("build", series, "--output", tmp_path, "--edition", "ebok")
    assert code == 2
    assert "Did you mean ebook?" in err


def test_a_read_only_output_is_told(series: Path, tmp_path: Path, cache: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("")
    code, _, err = run("build", series, "--output", blocker / "out", "--cache", cache)
    assert code == 1
    assert "error[disk]" in err


def test_a_failure_as_json_is_a_report_without_editions(series: Path, tmp_path: Path) -> None:
    (series / "essays" / "1-one.md").write_text("# One\n\nText.[^\x9b31m]\n")
    code, out, err = run("build", series, "--output", tmp_path / "out", "--no-cache", "--json")
    assert code == 1
    assert json.loads(out)["editions"] == {}
    assert [json.loads(line) for line in err.splitlines()] == json.loads(out)["problems"]
    assert (out + err).isascii()


def test_source_date_epoch_dates_a_series_without_dates(
    series: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert run("build", series, "--output", tmp_path, "--cache", cache)[0] == 0
    package = Epub((tmp_path / "tiny" / "tiny-ebook.epub").read_bytes()).package
    assert "1970-01-02T00:00:00Z" in list(package.itertext())
    for wrong in ("soon", "-1", "9" * 20):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
        assert run("build", series)[0] == 2


def on_a_terminal(
    *arguments: str | Path, stop_at: str = "", **environment: str
) -> tuple[int, str]:
    """How the program exits, and what it shows where a terminal looks on.

    It gets a Ctrl-C, as all of its processes do, when it has shown `stop_at`.
    """
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "seriesbook", *map(str, arguments)],
        stderr=theirs,
        stdout=subprocess.DEVNULL,
        env={**os.environ, **environment},
        start_new_session=True,
    ) as program:
        os.close(theirs)
        bound = threading.Timer(120, program.kill)  # rather a failure than a test without end
        bound.start()
        shown = b""
        while chunk := _read(ours):
            shown += chunk
            if stop_at and stop_at.encode() in shown:
                os.killpg(program.pid, signal.SIGINT)
                stop_at = ""
        bound.cancel()
    os.close(ours)
    return program.returncode, shown.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # so Linux says that the other side has closed
        return b""


def test_ctrl_c_stops_all_processes_without_a_traceback(tmp_path: Path) -> None:
    folder = tmp_path / "long"
    folder.mkdir()
    for number in range(1, 40):
        (folder / f"{number}-essay.md").write_text("# Essay\n\n" + "Many words. " * 3000)
    arguments = ("build", folder, "--no-cache", "--output", tmp_path / "out")
    code, shown = on_a_terminal(*arguments, stop_at="reading 1/")
    assert code == 130
    assert shown.endswith("\rStopped.\r\n")
    assert "Traceback" not in shown
    assert not (tmp_path / "out").exists()


def test_a_terminal_sees_progress_and_colours(series: Path, tmp_path: Path) -> None:
    (series / "essays" / "1-one.md").write_text("# One\n\nText.[^1]\n")
    arguments = ("build", series, "--output", tmp_path / "out")
    code, shown = on_a_terminal(*arguments, NO_COLOR="")
    assert code == 1
    assert "\rreading 1/1" in shown
    assert "\x1b[31m\x1b[1merror[note-missing]\x1b[0m" in shown
    code, plain = on_a_terminal(*arguments, NO_COLOR="1")
    assert "error[note-missing]" in plain
    assert "\x1b" not in plain


def test_version_and_completion() -> None:
    assert run("--version")[1] == f"seriesbook, version {__version__}\n"
    for shell in ("bash", "zsh", "fish"):
        assert "_SERIESBOOK_COMPLETE" in run("completion", shell)[1]


def test_schema_is_json_schema() -> None:
    schema = json.loads(run("schema")[1])
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["additionalProperties"] is False


def test_new_makes_a_series_that_builds_without_a_word(tmp_path: Path, cache: Path) -> None:
    folder = tmp_path / "mine"
    code, out, _ = run("new", folder)
    assert code == 0
    assert str(folder / "series.toml") in out.splitlines()
    code, out, err = run("build", folder, "--output", tmp_path / "out", "--cache", cache)
    assert (code, err) == (0, "")
    assert len(out.splitlines()) == 2
    code, _, err = run("new", folder)
    assert code == 2
    assert "not empty" in err


def test_cache_is_told_of_and_cleared(series: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert run("build", series, "--output", tmp_path / "out", "--cache", cache)[0] == 0
    code, out, _ = run("cache", "info", "--cache", cache)
    assert code == 0
    assert out.startswith(f"{cache}: ")
    assert "of at most 1.1 GB" in out
    assert "\n  section" in out
    assert " entries deleted\n" in run("cache", "clear", "--cache", cache)[1]
    assert not cache.exists()
    assert run("cache", "info", "--cache", cache)[1].startswith(f"{cache}: 0 entries, ")


ROOM = {"full": "mount -t tmpfs -o size=64k none", "read-only": "mount -t tmpfs -o ro none"}


@pytest.mark.parametrize(("arguments", "code"), [(["--version"], 0), (["build", "nowhere"], 2)])
def test_the_program_ends_with_its_code_and_all_that_it_said(
    arguments: list[str], code: int
) -> None:
    command = [sys.executable, "-m", "seriesbook", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = run(*arguments)
    assert (done.returncode, done.stdout) == (code, said[1])
    assert bool(done.stderr) == bool(said[2])


@pytest.mark.parametrize("kind", ROOM)
def test_a_cache_without_room_is_one_warning(series: Path, tmp_path: Path, kind: str) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    mount = ["unshare", "--mount", "--map-root-user", "sh", "-c"]
    if subprocess.run(
        [*mount, f"{ROOM[kind]} {cache}"], capture_output=True, check=False
    ).returncode:
        pytest.skip("no file system may be mounted here")
    build = (
        f"{sys.executable} -m seriesbook build {series} --cache {cache} --output {tmp_path}/out"
    )
    done = subprocess.run(
        [*mount, f"{ROOM[kind]} {cache} && {build}"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("cache: warning[cache-unwritable]: ")
    assert done.stderr.endswith(
        "\n1 warning. To learn more: seriesbook explain cache-unwritable\n"
    )
    run("build", series, "--no-cache", "--output", tmp_path / "clean")
    name = "tiny/tiny-ebook.epub"
    assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "clean" / name).read_bytes()


def test_why_names_what_changed(series: Path, tmp_path: Path) -> None:
    manifest = series / "series.toml"
    manifest.write_text(manifest.read_text() + '[editions.paper]\nformat = "pdf"\n')
    (series / "essays" / "2-two.md").write_text("# Two\n\nText.\n")
    build = ("build", series, "--output", tmp_path / "out", "--cache", tmp_path / "cache", "--why")
    assert _parts(run(*build)[1])["one"] == "rebuilt no earlier build is known"
    (series / "essays" / "1-one.md").write_text("# One\n\n" + "More text. " * 2000 + "\n")
    epub, pdf = run(*build)[1].split("tiny-paper.pdf: ")
    assert pdf.startswith("5 of 13 parts")  # two are running heads, which one page has not
    parts = _parts(pdf)
    assert parts["one"] == "rebuilt changed: text"
    assert parts["contents"] == "rebuilt changed: page numbers"
    assert parts["openings D-0"] == "rebuilt changed: text"
    assert parts["two"] == parts["folios D-0"] == "reused in the cache"
    parts = _parts(epub)
    assert parts["one"] == "rebuilt changed: text, pages of the print edition"
    assert parts["two"] == parts["cover"] == "reused in the cache"  # its pages are renumbered
    report = json.loads((tmp_path / "out" / "tiny" / "build-report.json").read_text())
    rebuilt = report["editions"]["paper"]["rebuilt"]
    assert {"part": "one", "why": "changed: text"} in rebuilt
    assert "tiny-paper.pdf: 0 of " in run(*build)[1]


def _parts(out: str) -> dict[str, str]:
    """What is told of each part."""
    lines = (re.match(r"  (rebuilt|reused) +(.+?)  +(.+)$", line) for line in out.splitlines())
    return {match[2]: f"{match[1]} {match[3]}" for match in lines if match}


def test_doctor_finds_what_the_tests_need() -> None:
    code, out, _ = run("doctor")
    assert code == 0
    assert "Pango" in out
    assert "MISSING" not in out


def test_help_loads_nothing_heavy() -> None:
    program = f"import sys, seriesbook.cli; print(sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "notes.json"
    path.write_text(
        '{"version": "https://jsonfeed.org/version/1.1", "title": "Notes", "items": ['
        '{"id": "1", "title": "One", "content_html": "<p>a</p>"}]}',
        encoding="utf-8",
    )
    return path


def test_an_import_tells_what_it_made_and_what_to_do_next(feed: Path, tmp_path: Path) -> None:
    code, out, err = run("import", feed, "--to", tmp_path / "s")
    folder = (tmp_path / "s").as_posix()
    assert (code, out) == (0, f"1 essay in {folder}\n2 files new\n")
    assert err == f"Now: read {folder}/import-report.md, then seriesbook build {folder}\n"


def test_an_import_as_json_and_dry(feed: Path, tmp_path: Path) -> None:
    code, out, err = run("import", feed, "--to", tmp_path / "s", "--dry-run", "--json")
    report = json.loads(out)
    assert (code, err, report["dry_run"]) == (0, "", True)
    assert [essay["path"] for essay in report["essays"]] == ["essays/01-one.md"]
    assert not (tmp_path / "s").exists()


def test_a_dry_import_shows_the_whole_report(feed: Path, tmp_path: Path) -> None:
    code, out, err = run("import", feed, "--to", tmp_path / "s", "--dry-run")
    assert (code, err) == (0, "Nothing was written.\n")
    assert out.startswith("# Import report: Notes\n\n- Source: notes.json (JSON)\n")
    assert "### One\n\n`essays/01-one.md`: new" in out
    assert not (tmp_path / "s").exists()


def test_an_import_that_makes_nothing_exits_with_1(tmp_path: Path) -> None:
    code, out, err = run("import", tmp_path / "none.xml", "--json")
    assert (code, json.loads(out)["essays"]) == (1, [])
    assert json.loads(err)["code"] == "source-missing"


def test_a_conflict_of_an_import_exits_with_1(feed: Path, tmp_path: Path) -> None:
    run("import", feed, "--to", tmp_path / "s")
    (tmp_path / "s" / "essays" / "01-one.md").write_text("mine", encoding="utf-8")
    feed.write_text(feed.read_text(encoding="utf-8").replace("<p>a", "<p>b"), encoding="utf-8")
    code, out, err = run("import", feed, "--to", tmp_path / "s")
    assert code == 1
    assert "1 file NOT written" in out
    assert "essays/01-one.md: you and the source have both changed it" in err


def test_an_import_of_nothing_is_wrong_usage() -> None:
    code, _, err = run("import")
    assert code == 2
    assert "SOURCE" in err


def test_themes_are_listed_shown_and_copied(series: Path) -> None:
    code, out, _ = run("theme", "list", series)
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == [
        "plain", "classic", "large-print", "modern", "pamphlet",
    ]  # fmt: skip
    code, out, _ = run("theme", "show", "modern", series)
    assert code == 0
    assert "Extends:     modern → plain" in out
    code, out, err = run("theme", "eject", "classic", series, "--as", "mine")
    assert code == 0
    assert str(series / "themes" / "mine" / "theme.toml") in out.splitlines()
    assert 'theme = "mine"' in err
    code, out, _ = run("theme", "list", series)
    assert out.splitlines()[-1].startswith("mine ")
    code, _, err = run("theme", "eject", "nonesuch", series)
    assert code == 2
    assert "there is no theme 'nonesuch'" in err
