"""What the engine says: each message has a place and words of ours."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from seriesbook.enginewords import problems_of
from seriesbook.problems import Where
from seriesbook.rendition import Page
from seriesbook.sheets import Message
from seriesbook.stylesheets import Origin, joined

CSS, FILES = joined(
    [
        ("themes/a/print.css", "p { colour: red }\n.x { grid: subgrid; content: attr(id) }\n"),
        ("themes/b/print.css", "q { margin: var(--y) }\nh1::before { content: '漢' }\n"),
    ]
)
ORIGIN = Origin(CSS, FILES, "b")
PAGE = Page(
    "one",
    "essay",
    "One",
    '<html xmlns="http://www.w3.org/1999/xhtml"><body><p data-line="3"><img src="q.png"/></p>'
    '<p data-line="7"><a href="#x">x</a></p><table data-line="9"><tr><td/></tr><tr><td/><td/></tr>'
    "</table></body></html>",
    Where("essays/1.md", 1),
)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("Failed to load image at 'https://book.invalid/q.png': LookupError: no",
         "image-missing", "essays/1.md:3"),
        ("Failed to load image at 'https://book.invalid/q.png': UnidentifiedImageError: x",
         "image-broken", "essays/1.md:3"),
        ("Failed to render SVG image https://book.invalid/z.svg", "image-broken", "essays/1.md:1"),
        ('.notdef glyph rendered for Unicode string unsupported by fonts: "漢" (U+6F22)',
         "glyph-missing", "themes/b/print.css:2:24"),
        ('.notdef glyph rendered for Unicode string unsupported by fonts: "字" (U+5B57)',
         "glyph-missing", "essays/1.md:1"),
        ("No anchor #x for internal URI reference", "link-dead", "essays/1.md:7"),
        ("This row has more columns than the table, ignored 1 cells", "layout", "essays/1.md:9"),
        ("Subgrids are unsupported", "layout", "themes/a/print.css:2:12"),
        ("Only strings are allowed for content attr() functions, not px", "layout",
         "themes/a/print.css:2:30"),
        ("Ignored `margin: 3` at 4:13, invalid value.", "css-ignored", "themes/b/print.css:1:13"),
        ("Ignored `width: 3` at 4:13, invalid value.", "css-ignored", "essays/1.md:1"),
        ("Who knows what", "layout", "essays/1.md:1"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_page(text: str, code: str, place: str) -> None:
    (problem,) = problems_of([Message("warning", text)], PAGE, ORIGIN)
    assert (str(problem.where), problem.code) == (place, code)
    assert "{" not in problem.message
    assert "book.invalid" not in problem.message


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Ignored `colour: red` at 1:5, unknown property.", "themes/a/print.css:1:5"),
        ("Ignored `colour: red` at 9:5, unknown property.", "themes/b/theme.toml"),
        ("Parse error at 5:2: EOF reached before {} block", "themes/b/print.css:2:2"),
        ("Error: Expected ':' after declaration name, got literal at 4:2.",
         "themes/b/print.css:1:2"),
        ("Unknown rule <AtRule @foo … { … }> at 4:1", "themes/b/print.css:1:1"),
        ("Invalid media type '3' the whole @media rule was ignored at 4:1.",
         "themes/b/print.css:1:1"),
        ("Invalid or unsupported selector, 'h1::before ', unknown pseudo-element: x",
         "themes/b/print.css:2:1"),
        ("Font-face 'X' cannot be loaded", "themes/b/theme.toml"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_stylesheet(text: str, place: str) -> None:
    (problem,) = problems_of([Message("warning", text, "css")], PAGE, ORIGIN)
    assert str(problem.where) == place
    assert problem.mend


def test_characters_that_were_told_are_not_told_again() -> None:
    said = Message("warning", '.notdef glyph rendered for Unicode string: "漢" (U+6F22)')
    assert problems_of([said], PAGE, ORIGIN, frozenset("漢")) == ()


# What WeasyPrint can say of things that we never ask it for: addresses, attachments, metadata,
# tags and options of its own.
UNASKED = re.compile(
    r"^(?:html|urls|document|__init__)\.py|pdf/__init__|pdf/anchors\.py:.*attachment|pdf/tags"
    r"|Failed to load stylesheet|Missing %s descriptor|closing stream"
)


@lru_cache(maxsize=1)
def _said() -> dict[str, str]:
    """All that WeasyPrint logs, with something for its placeholders, by file and text."""
    spec = find_spec("weasyprint")
    assert spec is not None
    assert spec.origin is not None
    root = Path(spec.origin).parent
    found: dict[str, str] = {}
    for file in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func) in {"LOGGER.warning", "LOGGER.error"}
                and isinstance(node.args[0], ast.Constant)
            ):
                text = str(node.args[0].value)
                name = f"{file.relative_to(root).as_posix()}: {text}"
                found[name] = re.sub(r"%(?:04)?([dsrX])", lambda m: _SHOWN[m[1]], text)
    return found


_SHOWN = {"d": "2", "s": "@some", "r": "'some'", "X": "0041"}


@pytest.mark.trust(
    "Messages",
    "every text that the installed WeasyPrint can say",
    "words of ours; what nobody foresaw is quoted within a sentence of ours",
)
@pytest.mark.parametrize("name", [name for name in _said() if not UNASKED.search(name)])
def test_all_that_the_engine_can_say_has_words_of_ours(name: str) -> None:
    (problem,) = problems_of([Message("warning", _said()[name])], PAGE, ORIGIN)
    assert "the engine that sets pages" not in problem.message
    assert problem.mend
