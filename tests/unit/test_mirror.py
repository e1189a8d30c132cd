from __future__ import annotations

import pytest
import tinycss2

from seriesbook.mirror import css_for, mirrored
from seriesbook.themefolder import builtin_themes


def folded(css: str) -> str:
    return " ".join(css.split())


@pytest.mark.parametrize(
    ("css", "other"),
    [
        ("p { margin-left: 2em }", "p { margin-right: 2em; }"),
        (
            "p { float: right; border-left-width: 1px }",
            "p { float: left; border-right-width: 1px; }",
        ),
        ("p { margin: 1px 2px 3px 4px }", "p { margin: 1px 4px 3px 2px; }"),
        ("p { margin: 1px 2px 3px }", "p { margin: 1px 2px 3px; }"),
        ("p { text-align: start }", "p { text-align: start; }"),
        ("p { left: 0 !important }", "p { right: 0 !important; }"),
        ('a::before { content: "left" }', 'a::before { content: "left"; }'),
        (".left { color: red }", ".left { color: red; }"),
        (".align-right { text-align: right }", ".align-right { text-align: right }"),
        (
            "@page verso { @top-left { content: string(folio) } }",
            "@page verso { @top-right { content: string(folio); } }",
        ),
        ("@media print { p { right: 0 } }", "@media print { p { left: 0; } }"),
    ],
)
def test_left_and_right_change_places(css: str, other: str) -> None:
    assert folded(mirrored(css)) == other


def test_a_mirror_twice_is_no_mirror() -> None:
    for path in sorted(builtin_themes().glob("*/*.css")):
        css = path.read_text(encoding="utf-8")
        once = mirrored(css)
        assert folded(mirrored(mirrored(once))) == folded(once)
        errors = [n for n in tinycss2.parse_stylesheet(once) if n.type == "error"]
        assert errors == [], path


def test_pages_from_left_to_right_keep_theirs() -> None:
    assert css_for("ltr", "p { left: 0 }") == "p { left: 0 }"
