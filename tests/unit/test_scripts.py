from __future__ import annotations

import pytest

from seriesbook.fonts import how_to_install, is_installed
from seriesbook.scripts import script_font, script_of, script_of_language


@pytest.mark.parametrize(
    ("language", "script"),
    [
        ("ar", "Arab"), ("fa", "Arab"), ("he", "Hebr"), ("en-GB", "Latn"), ("ru", "Cyrl"),
        ("zh", "Hans"), ("zh-TW", "Hant"), ("zh-Hant", "Hant"), ("ja", "Jpan"), ("ko", "Kore"),
        ("az-Arab", "Arab"), ("sr-Latn", "Latn"), ("qq", ""),
    ],
)  # fmt: skip
def test_a_language_has_its_script(language: str, script: str) -> None:
    assert script_of_language(language) == script


@pytest.mark.parametrize(
    ("character", "package"),
    [
        ("ب", "fontpkg-amiri"), ("،", "fontpkg-amiri"), ("א", "fontpkg-frank-ruhl-libre"),
        ("字", "mplfonts"), ("。", "mplfonts"), ("（", "mplfonts"), ("か", "mplfonts"),
        ("λ", "fontpkg-noto-serif"), ("ж", "fontpkg-noto-serif"),
        ("क", "fontpkg-noto-sans-devanagari"), ("ไ", "fontpkg-noto-sans-thai"),
    ],
)  # fmt: skip
def test_a_character_has_a_package(character: str, package: str) -> None:
    row = script_font(script_of(character))
    assert row is not None
    assert row.typeface.package == package
    assert package in how_to_install(package)


def test_some_scripts_have_none() -> None:
    assert script_font(script_of("ᚠ")) is None
    assert script_font(script_of("!")) is None


def test_a_package_is_looked_for_without_being_run() -> None:
    assert is_installed("fontpkg-amiri")
    assert not is_installed("fontpkg-of-nobody")
    assert not is_installed("json")
