from __future__ import annotations

from seriesbook.mirror import css_for
from seriesbook.stylesheets import Origin, joined, moved

FIRST, SECOND = "a {\r\n  color: red\r\n}\n", "b { left: 0 }\fc { top: 0 }"
CSS, FILES = joined([("themes/a/x.css", FIRST), ("themes/b/x.css", SECOND)])


def at(origin: Origin, line: int, column: int = 0) -> str:
    return str(origin.at(line, column))


def test_files_are_joined_by_lines() -> None:
    assert f"{FIRST}\n{SECOND}" == CSS


def test_each_line_leads_back_to_its_file() -> None:
    origin = Origin(CSS, FILES, "b")
    assert at(origin, 1, 1) == "themes/a/x.css:1:1"
    assert at(origin, 2, 3) == "themes/a/x.css:2:3"
    assert at(origin, 5, 5) == "themes/b/x.css:1:5"
    assert at(origin, 6) == "themes/b/x.css:2"


def test_what_stands_before_and_after_is_no_files() -> None:
    origin = Origin(f"@page {{}}\n{CSS}\np {{}}", moved(FILES, 9), "b")
    assert origin.at(1, 1) is None
    assert at(origin, 2, 1) == "themes/a/x.css:1:1"
    assert origin.at(8, 1) is None


def test_a_file_may_be_empty_or_missing() -> None:
    css, files = joined([("a.css", ""), ("b.css", "p {}")])
    assert at(Origin(css, files, "b"), 2, 1) == "b.css:1:1"
    assert Origin("p {}", (), "b").at(1, 1) is None
    assert str(Origin("p {}", (), "b").whole()) == "themes/b/theme.toml"


def test_what_is_said_last_is_found() -> None:
    origin = Origin(CSS + "\nleft", FILES, "b")
    assert str(origin.holding("left")) == "themes/b/x.css:1:5"
    assert str(origin.holding("color")) == "themes/a/x.css:2:3"
    assert origin.holding("bottom") is None


def test_lines_of_a_mirrored_stylesheet_lead_back() -> None:
    text = "/* two\nlines */\np { left: 0;\n  margin: 1px 2px\n    3px 4px }\n@page { size: a5 }\n"
    css, files = joined([("a.css", "q {}\n"), ("b.css", text)])
    turned = css_for("rtl", css).split("\n")
    origin = Origin(css, files, "b", mirrored=True)
    for words, place in (("p {", 3), ("right: 0", 3), ("margin", 4), ("@page", 6), ("size", 6)):
        line = next(number for number, text in enumerate(turned, 1) if words in text)
        assert at(origin, line, 1) == f"b.css:{place}", words


def test_mirroring_passes_over_what_is_no_css() -> None:
    assert "right: 0" in css_for("rtl", "p { left: 0; nonsense } @media x { ; } }")
