from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import fontpkg_amiri
import pytest

from seriesbook.cache import Cache
from seriesbook.fallbacks import with_fallbacks
from seriesbook.model import Book, Edition, Section, Series, Source
from seriesbook.problems import Where
from seriesbook.theme import Theme, load_theme

if TYPE_CHECKING:
    from seriesbook.problems import Outcome


@pytest.fixture(scope="module")
def theme(tmp_path_factory: pytest.TempPathFactory) -> Theme:
    folder = tmp_path_factory.mktemp("series")
    return load_theme(Edition("paperback", "pdf"), "en", folder, Cache(None)).value


def completed(
    theme: Theme,
    body: str,
    language: str = "en",
    files: tuple[Source, ...] = (),
    fonts: tuple[str, ...] = (),
) -> Outcome[Theme]:
    series = Series("s", "S", language, "urn:uuid:1", fonts=fonts, where=(("fonts.0", 7),))
    section = Section("essay", "a", "A", Where("essays/a.md", 1), body=body)
    book = Book(series, Edition("paperback", "pdf"), (section,))
    return with_fallbacks(theme, book, files, Cache(None))


def test_a_theme_that_has_every_character_stays_as_it_is(theme: Theme) -> None:
    outcome = completed(theme, "<p>Abc λόγος гавань</p>")
    assert outcome.problems == ()
    assert outcome.value is theme


def test_a_script_brings_its_font_into_text_and_colophon(theme: Theme) -> None:
    made = completed(theme, "<p>A word: ميناء</p>").value
    assert {font.family for font in made.fonts} - {font.family for font in theme.fonts} == {
        "Amiri"
    }
    assert [face.family for face in made.typefaces][-1] == "Amiri"
    assert ord("ب") in made.covered["Amiri"]
    assert "lang|=" not in made.styles["pdf"].removeprefix(theme.styles["pdf"])


def test_a_language_is_set_in_the_font_of_its_script(theme: Theme) -> None:
    made = completed(theme, "<p>ميناء</p>", "ar").value
    rule = made.styles["pdf"].removeprefix(theme.styles["pdf"])
    assert (
        '[lang|="ar"], html[lang|="ar"] > body { font-family: "Amiri", "EB Garamond", serif }'
        in rule
    )
    assert '[lang|="ar"] .noteref { font-family: "EB Garamond", serif }' in rule
    assert made.folio_css.endswith(rule)
    assert made.digest != theme.digest


def test_the_authors_own_font_goes_before_ours(theme: Theme) -> None:
    data = (Path(fontpkg_amiri.__file__).parent / "files" / "Amiri-Regular.ttf").read_bytes()
    file = Source("fonts/a.ttf", data, hashlib.sha256(data).hexdigest())
    made = completed(theme, "<p>ميناء</p>", "ar", (file,)).value
    assert [f.weight for f in made.fonts if f.family == "Amiri"] == [400]


def test_a_named_package_must_be_there(theme: Theme) -> None:
    outcome = completed(theme, "<p>A</p>", fonts=("fontpkg-of-nobody",))
    (problem,) = outcome.problems
    assert (problem.code, problem.severity) == ("font-package-missing", "error")
    assert str(problem.where) == "series.toml:7"
    assert "pip install fontpkg-of-nobody" in problem.mend


def test_a_named_package_serves_in_all_its_styles(theme: Theme) -> None:
    made = completed(theme, "<p>A</p>", fonts=("fontpkg-amiri",)).value
    faces = [(f.weight, f.style) for f in made.fonts if f.family == "Amiri"]
    assert faces == [(400, "normal"), (700, "normal"), (400, "italic"), (700, "italic")]
