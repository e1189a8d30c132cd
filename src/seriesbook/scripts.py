"""Scripts of the world: which font package serves one, and which one a language is written in.

A theme's own fonts come first; this table is asked for what they lack.
"""

from __future__ import annotations

from dataclasses import dataclass

from seriesbook.fonts import Style, Typeface

_OFL = "SIL Open Font License"
_UPRIGHT: tuple[Style, ...] = ("normal",)
_BOTH: tuple[Style, ...] = ("normal", "italic")


@dataclass(frozen=True, slots=True)
class ScriptFont:
    """A typeface for scripts. `codes` are theirs (ISO 15924), `sample` is one of its letters."""

    codes: tuple[str, ...]
    sample: str
    typeface: Typeface


def _noto(script: str) -> Typeface:
    package = f"fontpkg-noto-sans-{script.lower()}"
    return Typeface(f"Noto Sans {script}", package, "the Noto project", _OFL, (400, 700), _UPRIGHT)


_TABLE = (
    ScriptFont(
        ("Arab",), "\u0628",
        Typeface("Amiri", "fontpkg-amiri", "Khaled Hosny", _OFL, (400, 700), _BOTH),
    ),
    ScriptFont(
        ("Hebr",), "\u05d0",
        Typeface(
            "Frank Ruhl Libre", "fontpkg-frank-ruhl-libre", "Yanek Iontef and Rafael Frank",
            _OFL, (400, 700), _UPRIGHT,
        ),
    ),
    ScriptFont(
        ("Hani", "Hira", "Kana", "Bopo", "Hang", "Hans", "Hant", "Jpan", "Kore"), "\u4e00",
        Typeface("Noto Serif CJK", "mplfonts", "Adobe and Google", _OFL, (400,), _UPRIGHT),
    ),
    ScriptFont(
        ("Grek", "Cyrl"), "\u03b1",
        Typeface("Noto Serif", "fontpkg-noto-serif", "the Noto project", _OFL, (400, 700), _BOTH),
    ),
    ScriptFont(("Deva",), "\u0915", _noto("Devanagari")),
    ScriptFont(("Taml",), "\u0b95", _noto("Tamil")),
    ScriptFont(("Telu",), "\u0c15", _noto("Telugu")),
    ScriptFont(("Thai",), "\u0e01", _noto("Thai")),
    ScriptFont(("Khmr",), "\u1780", _noto("Khmer")),
    ScriptFont(
        ("Beng",), "\u0995",
        Typeface(
            "Hind Siliguri", "fontpkg-hind-siliguri", "Indian Type Foundry",
            _OFL, (400, 700), _UPRIGHT,
        ),
    ),
)  # fmt: skip

_BY_CODE = {code: row for row in _TABLE for code in row.codes}
# Punctuation and signs that Unicode counts to no single script but that one font family has.
_COMMON = (("Arab", 0x060C, 0x066D), ("Hani", 0x3000, 0x303F), ("Hani", 0xFE30, 0xFE4F),
           ("Hani", 0xFF00, 0xFFEF))  # fmt: skip


def script_font(code: str) -> ScriptFont | None:
    """The typeface for a script; None if we know of none."""
    return _BY_CODE.get(code)


def script_of(character: str) -> str:
    """The script of a character, as ISO 15924 calls it (`Zyyy` for what many scripts share)."""
    from fontTools import unicodedata  # noqa: PLC0415 - only for characters that fonts lack

    for code, first, last in _COMMON:
        if first <= ord(character) <= last:
            return code
    return str(unicodedata.script(character))


def script_of_language(language: str) -> str:
    """The script that a language is written in, by CLDR; '' for one that CLDR doesn't know."""
    from babel.core import get_global  # noqa: PLC0415 - a table of 0.5 MB

    parts = language.split("-")
    given = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    if given:
        return given.title()
    likely = get_global("likely_subtags")
    tags = ["_".join((parts[0], *parts[1:2])), parts[0]]
    found = next((likely[tag] for tag in tags if tag in likely), "")
    return next((part for part in found.split("_") if len(part) == 4), "")
