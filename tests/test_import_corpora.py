"""Exports as they are found in the wild, and exports made to do harm."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from importing import essays_of, files_of, run_import
from seriesbook.checks import CHECKS
from seriesbook.problems import BookError
from support import CORPORA, benchmark, run_build

IMPORTS = CORPORA / "imports"
HERE = pytest.mark.skipif(not IMPORTS.is_dir(), reason="the corpora are not here")
NOTHING = frozenset(
    {"importer-missing-version-tag.xml", "importer-wxr-with-sub-data.xml", "has-meta.xml"}
)
PLATFORMS = (
    *("wxr/" + p.name for p in sorted((IMPORTS / "wxr").glob("*.xml"))),
    *("wp-xml/" + p.name for p in sorted((IMPORTS / "wp-xml").glob("*.xml"))),
    *("feeds/" + p.name for p in sorted((IMPORTS / "feeds").glob("*.xml"))),
    *("json/" + p.name for p in sorted((IMPORTS / "json").glob("*.json"))),
    "wp-xml/multiple", "substack", "medium-export", "ghost-api", "buttondown", "curated-export",
    "tinynews", "wp-api", "jekyll-18f", "jekyll-export", "pelican-content",
    "made-federalist/substack-export.zip", "made-federalist/wordpress-core-footnotes.xml",
)  # fmt: skip
FOLDERS = tuple(sorted(path.name for path in IMPORTS.iterdir())) if IMPORTS.is_dir() else ()
BUILT = (
    "made-federalist/wordpress-core-footnotes.xml", "made-federalist/substack-export.zip",
    "wxr/importer-a11y-unit-test-data.xml", "feeds/pelican-all.rss.xml",
    *FOLDERS,
)  # fmt: skip


@HERE
@pytest.mark.parametrize("name", PLATFORMS)
def test_every_export_is_imported(tmp_path: Path, name: str) -> None:
    source = IMPORTS / name
    if source.name in NOTHING:
        with pytest.raises(BookError, match="import-empty"):
            run_import(source, to=tmp_path / "s")
        return
    report = run_import(source, to=tmp_path / "s", drafts=True, pages=True, comments=True)
    texts = essays_of(tmp_path / "s")
    assert len(texts) == len(report.essays) > 0
    for text in texts.values():
        assert text.strip()
        assert not re.search("[\ue000\ue001]|<!-- /?wp:|data-note", text)
        assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == set(
            re.findall(r"^\[\^(\d+)\]:", text, re.M)
        )


@HERE
@pytest.mark.slow
@pytest.mark.parametrize("name", BUILT)
def test_what_is_imported_makes_both_books(tmp_path: Path, cache: Path, name: str) -> None:
    run_import(IMPORTS / name, to=tmp_path / "s", pages=True)
    report = run_build(tmp_path / "s", tmp_path / "output", cache=cache)
    assert [str(p) for p in report.problems if p.severity == "error"] == []
    assert sorted(book.edition.format for book in report.books) == ["epub", "pdf"]
    epub = next(book.path for book in report.books if book.edition.format == "epub").read_bytes()
    assert [str(p) for check in CHECKS["epub"].values() for p in check(epub)] == []


@HERE
@pytest.mark.parametrize("name", ["wordpress-core-footnotes.xml", "substack-export.zip"])
def test_every_note_of_the_federalist_arrives(tmp_path: Path, name: str) -> None:
    """The containers were made from the essays of the corpus, so that what is in them is known."""
    run_import(IMPORTS / "made-federalist" / name, to=tmp_path / "s")
    texts = essays_of(tmp_path / "s")
    assert len(texts) == 10
    originals = [
        path.read_text(encoding="utf-8") for path in sorted((CORPORA / "federalist").rglob("*.md"))
    ]
    for text in texts.values():
        body, _, notes = text.partition("\n[^1]: ")
        some = " ".join(_words(body)[60:80])
        source = next(original for original in originals if some in " ".join(_words(original)))
        assert len(re.findall(r"^\[\^\w+\]:", source, re.M)) == len(
            re.findall(r"^\[\^\d+\]:", text, re.M)
        )
        assert bool(notes) == ("[^" in source)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"\[\^\w+\]", "", text))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    maker = CORPORA / "hostile" / "make_hostile.py"
    if not maker.is_file():
        pytest.skip("the corpora are not here")
    folder = tmp_path_factory.mktemp("hostile")
    subprocess.run([sys.executable, maker, folder], check=True, capture_output=True)
    return folder


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("019-wxr-xxe/e.xml", "xml-dtd"),
        ("020-wxr-billion-laughs/e.xml", "xml-dtd"),
        ("022-wxr-truncated/e.xml", "xml-broken"),
        ("027-zip-bad/export.zip", "source-damaged"),
        ("027-zip-bad/empty.zip", "source-unknown"),
        ("026-zip-bomb/export.zip", "import-empty"),
        ("030-docx-truncated/a.docx", "source-damaged"),
    ],
)
def test_what_is_refused(hostile: Path, tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(BookError) as error:
        run_import(hostile / name, to=tmp_path / "s")
    assert code in {problem.code for problem in error.value.problems}
    assert "root:" not in str(error.value)
    assert not (tmp_path / "s").exists()


def test_slugs_that_climb(hostile: Path, tmp_path: Path) -> None:
    run_import(hostile / "021-wxr-slug-traversal" / "e.xml", to=tmp_path / "in" / "s")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]
    assert list(essays_of(tmp_path / "in" / "s").values()) == [
        "text\n", "text\n", "one\n", "two\n", "untitled body\n",
    ]  # fmt: skip


def test_control_characters(hostile: Path, tmp_path: Path) -> None:
    report = run_import(hostile / "023-wxr-control-chars" / "e.xml", to=tmp_path / "s")
    assert "control character that XML forbids, left out" in {f.what for f in report.findings}
    made = files_of(tmp_path / "s")
    assert not re.search("[\x00-\x08\x0b-\x1f]", "".join(made.values()))


def test_shortcodes(hostile: Path, tmp_path: Path) -> None:
    run_import(hostile / "024-wxr-shortcodes" / "e.xml", to=tmp_path / "s")
    assert list(essays_of(tmp_path / "s").values()) == [
        "[Picture: Cap](http://example.com/a.jpg)\n\nFoo[^1] bar[^2] and[^3].\n\nBlock\n\n"
        "[^1]: A note\n\n[^2]: another note\n\n[^3]: third\n"
    ]


def test_members_that_climb_out_of_a_zip(hostile: Path, tmp_path: Path) -> None:
    run_import(hostile / "025-substack-zip-slip" / "export.zip", to=tmp_path / "s")
    assert list(essays_of(tmp_path / "s")) == ["01-a.md"]
    assert not Path("/tmp/pwned.html").exists()
    assert not Path("/tmp/pwned2.html").exists()


@pytest.mark.parametrize(
    "name",
    ["028-docx-xxe/a.docx", "029-docx-external-image/a.docx", "031-html-page-hostile/p.html"],
)
def test_documents_and_pages_that_reach_out(hostile: Path, tmp_path: Path, name: str) -> None:
    try:
        run_import(hostile / name, to=tmp_path / "s")
    except BookError as error:
        assert "root:" not in str(error)
    made = files_of(tmp_path / "s") if (tmp_path / "s").exists() else {}
    assert "root:" not in "".join(made.values())
    assert not any(path.startswith("images/") for path in made)


MANY = 2_000


@pytest.mark.slow
def test_an_export_of_two_thousand_posts(tmp_path: Path) -> None:
    """Memory is bounded: the export has 100 MB, the import takes no more than a fixed part."""
    made = benchmark("large_export")
    source, folder = tmp_path / "many.xml", tmp_path / "s"
    made.write_export(source, MANY)
    assert source.stat().st_size > 100_000_000
    essays, progress, _, megabytes = made.measure(source, folder, "full")
    assert essays == MANY
    assert progress >= MANY
    assert megabytes < 200
    texts = essays_of(folder)
    name, text = next((n, t) for n, t in texts.items() if n.endswith("-letter-7.md"))
    assert "[an earlier letter](" in text
    assert set(re.findall(r"\]\((?!http)([^)]+)\)", text)) <= set(texts)
    assert "[^1]: A note of its own." in text, name


@pytest.mark.slow
def test_a_large_export_of_ghost(tmp_path: Path) -> None:
    made = benchmark("large_export")
    source = tmp_path / "ghost.json"
    made.write_ghost(source, 1_000)
    assert source.stat().st_size > 50_000_000
    essays, _, _, megabytes = made.measure(source, tmp_path / "s", "select")
    assert essays == 1
    assert megabytes < 100
