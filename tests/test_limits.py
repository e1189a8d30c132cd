"""Each limit is one row of one table; an author can lower and raise it, and nobody else."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from seriesbook import config, limits
from seriesbook.cli import main
from seriesbook.importers.htmltree import parse_fragment
from seriesbook.importers.savedfiles import addresses_of
from seriesbook.limits import USUAL, Limits, changed, limits_of, names
from seriesbook.problems import BookError
from seriesbook.svg import read_svg
from support import run_build
from tiny import picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = "---\ntitle: One\n---\n\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'
# Limit -> (a number that the book goes beyond, files, code).
BOOKS: dict[str, tuple[int, dict[str, str | bytes], str]] = {
    "source_bytes": (100, {"essays/1.md": f"{HEAD}{'word ' * 30}"}, "file-refused"),
    "image_bytes": (
        50,
        {"essays/1.md": f"{HEAD}![a](../a.png)", "a.png": picture(size=(60, 40))},
        "image-missing",
    ),
    "image_pixels": (
        23,
        {"essays/1.md": f"{HEAD}![a](../a.png)", "a.png": picture(size=(6, 4))},
        "image-too-large",
    ),
    "drawing_elements": (
        3,
        {"essays/1.md": f"{HEAD}![a](../a.svg)", "a.svg": SVG.format("<g><g/><g/></g>")},
        "svg-unsafe",
    ),
    "drawing_references": (
        1,
        {
            "essays/1.md": f"{HEAD}![a](../a.svg)",
            "a.svg": SVG.format(
                '<g id="a"><use href="#b"/></g><g id="b"><use href="#c"/></g>'
                '<g id="c"><rect width="1"/></g><use href="#a"/>'
            ),
        },
        "svg-unsafe",
    ),
    "font_bytes": (3, {"essays/1.md": f"{HEAD}Text.", "fonts/a.ttf": b"1234"}, "file-refused"),
    "yaml_aliases": (
        1,
        {"essays/1.md": "---\ntitle: &a One\nsubtitle: *a\nshort_title: *a\n---\n\nText."},
        "yaml-aliases",
    ),
    "nesting": (4, {"essays/1.md": f"{HEAD}> > > deep"}, "nesting-too-deep"),
    "brackets": (3, {"essays/1.md": f"{HEAD}((((x))))"}, "nesting-too-deep"),
    "paragraph_characters": (9, {"essays/1.md": f"{HEAD}Ten letters"}, "paragraph-too-long"),
    "notes": (1, {"essays/1.md": f"{HEAD}a[^1] b[^2]\n\n[^1]: A\n\n[^2]: B"}, "notes-too-many"),
}


def write(folder: Path, files: dict[str, str | bytes], more: str = "") -> Path:
    start = 'title = "T"\nlanguage = "en"\n'
    texts = {"essays/0.md": "# Zero\n\nText.", "series.toml": start, **files}
    for name, data in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    manifest = folder / "series.toml"
    text = manifest.read_text() + f"{more}\n[editions.e]\nformat = 'epub'\n"
    manifest.write_text(text)
    return folder


def codes(folder: Path, cache: Path) -> set[tuple[str, str]]:
    """(path, code) of what a build says."""
    try:
        found = run_build(folder, folder / "out", cache=cache).problems
    except BookError as error:
        found = error.problems
    return {(p.where.path, p.code) for p in found if p.severity == "error"}


@pytest.mark.parametrize("name", BOOKS)
def test_an_author_lowers_and_raises_a_limit(name: str, tmp_path: Path, cache: Path) -> None:
    number, files, code = BOOKS[name]
    low = codes(write(tmp_path / "low", files, f"[limits]\n{name} = {number}"), cache)
    assert code in {found for _, found in low}
    usual = codes(write(tmp_path / "usual", files), cache)
    assert code not in {found for _, found in usual}


def test_every_limit_is_shown_to_work() -> None:
    assert {*BOOKS, *IMPORTS, *ELSEWHERE} == set(names())


def blog(folder: Path) -> Path:
    """A folder of two posts."""
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.md").write_text(f"---\ntitle: {name}\ndate: 2024-01-01\n---\n\nText.\n")
    (folder / "_config.yml").write_text("title: Blog\n")
    return folder


def packed(folder: Path) -> Path:
    """The same as a zip, one of whose files is long and has a long name."""
    folder.mkdir()
    path = folder / "blog.zip"
    words = " ".join(hashlib.sha256(str(n).encode()).hexdigest()[:7] for n in range(150_000))
    head = "---\ntitle: a\ndate: 2024-01-01\n---\n\n"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.md", f"{head}Text.\n")
        archive.writestr("posts/of-a-long-name.md", head + words)
        archive.writestr("_config.yml", "title: Blog\n")
    return path


def ghost(folder: Path) -> Path:
    folder.mkdir()
    path = folder / "ghost.json"
    post = {"id": "1", "title": "A", "html": "<p>Text.</p>", "status": "published"}
    path.write_text(json.dumps({"db": [{"meta": {}, "data": {"posts": [post]}}]}))
    return path


def feed(folder: Path) -> Path:
    folder.mkdir()
    path = folder / "feed.xml"
    path.write_text(
        '<rss version="2.0"><channel><title>F</title><item><title>A</title>'
        "<description>Some words of a post.</description></item></channel></rss>"
    )
    return path


def long_feed(folder: Path) -> Path:
    """A feed whose one post is longer than what is read at once."""
    path = feed(folder)
    path.write_text(path.read_text().replace("Some words", "Some words " * 60_000))
    return path


def saved(folder: Path) -> Path:
    """A page of thirty elements in one another."""
    folder.mkdir()
    path = folder / "page.html"
    words = "Words of an essay that somebody has saved from the web. " * 9
    boxes = "<div>" * 30, "</div>" * 30
    path.write_text(f"<html><body>{boxes[0]}<h1>A</h1><p>{words}</p>{boxes[1]}</body></html>")
    return path


def document(folder: Path) -> Path:
    folder.mkdir()
    path = folder / "a.odt"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<a/>")
        archive.writestr("styles.xml", "<a/>")
    path.write_bytes(buffer.getvalue())
    return path


# Limit -> (a number that the source goes beyond, what makes it, what is said).
IMPORTS: dict[str, tuple[int, Callable[[Path], Path], str]] = {
    "export_members": (2, blog, "holds more than 2 files"),
    "export_bytes": (100, feed, "larger than 0.0001 MB"),
    "export_item_characters": (300_000, long_feed, "longer than 0.3 MB"),
    "export_levels": (3, ghost, "nested too deep"),
    "page_levels": (9, saved, "[source-too-deep]"),
    "export_ratio": (1, packed, "it unpacks to far more than it is"),
    "path_characters": (12, packed, "its path is too long"),
    "post_characters": (4, feed, "posts longer than any essay (1)"),
    "document_bytes": (10, document, "it unpacks to far more than it is"),
}
# Limits that are shown elsewhere: where something slow, or a server, is at hand.
ELSEWHERE = {
    "drawing_side": "tests/test_limits.py",
    "page_pictures": "tests/test_limits.py",
    "theme_levels": "tests/test_hostile_themes.py",
    "theme_number": "tests/test_hostile_themes.py",
    "document_seconds": "tests/test_limits.py",
    "document_megabytes": "tests/test_limits.py",
    "theme_bytes": "tests/test_hostile_themes.py",
    "theme_rules": "tests/test_hostile_themes.py",
    "theme_steps": "tests/test_hostile_themes.py",
    "page_characters": "tests/test_hostile_themes.py",
    "layout_seconds": "tests/test_hostile_themes.py",
    "checker_seconds": "tests/test_limits.py",
    "fetch_bytes": "tests/unit/importers/test_fetch.py",
    "fetch_total_bytes": "tests/unit/importers/test_fetch.py",
    "fetch_number": "tests/unit/importers/test_fetch.py",
    "fetch_redirects": "tests/unit/importers/test_fetch.py",
    "fetch_seconds": "tests/unit/importers/test_fetch.py",
}


def test_the_side_of_a_drawing_is_bounded() -> None:
    data = SVG.format("<g/>").replace('width="9"', 'width="9e9"').encode()
    for bound in (50, USUAL.drawing_side):
        drawing = read_svg(data, "a.svg", Limits(drawing_side=bound)).value
        assert drawing is not None
        assert (drawing.width, drawing.height) == (bound, 9)


def test_so_many_pictures_of_a_page_are_looked_for() -> None:
    page = parse_fragment("".join(f'<img src="{n}.png"/>' for n in range(9)))
    assert list(addresses_of(page, 3)) == ["0.png", "1.png", "2.png"]
    assert len(list(addresses_of(page, USUAL.page_pictures))) == 9


def imported(source: Path, to: Path, *options: str) -> str:
    result = CliRunner().invoke(main, ["import", str(source), "--to", str(to), *options])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.stderr


@pytest.mark.parametrize("name", IMPORTS)
def test_a_limit_of_imports_is_set_for_once_or_by_the_series(name: str, tmp_path: Path) -> None:
    number, make, said = IMPORTS[name]
    source = make(tmp_path / "in")
    assert said in imported(source, tmp_path / "a", "--limit", f"{name}={number}")
    assert said not in imported(source, tmp_path / "b")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "series.toml").write_text(f'title = "T"\n[limits]\n{name} = {number}\n')
    assert said in imported(source, tmp_path / "c")


@pytest.mark.parametrize(
    ("given", "said"),
    [("pixels=3", "There is no limit 'pixels'. Known: source_bytes,"),
     ("image_pixels=many", "needs a whole number: image_pixels=1000000."),
     ("image_pixels=0", "needs a whole number"), ("image_pixels=-1", "needs a whole number"),
     ("image_pixels", "needs a whole number")],
)  # fmt: skip
def test_a_limit_that_is_none_is_wrong_usage(given: str, said: str, tmp_path: Path) -> None:
    assert said in imported(tmp_path, tmp_path / "to", "--limit", given)


def test_an_essay_and_a_theme_can_set_no_limit(tmp_path: Path, cache: Path) -> None:
    essay = "---\ntitle: A\nlimits:\n  image_pixels: 1\n---\n\n![a](../a.png)"
    files: dict[str, str | bytes] = {"essays/1.md": essay, "a.png": picture(size=(6, 4))}
    assert codes(write(tmp_path / "essay", files), cache) == set()
    theme = "contract = 1\n[limits]\ntheme_bytes = 1_000_000_000\n"
    files = {"essays/1.md": "# A\n\nText.", "themes/mine/theme.toml": theme}
    folder = write(tmp_path / "theme", files)
    manifest = folder / "series.toml"
    manifest.write_text(manifest.read_text() + 'theme = "mine"\n')
    assert codes(folder, cache) == {("themes/mine/theme.toml", "key-unknown")}


@pytest.mark.parametrize(
    ("table", "line", "code"),
    [("image_pixel = 3", 4, "key-unknown"), ('image_pixels = "3"', 4, "value-type"),
     ("image_pixels = 0", 4, "value-invalid"), ("image_pixels = 1.5", 4, "value-type")],
)  # fmt: skip
def test_what_is_wrong_in_limits_is_said_at_its_line(
    table: str, line: int, code: str, tmp_path: Path, cache: Path
) -> None:
    folder = write(tmp_path, {}, f"[limits]\n{table}")
    with pytest.raises(BookError) as caught:
        run_build(folder, tmp_path / "out", cache=cache)
    assert [(str(p.where), p.code) for p in caught.value.problems if p.severity == "error"] == [
        (f"series.toml:{line}", code)
    ]


def test_a_manifest_that_is_no_toml_has_the_usual_limits() -> None:
    assert limits_of(b"\xff") == limits_of(b"limits = 3") == limits_of(b"= [") == USUAL
    assert limits_of(b"[limits]\nnotes = 3\nx = 1\nnesting = true") == Limits(notes=3)
    assert changed({"notes": 10**16}) == USUAL


def test_the_schema_and_the_guide_have_every_limit() -> None:
    table = config.json_schema()["$defs"]["LimitsTable"]["properties"]
    assert list(table) == list(names())
    for name in names():
        assert table[name]["default"] == getattr(USUAL, name)
        assert f"| `{name}` | {limits.about(name)} | `{getattr(USUAL, name):_}` |" in (
            config.reference()
        )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("document_seconds", "it takes longer than 1 seconds"),
        ("document_megabytes", "more memory"),
    ],
)
def test_a_document_is_read_within_its_time_and_memory(
    name: str, said: str, tmp_path: Path, cache: Path
) -> None:
    text = "".join(f"{'#' * (n % 5 + 1)} h{n}\n\n{'*word* [a](b) ' * 60}\n\n" for n in range(4000))
    files: dict[str, str | bytes] = {"essays/1.org": text.replace("#", "*")}
    folder = write(tmp_path, files, f"[limits]\n{name} = 1")
    with pytest.raises(BookError) as caught:
        run_build(folder, tmp_path / "out", cache=cache)
    (problem,) = [p for p in caught.value.problems if p.severity == "error"]
    assert (str(problem.where), problem.code) == ("essays/1.org", "document-unreadable")
    assert said in problem.message
