"""Every code is reachable: a tiny book, import or finished file that brings it, at its place."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, get_args

import pytest
from click.testing import CliRunner

from epub_pages import rendition, tools
from seriesbook import doctor
from seriesbook.build import build
from seriesbook.checks import CHECKS
from seriesbook.cli import main
from seriesbook.codes import Code
from seriesbook.problems import BookError
from seriesbook.report import Options
from seriesbook.workers import Workshop
from support import ROOT
from test_limits import write as write_series
from tiny import picture
from written import write_epub

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from seriesbook.problems import Problem

Files = dict[str, "str | bytes"]
PDF = 'title = "T"\nlanguage = "en"\n[editions.p]\nformat = "pdf"\n'


def e(text: str, head: str = "title: One") -> Files:
    """An essay with a head of one line, so that its text begins on line 5."""
    return {"essays/1.md": f"---\n{head}\n---\n\n{text}\n"}


def m(*lines: str) -> Files:
    """A manifest whose title and language stand on lines 1 and 2."""
    return {"series.toml": "\n".join(['title = "T"', 'language = "en"', *lines, ""])}


def theme(**files: str) -> Files:
    named = {f"themes/mine/{k.replace('__', '.')}": v for k, v in files.items()}
    return {
        "themes/mine/theme.toml": "contract = 1\n",
        **named,
        **m("[editions.x]", 'format = "pdf"', 'theme = "mine"'),
    }


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'
PIC = {"a.png": picture()}
# Code -> files, and the place where it is said.
BOOKS: dict[str, tuple[Files, str]] = {
    "alt-missing": ({**e("![](../a.png)"), **PIC}, "essays/1.md:5"),
    "attribute-dropped": (e('<p style="color:red">a</p>'), "essays/1.md:5"),
    "bio-missing": (m('authors = [{ name = "A", bio = "a.md" }]'), "series.toml:3"),
    "bio-unused": (
        {"back/about-the-author.md": "# A\n\nText.", "back/bio.md": "# B\n\nText.",
         **m('authors = [{ name = "A", bio = "back/bio.md" }]')},
        "back/bio.md",
    ),
    "character-illegal": (e("a\x07b"), "essays/1.md:5"),
    "cover-drawing": (
        theme(cover__css="p { float: left; colour: red }")
        | m("[editions.x]", 'format = "epub"', 'theme = "mine"'),
        "themes/mine/cover.css:1:18",
    ),
    "cover-large": ({"cover.png": picture(size=(10_001, 1000), mode="1")}, "cover.png"),
    "cover-small": ({"cover.png": picture(size=(20, 30))}, "cover.png"),
    "css-ignored": (theme(print__css="p { colour: red }"), "themes/mine/print.css:1:5"),
    "date-invalid": (e("a", "date: 2024-02-31"), "essays/1.md:2"),
    "date-partial": (e("a", "date: 2024-02"), "essays/1.md:2"),
    "document-unreadable": ({"essays/2.docx": b"PK\x03\x04no"}, "essays/2.docx"),
    "document-warning": (
        {"essays/2.rst": "---\ntitle: A\n---\n\nText.\n\nMore `nope`_ here.\n"},
        "essays/2.rst:7",
    ),
    "draft-left-out": ({"essays/2.md": "---\ntitle: A\ndraft: true\n---\n\na"}, "essays/2.md:2"),
    "edition-name": (m("[editions.'A b']", 'format = "epub"'), "series.toml:3"),
    "encoding": ({"essays/1.md": b"# A\n\ncaf\xe9\n"}, "essays/1.md:3"),
    "essay-ambiguous": (
        {"essays/a/x.md": "# A\n\na", "essays/b/x.md": "# B\n\na", **m('order = ["x.md"]')},
        "series.toml:3",
    ),
    "essay-missing": (m('order = ["9.md"]'), "series.toml:3"),
    "essay-outside": ({"2.md": "# B\n\nText."}, "2.md"),
    "essay-repeated": (m('order = ["0.md", "0.md"]'), "series.toml:3"),
    "essay-unlisted": ({**e("a"), **m('order = ["0.md"]')}, "series.toml:3"),
    "essay-unparted": (
        {**e("a"), **m('order = ["0.md", "1.md"]', "[[parts]]", 'title = "P"',
                       'essays = ["0.md"]')},
        "essays/1.md:2",
    ),
    "essays-none": (m("[editions.x]", 'format = "epub"', 'exclude = ["0.md"]'), "series.toml:3"),
    "file-refused": ({"essays/2.md/x.txt": "a"}, "essays/2.md"),
    "file-too-large": (theme(book__css="a, " * 9000 + "b {}"), "themes/mine/book.css"),
    "font-broken": ({"fonts/a.ttf": b"no"}, "fonts/a.ttf"),
    "font-package-missing": (m('fonts = ["fontpkg-nonesuch"]'), "series.toml:3"),
    "font-style-missing": (
        theme(theme__toml='contract = 1\n[[fonts]]\nfamily = "C"\n'
              'package = "fontpkg-frank-ruhl-libre"\nstyles = ["normal", "italic"]\n'),
        "themes/mine/theme.toml:4",
    ),
    "font-unknown": ({"fonts/a.woff2": b"x"}, "fonts/a.woff2"),
    "format-unknown": ({"essays/a.rtf": "x"}, "essays/a.rtf"),
    "glyph-missing": ({**e("a \N{CUNEIFORM SIGN A} b"), "series.toml": PDF}, "essays/1.md:5"),
    "head-json": ({"essays/1.md": '{"title": "A"}\n\ntext'}, "essays/1.md:1"),
    "head-key-unknown": (e("a", "titel: One"), "essays/1.md:2"),
    "head-list": ({"essays/1.md": "---\n- a\n- b\n---\n\ntext"}, "essays/1.md:1"),
    "head-open": ({"essays/1.md": "---\ntitle: A\n\ntext"}, "essays/1.md:1"),
    "head-too-long": (
        {**e("\n\n".join(["words " * 300] * 9), f"title: {'very ' * 40}"), "series.toml": PDF},
        "essays/1.md:2",
    ),
    "head-unfenced": ({"essays/1.md": "title: A\nauthor: B\n\ntext"}, "essays/1.md:1"),
    "head-value": (e("a", "draft: perhaps"), "essays/1.md:2"),
    "heading-empty": (e("##\n\na"), "essays/1.md:5"),
    "id-duplicate": (e("## A {#x}\n\n## B {#x}\n\na"), "essays/1.md:7"),
    "id-reserved": (
        {"front/preface.md": "---\nslug: toc\n---\n\nText."}, "front/preface.md",
    ),
    "image-broken": ({**e("![a](../a.png)"), "a.png": picture("JPEG", (90, 90))[:-300]},
        "essays/1.md:5",
    ),
    "image-format": ({**e("![a](../a.png)"), "a.png": b"text"}, "essays/1.md:5"),
    "image-missing": (e("![a](../a.png)"), "essays/1.md:5"),
    "image-name": ({**e("![a](../A.png)"), **PIC}, "essays/1.md:5"),
    "image-remote": (e("![a](https://a.example/a.png)"), "essays/1.md:5"),
    "image-scaled": (
        {**e("![a](../a.png)"), "a.png": picture(size=(3000, 2000), mode="1")}, "essays/1.md:5",
    ),
    "image-too-large": (
        {**e("![a](../a.png)"), "a.png": picture(size=(20_000, 5_001), mode="1")},
        "essays/1.md:5",
    ),
    "isbn-invalid": (m("[editions.x]", 'format = "epub"', 'isbn = "978"'), "series.toml:5"),
    "isbn-repeated": (
        m("[editions.x]", 'format = "epub"', 'isbn = "978-3-16-148410-0"',
          "[editions.y]", 'format = "epub"', 'isbn = "9783161484100"'),
        "series.toml:8",
    ),
    "key-duplicate": (e("a", "title: A\ntitle: B"), "essays/1.md:3"),
    "key-missing": (m("[editions.x]"), "series.toml:3"),
    "key-unknown": (m('lisence = "x"'), "series.toml:3"),
    "labels-broken": (theme(**{"labels/en__toml": "= ["}), "themes/mine/labels/en.toml:1"),
    "labels-missing": ({"series.toml": 'title = "T"\nlanguage = "tlh"\n'}, "series.toml:2"),
    "language-derived": ({"series.toml": 'title = "T"\n'}, "series.toml"),
    "language-invalid": ({"series.toml": 'title = "T"\nlanguage = "english!"\n'}, "series.toml:2"),
    "layout": (
        theme(print__css="p { display: grid; grid: subgrid / subgrid }"),
        "themes/mine/print.css:1:36",
    ),
    "license-unknown": (m('license = "CC-BI-4.0"'), "series.toml:3"),
    "link-broken": (e("[a](https://)"), "essays/1.md:5"),
    "link-dead": (e("[a](9.md)"), "essays/1.md:5"),
    "link-empty": (e("[a]()"), "essays/1.md:5"),
    "link-left-out": (
        {**e("[a](0.md)"), **m("[editions.x]", 'format = "epub"', 'exclude = ["0.md"]')},
        "essays/1.md:5",
    ),
    "link-scheme": (e("[a](javascript:x)"), "essays/1.md:5"),
    "link-to-image": ({**e("[a](../a.png)"), **PIC}, "essays/1.md:5"),
    "manifest-misnamed": ({"serie.toml": "", "series.toml": b"-"}, "serie.toml"),
    "markup-dropped": (e("<style>a {}</style>\n\na"), "essays/1.md:5"),
    "markup-misplaced": (e("<ul><p>a</p></ul>"), "essays/1.md:5"),
    "markup-unclosed": (e("```\na"), "essays/1.md:5"),
    "markup-unknown": (e("<foo>a</foo>"), "essays/1.md:5"),
    "markup-unsafe": (e("<script>a</script>\n\na"), "essays/1.md:5"),
    "maths-plain": ({"essays/2.tex": "\\section{A}\n\nText $\\frac{a}{b}$.\n"}, "essays/2.tex:3"),
    "nesting-too-deep": (e("> " * 60 + "a"), "essays/1.md:5"),
    "not-text": ({"essays/1.md": b"%PDF-1.7"}, "essays/1.md"),
    "note-duplicate": (e("a[^1]\n\n[^1]: A\n\n[^1]: B"), "essays/1.md:9"),
    "note-empty": (e("a[^1]\n\n[^1]:"), "essays/1.md:7"),
    "note-misplaced": (e("a\n\n[^1]: A", 'epigraph: "A[^1]"'), "essays/1.md:2"),
    "note-missing": (e("a[^1]"), "essays/1.md:5"),
    "note-unused": (e("a\n\n[^1]: A"), "essays/1.md:7"),
    "notes-too-many": (
        {**e("a[^1] b[^2]\n\n[^1]: A\n\n[^2]: B"), **m("[limits]", "notes = 1")}, "essays/1.md:9",
    ),
    "paragraph-too-long": (
        {**e("a\n\nb" * 9), **m("[limits]", "paragraph_characters = 1")}, "essays/1.md:7",
    ),
    "number-duplicate": (
        {"essays/1.md": "---\nnumber: 3\n---\n\na", "essays/2.md": "---\nnumber: 3\n---\n\na"}, "",
    ),
    "part-torn": (
        {**e("a"), "essays/2.md": "# B\n\na",
         **m('order = ["0.md", "1.md", "2.md"]', "[[parts]]", 'title = "P"',
             'essays = ["0.md", "2.md"]', "[[parts]]", 'title = "Q"', 'essays = ["1.md"]')},
        "series.toml:3",
    ),
    "part-unknown": ({"front/p.md": "---\ntitle: P\nrole: part\n---\n\na"}, "front/p.md:2"),
    "path-outside": (e("![a](../../x.png)"), "essays/1.md:5"),
    "person-role": (e("a", "author: { name: A, role: wizzard }"), "essays/1.md:2"),
    "printer-doubt": (m("[editions.x]", 'format = "pdf"', 'printer = "lulu"'), "series.toml:5"),
    "printer-marks": (
        m("[editions.x]", 'format = "pdf"', 'printer = "kdp"', "crop_marks = true"),
        "series.toml:5",
    ),
    "printer-pages": (m("[editions.x]", 'format = "pdf"', 'printer = "kdp"'), "series.toml:5"),
    "printer-trim": (
        m("[editions.x]", 'format = "pdf"', 'printer = "kdp"', 'trim = "4x4in"'), "series.toml:5",
    ),
    "role-twice": (
        {"front/a.md": "---\nrole: preface\n---\n\na",
         "front/b.md": "---\nrole: preface\n---\n\nb"},
        "",
    ),
    "role-unknown": (e("a", "role: prefase"), "essays/1.md:2"),
    "series-empty": ({"essays/0.md": b"-"}, "."),
    "slug-duplicate": (
        {"essays/1.md": "---\nslug: x\n---\n\na", "essays/2.md": "---\nslug: x\n---\n\na"},
        "essays/1.md:2",
    ),
    "slug-reserved": (e("a", "slug: contents"), "essays/1.md:2"),
    "svg-unsafe": ({**e("![a](../a.svg)"), "a.svg": SVG.format("\n<script/>")}, "a.svg:2"),
    "table-empty": (e("<table><caption>a</caption></table>\n\na"), "essays/1.md:5"),
    "text-empty": ({"essays/1.md": "---\ntitle: A\n---\n"}, "essays/1.md:4"),
    "theme-broken": (theme(essay__xhtml__j2="a\n{% for %}"), "themes/mine/essay.xhtml.j2:2"),
    "theme-cycle": (
        theme(theme__toml='contract = 1\nparent = "mine"\n'),
        "themes/mine/theme.toml:2",
    ),
    "theme-folios": (theme(folio__css=".sheet { display: none }"), "themes/mine/folio.css"),
    "theme-missing": (m("[editions.x]", 'format = "pdf"', 'theme = "no"'), "series.toml:5"),
    "theme-unsafe": (theme(book__css="\n@import 'a';"), "themes/mine/book.css:2"),
    "title-derived": ({"essays/1.md": "Text."}, "essays/1.md:1"),
    "toml-broken": ({"series.toml": "title = \n"}, "series.toml:1"),
    "value-empty": (m("[[authors]]", 'name = ""'), "series.toml:4"),
    "value-invalid": (m("[limits]", "notes = 0"), "series.toml:4"),
    "value-type": (m("subtitle = 3"), "series.toml:3"),
    "value-unknown": (m("[editions.x]", 'format = "mobi"'), "series.toml:4"),
    "yaml-aliases": (e("a", "title: &a [*a]"), "essays/1.md:2"),
    "yaml-broken": (e("a", "title: [x"), "essays/1.md:2"),
    "yaml-nesting": (e("a", f"title: {'[' * 101}{']' * 101}"), "essays/1.md:2"),
    "yaml-tag": (e("a", "title: !!python/object:os.system x"), "essays/1.md:2"),
}  # fmt: skip


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop(1) as made:
        yield made


def said_of(folder: Path, out: Path, workshop: Workshop, cache: Path) -> tuple[Problem, ...]:
    try:
        return build(folder, Options(out, jobs=1, cache=cache), workshop, lambda *_: None).problems
    except BookError as error:
        return error.problems


@pytest.mark.parametrize("code", BOOKS)
def test_a_tiny_book_brings_it(code: str, tmp_path: Path, cache: Path, workshop: Workshop) -> None:
    files, place = BOOKS[code]
    write_series(tmp_path / "series", files)
    for name in (name for name, data in files.items() if data == b"-"):
        (tmp_path / "series" / name).unlink()
    manifest = tmp_path / "series" / "series.toml"
    if "[editions" in str(files.get("series.toml", "")):
        text = manifest.read_text().partition("\n[editions.e]\n")[0]
        manifest.write_text(text + "\n")
    problems = said_of(tmp_path / "series", tmp_path / "out", workshop, cache)
    places = [str(p.where) for p in problems if p.code == code]
    assert places, [f"{p.where}:{p.code}:{p.message}" for p in problems]
    assert not place or place in places
    assert all(p.message for p in problems)


def sources(folder: Path) -> dict[str, tuple[list[str], str]]:
    """Code -> the arguments of an import that brings it, and the place where it is said."""
    bad_zip = io.BytesIO()
    with zipfile.ZipFile(bad_zip, "w") as archive:
        archive.writestr("../../out.html", "<p>a</p>")
        archive.writestr("posts/1.a.html", "<p>Text.</p>")
        archive.writestr("posts.csv", "post_id,title,is_published\n1.a,A,true\n")
    files: Files = {
        "draft.xml": '<rss version="2.0"><channel><title>F</title></channel></rss>',
        "ghost.json": '{"db": [{"meta": {},\n"data": {"posts": [',
        "zip.zip": bad_zip.getvalue(),
        "empty.html": "<html><head><title>A</title></head><body><script>x</script></body></html>",
        "damaged.zip": b"PK\x03\x04no",
        "odd.bin": b"\x00\x01",
        "page.mhtml": "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a--\n",
        "broken.xml": '<rss version="2.0"><channel><title>F</title>\n<item><title>A</item>',
        "deep.html": "<html><body>" + "<div>" * 9000 + "Text of a page.</body></html>",
        "dtd.xml": '<!DOCTYPE rss [<!ENTITY a "b">]>\n<rss version="2.0"><channel/></rss>',
    }
    for name, data in files.items():
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return {
        "import-empty": (["draft.xml"], "draft.xml"),
        "json-broken": (["ghost.json"], "ghost.json:2"),
        "member-refused": (["zip.zip"], "zip.zip/../../out.html"),
        "page-empty": (["empty.html"], "empty.html"),
        "source-damaged": (["damaged.zip"], "damaged.zip"),
        "source-missing": (["none.xml"], "none.xml"),
        "source-too-deep": (["deep.html"], "deep.html"),
        "source-too-large": (["draft.xml", "--limit", "export_bytes=9"], "draft.xml"),
        "source-unknown": (["odd.bin"], "odd.bin"),
        "source-unreadable": (["page.mhtml"], "page.mhtml"),
        "xml-broken": (["broken.xml"], "broken.xml:2"),
        "xml-dtd": (["dtd.xml"], "dtd.xml:1"),
    }


IMPORTED = (
    "import-empty", "json-broken", "member-refused", "page-empty", "source-damaged",
    "source-missing", "source-too-deep", "source-too-large", "source-unknown",
    "source-unreadable", "xml-broken",
    "xml-dtd",
)  # fmt: skip


@pytest.mark.parametrize("code", IMPORTED)
def test_a_tiny_import_brings_it(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments, place = sources(tmp_path)[code]
    result = CliRunner().invoke(main, ["import", *arguments, "--to", "to"])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    said = [line.partition(": ") for line in result.stderr.splitlines() if f"[{code}]: " in line]
    assert [where for where, _, _ in said] == [place], result.stderr


def test_a_book_of_a_theme_of_ones_own_without_contents(tmp_path: Path) -> None:
    data = io.BytesIO()
    whole = zipfile.ZipFile(io.BytesIO(write_epub(rendition(), tools()).value.data))
    with whole, zipfile.ZipFile(data, "w") as target:
        for name in whole.namelist():
            target.writestr(name, whole.read(name).replace(b' properties="nav"', b""))
    problems = CHECKS["epub"]["links"](data.getvalue(), rendition())
    assert {p.code for p in problems} == {"nav-missing"}
    assert tmp_path.exists()


def test_a_program_that_is_missing() -> None:
    need = doctor.Need("Pango", "sets pages", True, lambda: "")
    assert [p.code for p in doctor.missing_for_build([need])] == ["program-missing"]


def test_watching_an_edition_that_is_not_there(tmp_path: Path, cache: Path) -> None:
    write_series(tmp_path / "series", {})
    folders = ["--output", str(tmp_path / "out"), "--cache", str(cache)]
    watch = [sys.executable, "-m", "seriesbook", "watch", str(tmp_path / "series")]
    command = [*watch, "--json", "--edition", "none", *folders]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as watching:
        assert watching.stdout
        line = json.loads(watching.stdout.readline())
        watching.terminate()
    assert [p["code"] for p in line["problems"]] == ["edition-unknown"]


# Codes that other tests bring, with real faults or tools: code -> the test, which names it.
ELSEWHERE = {
    "ace": "unit/checks/test_ace.py",
    "cache-unwritable": "unit/test_cli.py",
    "checker-failed": "unit/checks/test_epubcheck.py",
    "checker-missing": "unit/checks/test_epubcheck.py",
    "disk": "unit/test_cli.py",
    "edition-unknown": "test_codes.py",
    "epub-container": "unit/checks/test_epub_links.py",
    "epub-unreadable": "unit/checks/test_epub_links.py",
    "epubcheck": "unit/checks/test_epubcheck.py",
    "file-missing": "unit/checks/test_epub_links.py",
    "file-unlisted": "unit/checks/test_epub_links.py",
    "layout-slow": "test_hostile_themes.py",
    "library-warning": "unit/test_listening.py",
    "margin-narrow": "unit/test_printers.py",
    "memory": "test_faults_disk.py",
    "nav-missing": "test_codes.py",
    "nav-order": "unit/checks/test_epub_links.py",
    "note-one-way": "unit/checks/test_epub_links.py",
    "program-missing": "test_codes.py",
    "seriesbook-fault": "test_own_faults.py",
    "worker-lost": "test_faults.py",
}
# A book whose page numbers never settle would have to be found by chance.
BY_CHANCE = {"page-numbers-unsettled"}


def test_every_code_is_reached() -> None:
    assert {*BOOKS, *IMPORTED, *ELSEWHERE, *BY_CHANCE} == set(get_args(Code))
    for code, name in ELSEWHERE.items():
        text = (ROOT / "tests" / name).read_text(encoding="utf-8")
        assert re.search(rf'["\[ ]{code}["\]]', text), (code, name)
