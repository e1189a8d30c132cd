"""What is wrong with a theme is said at the file and line of the theme, whoever finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from seriesbook.checks import epubcheck
from seriesbook.problems import BookError
from support import run_build
from test_hostile_themes import build, write_theme

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.problems import Problem

OWN = "/* mine\n */\n\n"


def said(problems: tuple[Problem, ...], *codes: str) -> list[str]:
    return [str(p.where) for p in problems if p.code in codes]


@pytest.mark.parametrize("name", ["page.css", "book.css", "print.css", "folio.css"])
def test_a_value_that_pages_do_not_know(name: str, tmp_path: Path, cache: Path) -> None:
    problems = build(tmp_path, cache, {name: f"{OWN}p {{\n  colour: red }}\n"}, "pdf")
    assert said(problems, "css-ignored") == [f"themes/mine/{name}:5:3"]
    assert "`colour: red`" in problems[0].message


def test_a_value_that_holds_a_variable(tmp_path: Path, cache: Path) -> None:
    css = ":root { --gap: wide }\n\np { margin-left:\n  var(--gap) }\n"
    problems = build(tmp_path, cache, {"print.css": css}, "pdf")
    assert said(problems, "css-ignored") == ["themes/mine/print.css:4:3"]


def test_each_theme_of_a_chain_is_named(tmp_path: Path, cache: Path) -> None:
    parent = tmp_path / "series" / "themes" / "ours"
    parent.mkdir(parents=True)
    (parent / "theme.toml").write_text("contract = 1\n", encoding="utf-8")
    (parent / "print.css").write_text("\np { colour: red }\n", encoding="utf-8")
    files = {"theme.toml": 'contract = 1\nparent = "ours"\n', "print.css": "p { colour: blue }"}
    problems = build(tmp_path, cache, files, "pdf")
    assert said(problems, "css-ignored") == [
        "themes/mine/print.css:1:5",
        "themes/ours/print.css:2:5",
    ]


def test_a_margin_that_a_printer_wants_and_other_scripts_move_no_line(
    tmp_path: Path, cache: Path
) -> None:
    (tmp_path / "series" / "essays").mkdir(parents=True)
    (tmp_path / "series" / "essays" / "2.md").write_text("# Дом\n\nמילה\n", encoding="utf-8")
    files = {"print.css": "\np { colour: red }", "scripts.css": "\n\nq { colour: blue }"}
    problems = build(tmp_path, cache, files, "pdf", 'publisher = "P"')
    assert said(problems, "css-ignored")[0] == "themes/mine/print.css:2:5"


def test_pages_from_right_to_left(tmp_path: Path, cache: Path) -> None:
    folder = tmp_path / "series"
    css = f"{OWN}p {{ margin-left: 1em;\n\n  colour: red }}\n"
    write_theme(folder, {"print.css": css, "folio.css": f"\n{css}", "scripts.css": f"{css};"})
    (folder / "essays").mkdir()
    (folder / "essays" / "1.md").write_text("# שלום\n\nמילה\n", encoding="utf-8")
    (folder / "series.toml").write_text(
        'title = "שלום"\nlanguage = "he"\n[editions.p]\nformat = "pdf"\ntheme = "mine"\n',
        encoding="utf-8",
    )
    try:
        problems = run_build(folder, tmp_path / "out", cache=cache).problems
    except BookError as error:
        problems = error.problems
    assert said(problems, "css-ignored") == [
        "themes/mine/folio.css:7",
        "themes/mine/print.css:6",
        "themes/mine/scripts.css:6",
        "themes/mine/scripts.css:7:1",
    ]


@pytest.mark.parametrize("name", ["book.css", "print.css", "epub.css", "folio.css", "cover.css"])
@pytest.mark.parametrize("form", ["epub", "pdf"])
def test_what_is_no_css_is_told_whatever_is_built(
    form: str, name: str, tmp_path: Path, cache: Path
) -> None:
    problems = build(tmp_path, cache, {name: f"{OWN}p {{ color: red }}\n  q {{ red }}\n"}, form)
    told = [place for place in said(problems, "css-ignored") if name in place]
    assert told == [f"themes/mine/{name}:5:10"]


def test_what_cannot_be_set_is_looked_for(tmp_path: Path, cache: Path) -> None:
    css = "\nsection { display: grid;\n  grid-template-columns: repeat(auto-fill, 3em) }\n"
    problems = build(tmp_path, cache, {"print.css": css}, "pdf")
    assert set(said(problems, "layout")) == {"themes/mine/print.css:3:33"}


def test_a_folio_stylesheet_that_makes_no_pages(tmp_path: Path, cache: Path) -> None:
    problems = build(tmp_path, cache, {"folio.css": ".sheet { display: none }"}, "pdf")
    assert said(problems, "theme-folios") == ["themes/mine/folio.css"]


def test_what_epubcheck_says_of_a_stylesheet(tmp_path: Path, cache: Path) -> None:
    from dataclasses import replace

    from epub_pages import rendition, tools
    from seriesbook.stylesheets import joined
    from written import write_epub

    css, files = joined([("themes/a/book.css", "p {}\n"), ("themes/b/epub.css", "\nq { : red }")])
    made = replace(rendition(), css=css, css_files=files)
    problems = epubcheck.check(write_epub(made, tools()).value.data, made)
    assert {str(p.where) for p in problems if "CSS" in p.message} == {"themes/b/epub.css:2"}


TABLE = 'contract = 1\n\n[[fonts]]\nfamily = "A"\npackage = "fontpkg-nonesuch"\n'


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (TABLE, "font-package-missing", 5),
        (TABLE.replace("nonesuch", "frank-ruhl-libre") + 'styles = ["italic"]\n',
         "font-style-missing", 5),
        ('contract = 1\nparent = "none"\n', "theme-missing", 2),
        ('contract = 1\n\nparent = "mine"\n', "theme-cycle", 3),
        ("contract = 1\n[page]\nsize = 99\n", "theme-broken", 3),
        ("contract = 1\ncolour = 3\n", "key-unknown", 2),
        ("contract = 1\ntitle = \n", "theme-broken", 2),
        ("contract = 1\ntitle = " + "[" * 9000, "theme-broken", 1),
    ],
)  # fmt: skip
def test_a_key_of_a_theme_is_named(
    text: str, code: str, line: int, tmp_path: Path, cache: Path
) -> None:
    problems = build(tmp_path, cache, {"theme.toml": text})
    assert said(problems, code) == [f"themes/mine/theme.toml:{line}"]


def test_a_theme_that_is_not_there(tmp_path: Path, cache: Path) -> None:
    problems = build(tmp_path, cache, {}, more='[editions.p]\nformat = "epub"\ntheme = "no"\n')
    assert said(problems, "theme-missing") == ["series.toml:5"]


def test_labels_in_lists_in_lists(tmp_path: Path, cache: Path) -> None:
    problems = build(tmp_path, cache, {"labels/en.toml": "contents = " + "[" * 9000})
    assert said(problems, "labels-broken") == ["themes/mine/labels/en.toml:1"]
