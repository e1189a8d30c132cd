"""A theme from a stranger: it may look as it likes, and do nothing else."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from markupsafe import Markup

from seriesbook.cache import Cache
from seriesbook.limits import USUAL
from seriesbook.model import Edition
from seriesbook.problems import BookError
from seriesbook.rendering import render
from seriesbook.theme import load_theme
from support import Epub, run_build
from tiny import SERIES, essay, picture

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.problems import Problem

ESSAY = "essay.xhtml.j2"
FRAME = '{{% extends "plain/essay.xhtml.j2" %}}{{% block content %}}{}{{% endblock %}}'


def write_theme(folder: Path, files: dict[str, str]) -> None:
    for name, text in {"theme.toml": "contract = 1\n", **files}.items():
        path = folder / "themes" / "mine" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def build(
    tmp_path: Path, cache: Path, files: dict[str, str], form: str = "epub", more: str = ""
) -> tuple[Problem, ...]:
    """What is said of a book in a theme of these files, its errors or (if none) its warnings."""
    folder = tmp_path / "series"
    write_theme(folder, files)
    texts = {
        "series.toml": f'title = "T"\nlanguage = "en"\n{more}\n'
        f'[editions.e]\nformat = "{form}"\ntheme = "mine"\n',
        "essays/1.md": "# One\n\nText.\n",
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    try:
        return run_build(folder, tmp_path / "out", cache=cache).problems
    except BookError as error:
        assert not (tmp_path / "out").exists()
        return error.problems


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    assert all(p.mend for p in problems if p.severity == "error")
    return [(str(p.where), p.code) for p in problems if p.severity == "error"]


PYTHON = [
    "{{ ''.__class__ }}", "{{ section.__init__ }}", "{{ body.__class__.__mro__ }}",
    "{{ range.__globals__ }}", "{{ cycler.__init__.__globals__ }}", "{{ self.__dict__ }}",
    "{{ section|attr('__class__') }}", "{{ [].append.__self__ }}",
    "{{ joiner.__init__.__globals__.os }}", "{{ series.where.__class__ }}",
]  # fmt: skip
RUNAWAYS = [
    "{% for i in range(10**9) %}x{% endfor %}",
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{% for a in 'x'*99999 %}{% for b in 'x'*99999 %}{% endfor %}{% endfor %}",
    "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
    "{% include 'essay.xhtml.j2' %}{% include 'essay.xhtml.j2' %}",
    "{% set x = 'x' * 10**9 %}", "{{ 10 ** 10 ** 10 }}", "{{ 2 ** 900 ** 900 }}",
    "{% set a = 'x' * 99999 %}" + "".join(f"{{% set a = a ~ a %}}{n}" for n in range(40)),
    "{% set a = 'x' * 99999 %}" + "".join(f"{{% set a = a + a %}}{n}" for n in range(40)),
    "{% set a = ['x' * 99999] %}" + "{% set a = [a|join, a|join] %}" * 40,
    "{% set a = 'x' * 99999 %}{{ a|replace('x', a)|replace('x', a) }}",
    "{% set a = 'x' * 99999 %}{{ a.replace('x', a) }}", "{{ a|list|join(a * 99999) }}",
    "{{ 'x'.ljust(10**9) }}", "{{ '%999999999d' % 1 }}", "{{ '{:999999999}'.format(1) }}",
    "{{ [1]|batch(10**9, 0)|list }}", "{{ 'x'|center(10**9) }}", "{{ lipsum(n=10**6) }}",
    "{{ [[1]*99999]*99999 }}", "{{ 1|round(10**9) }}", "{{ 'x'|indent(10**9) }}",
    "{% set ns = namespace(a='xx') %}{% for i in range(60) %}{% set ns.a = ns.a ~ ns.a %}"
    "{% endfor %}",
]  # fmt: skip
FAULTS = [
    "{{ 1 / 0 }}", "{{ 'a' + 1 }}", "{{ nothing_of_this_name }}", "{% for %}",
    "{{ 'a' | nonesuch }}",
    "{{ section.nonesuch }}", "<p>", "&nbsp;", "\x01", "{{ [][1] }}", "{% extends 'none' %}",
    "{% include '../../series.toml' %}", "{% include '/etc/passwd' %}",
    "{% import 'file:///etc/passwd' as x %}", "{{ 'a'|random }}",
]  # fmt: skip


def page(folder: Path, cache: Path, template: str) -> tuple[Problem, ...]:
    """What is said of a page that a template of the theme makes, without a whole build."""
    write_theme(folder, {ESSAY: template})
    theme = load_theme(Edition("e", "epub", theme="mine"), "en", folder, Cache(cache)).value
    context = {"section": essay("essays/1.md"), "series": SERIES, "body": Markup("<p>Text.</p>")}
    try:
        render(ESSAY, context, theme, replace(USUAL, layout_seconds=20))
    except BookError as error:
        return error.problems
    return ()


@pytest.mark.parametrize("text", PYTHON + RUNAWAYS + FAULTS)
def test_a_template_that_makes_no_page_is_a_problem_of_its_file(
    text: str, tmp_path: Path, cache: Path
) -> None:
    (problem,) = page(tmp_path, cache, f"<html>\n\n{text}</html>")
    assert (str(problem.where), problem.code) == (f"themes/mine/{ESSAY}:3", "theme-broken")
    assert not re.search(r"0x|<string>|seriesbook\.|recursion|column", problem.message)


@pytest.mark.parametrize("text", [PYTHON[0], RUNAWAYS[0], FAULTS[0]])
def test_no_book_is_made_with_such_a_template(text: str, tmp_path: Path, cache: Path) -> None:
    assert told(build(tmp_path, cache, {ESSAY: f"<html>\n\n{text}</html>"})) == [
        (f"themes/mine/{ESSAY}:3", "theme-broken")
    ]


@pytest.mark.parametrize("text", ["{{ 1 / 0 }}", "{% for %}", "{{ nothing }}", "{{ ''.x.y }}"])
def test_its_line_is_named(text: str, tmp_path: Path, cache: Path) -> None:
    problems = build(tmp_path, cache, {ESSAY: f"<p>\n\n{text}\n</p>"})
    assert told(problems) == [(f"themes/mine/{ESSAY}:3", "theme-broken")]


MACROS = "\n{% macro f(x) %}\n<em>\n{{ x }}</em>\n\n<p>{{ x }}\n{% endmacro %}\n"
DIVIDES = "\n{% macro f(x) %}\n<em>\n{{ x / 0 }}</em>\n{% endmacro %}\n"


@pytest.mark.parametrize(
    ("macros", "text", "place"),
    [
        (MACROS, "{% import 'm.xhtml.j2' as m %}\n{{ m.f(1) }}", "m.xhtml.j2:6"),
        (MACROS, "{% from 'm.xhtml.j2' import f %}\n\n<b>{{ f(1) }}</b>", "m.xhtml.j2:6"),
        (DIVIDES, "{% import 'm.xhtml.j2' as m %}\n{{ m.f(1) }}", "m.xhtml.j2:4"),
        ("", f"{MACROS}\n{{{{ f(1) }}}}", f"{ESSAY}:6"),
        ("", "{% macro g() %}\n<b>\n{{ caller() }}</b>\n{% endmacro %}\n{% call g() %}\n\n<p>\n"
         "{% endcall %}", f"{ESSAY}:7"),
        ("{% macro f() %}\n<em>{{ g() }}</em>{% endmacro %}\n{% macro g() %}\na<i>\n"
         "{% endmacro %}", "{% import 'm.xhtml.j2' as m %}\n\n{{ m.f() }}", "m.xhtml.j2:4"),
    ],
)  # fmt: skip
def test_a_fault_of_a_macro_is_told_at_the_line_of_the_macro(
    macros: str, text: str, place: str, tmp_path: Path, cache: Path
) -> None:
    if macros:
        write_theme(tmp_path, {"m.xhtml.j2": macros})
    (problem,) = page(tmp_path, cache, f"<html>{text}</html>")
    assert (str(problem.where), problem.code) == (f"themes/mine/{place}", "theme-broken")


ACTIVE = [
    "<script>x</script>", "<p onclick='x'>a</p>", "<iframe src='x'/>", "<form><input/></form>",
    "<a href='javascript:x'>a</a>", "<a href='data:text/html,x'>a</a>", "<object data='x'/>",
    "<a href='java\tscript:x'>a</a>", "<img src='https://a.example/a.png' alt=''/>",
    "<img src='//a.example/a.png' alt=''/>", "<img src='file:///etc/passwd' alt=''/>",
    "<img src='../../../etc/passwd' alt=''/>", "<img srcset='https://a.example/a.png' alt=''/>",
    "<link rel='stylesheet' href='https://a.example/a.css'/>", "<style>@import 'x';</style>",
    "<p style='background: url(https://a.example/a.png)'>a</p>", "<audio src='a'/>",
    "<meta http-equiv='refresh' content='0;url=https://a.example'/>", "<base href='x'/>",
    "<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>", "<button>x</button>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>x</x:script>", "<?xml-stylesheet href='x'?>",
    "<a href='a' ping='https://a.example'>a</a>", "<p formaction='x'>a</p>", "<embed src='x'/>",
    "<blockquote cite='javascript:x'>a</blockquote>",
    "<svg xmlns='http://www.w3.org/2000/svg'><image href='https://a.example/a.png'/></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg'><rect onclick='x'/></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg'><g id='a'><use href='#a'/></g></svg>",
]  # fmt: skip


@pytest.mark.parametrize("markup", ACTIVE)
def test_what_runs_or_loads_is_refused(markup: str, tmp_path: Path, cache: Path) -> None:
    text = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{markup}</body></html>'
    found = set(told(page(tmp_path, cache, text)))
    assert found == {(f"themes/mine/{ESSAY}:1", "theme-unsafe")}


def test_a_drawing_is_no_harm(tmp_path: Path, cache: Path) -> None:
    drawn = "<svg xmlns='http://www.w3.org/2000/svg'><title>T</title><circle r='3'/></svg>"
    text = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{drawn}</body></html>'
    assert told(page(tmp_path, cache, text)) == []


@pytest.mark.parametrize("form", ["epub", "pdf"])
def test_no_book_is_made_of_such_a_page(form: str, tmp_path: Path, cache: Path) -> None:
    text = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{ACTIVE[0]}</body></html>'
    found = told(build(tmp_path, cache, {ESSAY: text}, form))
    assert found == [(f"themes/mine/{ESSAY}:1", "theme-unsafe")]


@pytest.mark.parametrize("markup", ["<script>x</script>", "<p>a", "&nbsp;", "{{ x }}", "{% if %}"])
@pytest.mark.parametrize(
    "before",
    [
        "",
        "{{ body }}",
        "{% if body %}\n{{ label('notes') }}\n{%- endif %}",
        "<p>{{ section.title }}\n</p>",
        "{% for n in range(3) %}\n<b>{{ n }}</b>\n{% endfor %}",
    ],
)
def test_the_line_of_what_a_template_makes(
    before: str, markup: str, tmp_path: Path, cache: Path
) -> None:
    """Of a template that extends another and prints a text of many lines before."""
    text = FRAME.format(f"\n{before}\n\n{markup}\n")
    theme = {ESSAY: text, "half-title.xhtml.j2": '{% extends "plain/half-title.xhtml.j2" %}'}
    line = text.count("\n", 0, text.index(markup, text.index("content"))) + 1
    code = "theme-unsafe" if "script" in markup else "theme-broken"
    assert told(build(tmp_path, cache, theme)) == [(f"themes/mine/{ESSAY}:{line}", code)]


def test_entities_are_never_read(tmp_path: Path, cache: Path) -> None:
    laughs = '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><html><p>&b;</p></html>'
    for text in (laughs, '<!DOCTYPE html SYSTEM "file:///etc/passwd"><html/>'):
        assert told(page(tmp_path, cache, text)) == [(f"themes/mine/{ESSAY}:1", "theme-unsafe")]


STYLES = [
    "@import 'a.css';", "@import url(https://a.example/a.css);", "@IMPORT url(a);",
    "@\\69mport 'a';",
    "@font-face { font-family: a; src: url(https://a.example/a.ttf) }",
    "@font-face { font-family: a; src: local('Arial') }",
    "p { background: url(https://a.example/a.png) }", "p { background: url('/etc/passwd') }",
    "p { background: u\\72l(file:///etc/passwd) }", "p { content: url(../../secret.png) }",
    "p { background: image-set('https://a.example/a.png' 1x) }", "p { cursor: url(x), auto }",
    "p { background: url(data:text/html,x) }", "p { -moz-binding: url(x) }",
    "p { width: expression(alert(1)) }", "a { attachment: url(file:///etc/passwd) }",
    "@media print { @supports (a: b) { p { list-style: url(x) } } }",
    "p { counter-increment: a 999999999 }", "p { height: 999999999px }", "p { margin: 1e9em }",
    "@page { size: 1e7px 1e7px }", "p { columns: 1000000 }", "a {" * 30 + "}" * 30,
    "p { width: " + "calc(" * 400 + "1px" + ")" * 400 + "}",
]  # fmt: skip


@pytest.mark.parametrize("css", STYLES)
def test_a_stylesheet_loads_nothing_and_stays_in_measure(
    css: str, tmp_path: Path, cache: Path
) -> None:
    for name in ("book.css", "print.css", "folio.css", "cover.css", "epub.css"):
        write_theme(tmp_path, {name: f"p {{ color: red }}\n{css}\n"})
        problems = load_theme(
            Edition("e", "epub", theme="mine"), "en", tmp_path, Cache(cache)
        ).problems
        assert set(told(problems)) == {(f"themes/mine/{name}:2", "theme-unsafe")}
        (tmp_path / "themes" / "mine" / name).unlink()


def test_no_book_is_made_with_such_a_stylesheet(tmp_path: Path, cache: Path) -> None:
    problems = build(tmp_path, cache, {"folio.css": "\n@import 'a.css';"}, "pdf")
    assert told(problems) == [("themes/mine/folio.css:2", "theme-unsafe")]


@pytest.mark.parametrize("css", ["p { background: url(data:image/png;base64,iVBORw0KGgo=) }",
                                 "@namespace url(http://www.w3.org/1999/xhtml);"])  # fmt: skip
def test_what_is_inside_the_stylesheet_may_stay(css: str, tmp_path: Path, cache: Path) -> None:
    assert told(build(tmp_path, cache, {"book.css": css})) == []


@pytest.mark.parametrize(
    ("limit", "name", "text", "code"),
    [
        ("theme_rules = 3", "book.css", "a, b, c, d { color: red }", "file-too-large"),
        ("theme_bytes = 20", "book.css", "a { color: red } b { color: red }", "file-too-large"),
        ("theme_steps = 5000", ESSAY, "{% for i in range(9000) %}{% endfor %}", "theme-broken"),
        ("theme_levels = 1", "book.css", "@media print { p { color: red } }", "theme-unsafe"),
        ("theme_number = 10", "book.css", "p { margin: 11px }", "theme-unsafe"),
        ("theme_number = 10", ESSAY, "{{ range(11)|length }}", "theme-broken"),
        ("page_characters = 20_000", ESSAY, f"<p>{'x' * 20_000}</p>", "theme-broken"),
    ],
)
def test_limits_of_themes(
    limit: str, name: str, text: str, code: str, tmp_path: Path, cache: Path
) -> None:
    problems = build(tmp_path, cache, {name: text}, more=f"[limits]\n{limit}")
    ((where, said),) = told(problems)
    assert (where.partition(":")[0], said) == (f"themes/mine/{name}", code)


def test_millions_of_selectors_are_refused_at_once(tmp_path: Path, cache: Path) -> None:
    css = ", ".join(f"a{n}" for n in range(100_000)) + " { color: red }"
    problems = build(tmp_path, cache, {"book.css": css})
    assert told(problems) == [("themes/mine/book.css", "file-too-large")]


def test_endless_pages_are_called_off(tmp_path: Path, cache: Path) -> None:
    css = "p, p::after { content: 'x'; display: block; height: 99999px; break-after: page }"
    essay = tmp_path / "series" / "essays" / "2.md"
    essay.parent.mkdir(parents=True)
    essay.write_text("# Two\n\n" + "Words.\n\n" * 4000)
    problems = build(tmp_path, cache, {"book.css": css}, "pdf", "[limits]\nlayout_seconds = 1")
    assert ("essays/2.md", "layout-slow") in told(problems)


def test_a_picture_beyond_measure_in_an_address(tmp_path: Path, cache: Path) -> None:
    data = base64.b64encode(picture(size=(20_000, 20_000), mode="1")).decode()
    address = f"data:image/png;base64,{data}"
    theme = {"book.css": f"\np {{ background: url({address}) }}"}
    assert told(build(tmp_path, cache, theme)) == [("themes/mine/book.css:2", "theme-unsafe")]
    shown = f'<body><img src="{address}" alt=""/></body>'
    text = f'<html xmlns="http://www.w3.org/1999/xhtml">{shown}</html>'
    assert set(told(page(tmp_path, cache, text))) == {(f"themes/mine/{ESSAY}:1", "theme-unsafe")}


_BOMB = base64.b64encode(picture(size=(20_000, 20_000), mode="1")).decode()
_HREF = 'xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"'
DRAWINGS = {
    "crowded": (
        f'<svg {_HREF}><g id="a0"><path d="M0 0"/></g>'
        + "".join(
            f'<g id="a{n}">' + f'<use x:href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 8)
        )
        + "</svg>",
        "shows more than 200000 elements",
    ),
    "script": (f"<svg {_HREF}><script>x</script></svg>", "has <script>"),
    "elsewhere": (f'<svg {_HREF}><image x:href="https://a.example/a.png"/></svg>', "refers to"),
    "pixels": (
        f'<svg {_HREF}><image x:href="data:image/png;base64,{_BOMB}"/></svg>',
        "a picture of more than 100,000,000 pixels",
    ),
    "entities": (
        f'<!DOCTYPE svg [<!ENTITY a "b">]><svg {_HREF}><text>&a;</text></svg>',
        "declares entities",
    ),
    "nested": (f"<svg {_HREF}>{'<g>' * 5000}{'</g>' * 5000}</svg>", "not well-formed XML"),
    "bytes": (f"<svg {_HREF}>{' ' * 3000}</svg>", "a drawing of more than 2,000 bytes"),
}


@pytest.mark.parametrize("kind", DRAWINGS)
def test_a_drawing_beyond_measure_in_an_address(kind: str, tmp_path: Path, cache: Path) -> None:
    drawing, words = DRAWINGS[kind]
    more = "[limits]\nimage_bytes = 2000" if kind == "bytes" else ""
    address = f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"
    theme = {"book.css": f"\np {{ background: url({address}) }}"}
    (problem,) = [p for p in build(tmp_path, cache, theme, more=more) if p.severity == "error"]
    assert (str(problem.where), problem.code) == ("themes/mine/book.css:2", "theme-unsafe")
    assert words in problem.message
    if kind != "bytes":
        plain = "data:image/svg+xml," + quote(drawing)
        shown = f'<body><img src="{plain}" alt=""/></body>'
        said = page(tmp_path, cache, f'<html xmlns="http://www.w3.org/1999/xhtml">{shown}</html>')
        assert any(words in p.message for p in said)


def test_a_small_drawing_in_an_address_may_stay(tmp_path: Path, cache: Path) -> None:
    plain = "data:image/svg+xml," + quote(f'<svg {_HREF}><path d="M0 0h9"/></svg>')
    assert told(build(tmp_path, cache, {"book.css": f"p {{ background: url('{plain}') }}"})) == []


@pytest.mark.parametrize("kind", ["symlink", "up", "absolute"])
def test_no_file_outside_the_theme(kind: str, tmp_path: Path, cache: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("p { color: #abcdef }")
    theme = tmp_path / "series" / "themes" / "mine"
    theme.mkdir(parents=True)
    if kind == "symlink":
        (theme / "book.css").symlink_to(secret)
        assert told(build(tmp_path, cache, {})) == [("themes/mine/book.css", "path-outside")]
        return
    name = "../../../secret" if kind == "up" else str(secret)
    problems = build(tmp_path, cache, {"theme.toml": f'contract = 1\nparent = "{name}"\n'})
    assert told(problems) == [("themes/mine/theme.toml:2", "theme-missing")]


@pytest.mark.parametrize("package", ["os", "seriesbook", "fontpkg-../os", "fontpkg-nonesuch"])
def test_nothing_but_a_font_package_is_looked_for(
    package: str, tmp_path: Path, cache: Path
) -> None:
    table = f'contract = 1\n[[fonts]]\nfamily = "A"\npackage = "{package}"\n'
    problems = build(tmp_path, cache, {"theme.toml": table})
    assert told(problems) == [("themes/mine/theme.toml:4", "font-package-missing")]


def test_a_good_theme_of_the_authors_is_as_free_as_a_built_in_one(
    tmp_path: Path, cache: Path
) -> None:
    template = FRAME.format(
        "<header><h1 id='{{ section.slug }}.title'>{{ section.title|upper }}</h1></header>"
        "{{% for n in range(3) %}}<hr class='n{{ n }}'/>{{% endfor %}}{{ body }}"
    ).replace("{{%", "{%").replace("%}}", "%}")  # fmt: skip
    problems = build(tmp_path, cache, {ESSAY: template, "book.css": "hr { border: 1px solid }"})
    assert told(problems) == []
    (book,) = (tmp_path / "out").rglob("*.epub")
    documents = Epub(book.read_bytes()).members
    assert b"ONE" in b"".join(documents.values())
