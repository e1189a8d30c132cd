from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from seriesbook.themeshelf import ThemeError, described, eject, shelf

if TYPE_CHECKING:
    from pathlib import Path

BUILT_IN = ["plain", "classic", "large-print", "modern", "pamphlet"]


def test_the_shelf(tmp_path: Path) -> None:
    assert [one.name for one in shelf(tmp_path)] == BUILT_IN
    assert all(one.description and not one.own for one in shelf(tmp_path))


def test_a_theme_is_described(tmp_path: Path) -> None:
    facts = dict(described("pamphlet", tmp_path))
    assert facts["Extends"] == "pamphlet → classic → plain"
    assert facts["Page"] == "5.83 x 8.27 in, 10.5 on 12.5 pt, 37 lines"
    assert facts["Typefaces"] == "EB Garamond, Source Code Pro"
    assert facts["Own files"] == "print.css, theme.toml"


def test_a_copy_goes_before_the_built_in_theme(tmp_path: Path) -> None:
    paths = eject("classic", tmp_path)
    assert tmp_path / "themes" / "classic" / "print.css" in paths
    (own,) = [one for one in shelf(tmp_path) if one.own]
    assert own.name == "classic"
    assert dict(described("classic", tmp_path))["Folder"] == str(tmp_path / "themes" / "classic")
    with pytest.raises(ThemeError, match="already"):
        eject("classic", tmp_path)


def test_a_copy_under_another_name(tmp_path: Path) -> None:
    eject("plain", tmp_path, "mine")
    assert dict(described("mine", tmp_path))["Extends"] == "mine → plain"


@pytest.mark.parametrize(
    ("name", "new_name", "message"),
    [
        ("nonesuch", "", "there is no theme 'nonesuch'"),
        ("plain", "", "take the place of plain"),
        ("classic", "../x", "can't be the name"),
    ],
)
def test_what_cant_be_copied(tmp_path: Path, name: str, new_name: str, message: str) -> None:
    with pytest.raises(ThemeError, match=message):
        eject(name, tmp_path, new_name)
    assert not (tmp_path / "themes").exists()
