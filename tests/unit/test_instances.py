"""Static instances: their weight, and the characters that they gain."""

from __future__ import annotations

import io
from pathlib import Path

import fontpkg_eb_garamond
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

from seriesbook.instances import instance

GARAMOND = Path(fontpkg_eb_garamond.__file__).parent / "files" / "EBGaramond[wght].ttf"


def opened(data: bytes) -> TTFont:
    return TTFont(io.BytesIO(data))


def made_of(characters: str, sequences: list[tuple[int, int, str | None]] | None = None) -> bytes:
    """A variable font of some characters, each with a glyph of its own, without outlines."""
    builder = FontBuilder(1000, isTTF=True)
    names = [".notdef", *(f"u{ord(char):x}" for char in characters)]
    builder.setupGlyphOrder(names)
    table = {ord(char): f"u{ord(char):x}" for char in characters}
    builder.setupCharacterMap(table, sequences, allowFallback=True)
    builder.setupGlyf({name: Glyph() for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Made"})
    builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
    builder.setupGvar({})
    builder.setupOS2()
    builder.setupPost()
    buffer = io.BytesIO()
    builder.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("weight", [400, 700])
def test_an_instance_is_static_and_says_its_weight(weight: int) -> None:
    font = opened(instance(GARAMOND.read_bytes(), weight))
    assert "fvar" not in font
    assert font["OS/2"].usWeightClass == weight


def test_all_characters_stay_and_those_that_lack_have_stand_ins() -> None:
    whole = TTFont(GARAMOND).getBestCmap()
    made = opened(instance(GARAMOND.read_bytes(), 400)).getBestCmap()
    assert made == {**whole, 0x202F: whole[0x2009]}


def test_characters_in_rows_alone_and_beyond_the_basic_plane() -> None:
    text = "abcz\u00a0\u2010\ufffe\U00010400\U00010401\U0001f600"
    font = opened(instance(made_of(text), 400))
    names = font.getBestCmap()
    assert set(names) == {*map(ord, text), 0x202F, 0x2009, 0x2011}
    assert names[0x2009] == names[0x202F] == names[0x00A0]
    assert names[0x2011] == names[0x2010]
    basic = next(table for table in font["cmap"].tables if table.format == 4)
    assert basic.cmap == {char: name for char, name in names.items() if char < 0x10000}


def test_without_anything_alike_a_character_goes_on_lacking() -> None:
    assert set(opened(instance(made_of("ab"), 400)).getBestCmap()) == {ord("a"), ord("b")}


def test_variation_sequences_stay() -> None:
    given = made_of("\u00a0ab", [(ord("a"), 0xFE00, "u62")])
    tables = opened(instance(given, 400))["cmap"].tables
    kept = next(table for table in tables if table.format == 14)
    assert [(char, bool(name)) for char, name in kept.uvsDict[0xFE00]] == [(ord("a"), True)]


def test_characters_in_ten_thousand_rows() -> None:
    text = "\u00a0\u2010" + "".join(map(chr, range(0x3000, 0x9F00, 2)))
    names = opened(instance(made_of(text), 400)).getBestCmap()
    assert set(names) == {*map(ord, text), 0x202F, 0x2009, 0x2011}
    assert len({names[ord(char)] for char in text}) == len(text)
