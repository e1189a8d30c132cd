"""Fonts cut from packages."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont

from seriesbook.cache import Cache
from seriesbook.fonts import Typeface, cut
from seriesbook.problems import Where

if TYPE_CHECKING:
    from pathlib import Path

WHERE = Where("themes/x/theme.toml")
CODE = Typeface("Source Code Pro", "fontpkg-source-code-pro", weights=(400, 600))


def test_each_weight_and_style_is_a_static_font() -> None:
    outcome = cut(CODE, Cache(None), WHERE)
    assert not outcome.problems
    assert [(f.family, f.weight, f.style) for f in outcome.value] == [
        ("Source Code Pro", 400, "normal"),
        ("Source Code Pro", 600, "normal"),
    ]
    fonts = [TTFont(io.BytesIO(font.data)) for font in outcome.value]
    assert all("fvar" not in font and "gvar" not in font for font in fonts)
    widths = [font["hmtx"]["A"] for font in fonts]
    assert widths[0][0] == widths[1][0]  # monospaced
    assert widths[0] != widths[1]


def test_the_cache_changes_nothing(tmp_path: Path) -> None:
    fresh = cut(CODE, Cache(None), WHERE).value
    first = cut(CODE, Cache(tmp_path), WHERE).value
    assert cut(CODE, Cache(tmp_path), WHERE).value == first == fresh


def test_features_survive(cache: Path) -> None:
    garamond = Typeface("EB Garamond", "fontpkg-eb-garamond", weights=(400,))
    (font,) = cut(garamond, Cache(cache), WHERE).value
    records = TTFont(io.BytesIO(font.data))["GSUB"].table.FeatureList.FeatureRecord
    tags = {record.FeatureTag for record in records}
    assert tags >= {"smcp", "onum", "lnum", "tnum", "liga", "sups"}


def test_a_package_that_is_not_installed() -> None:
    outcome = cut(Typeface("Nothing", "fontpkg-nothing-at-all"), Cache(None), WHERE)
    (problem,) = outcome.problems
    assert (problem.code, problem.where) == ("font-package-missing", WHERE)
    assert "pip install fontpkg-nothing-at-all" in problem.mend


def test_only_font_packages_are_imported() -> None:
    (problem,) = cut(Typeface("This", "this"), Cache(None), WHERE).problems
    assert problem.code == "font-package-missing"
    assert "fontpkg-" in problem.mend
