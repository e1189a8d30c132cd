"""Fonts in the folder of a series."""

from __future__ import annotations

import hashlib
from pathlib import Path

import fontpkg_amiri
import fontpkg_frank_ruhl_libre

from seriesbook.cache import Cache
from seriesbook.fontfiles import own_fonts
from seriesbook.model import Source

AMIRI = Path(fontpkg_amiri.__file__).parent / "files"
RUHL = Path(fontpkg_frank_ruhl_libre.__file__).parent / "files"


def source(data: bytes, name: str = "a.ttf") -> Source:
    return Source(f"fonts/{name}", data, hashlib.sha256(data).hexdigest())


def test_a_font_says_what_it_is() -> None:
    files = [
        source((AMIRI / name).read_bytes())
        for name in ("Amiri-Regular.ttf", "Amiri-BoldItalic.ttf")
    ]
    outcome = own_fonts(files, Cache(None))
    assert outcome.problems == ()
    assert [(f.family, f.weight, f.style) for f in outcome.value] == [
        ("Amiri", 400, "normal"),
        ("Amiri", 700, "italic"),
    ]
    assert outcome.value[0].data == files[0].data


def test_a_variable_font_is_cut_to_two_weights() -> None:
    (path,) = RUHL.glob("*.ttf")
    outcome = own_fonts([source(path.read_bytes())], Cache(None))
    assert outcome.problems == ()
    assert [(f.family, f.weight) for f in outcome.value] == [
        ("Frank Ruhl Libre", 400),
        ("Frank Ruhl Libre", 700),
    ]


def test_a_file_that_is_no_font_is_an_error() -> None:
    damaged = (AMIRI / "Amiri-Regular.ttf").read_bytes()[:20_000]
    outcome = own_fonts([source(b"not a font"), source(damaged, "b.ttf")], Cache(None))
    assert outcome.value == ()
    assert [(str(p.where), p.code, p.severity) for p in outcome.problems] == [
        ("fonts/a.ttf", "font-broken", "error"),
        ("fonts/b.ttf", "font-broken", "error"),
    ]
