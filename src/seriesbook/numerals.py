"""Numbers as a language writes them: in its digits (CLDR), and in the letters of front matter.

Roman numerals stand before the text of a Western book; in an Arabic one the letters of the abjad
do, in a Hebrew one those of the alphabet (W3C, Ready-made Counter Styles).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

# The zero of each system of digits in CLDR that some language has by default.
_ZEROS = {
    "arab": 0x0660, "arabext": 0x06F0, "beng": 0x09E6, "cakm": 0x11136, "deva": 0x0966,
    "mymr": 0x1040, "olck": 0x1C50, "tibt": 0x0F20,
}  # fmt: skip
# Languages that have one of them in CLDR, in some region; others need not be looked up there.
_LANGUAGES = frozenset(
    "ar as az bgc bgn bho bn ccp ckb dz fa ks lrc mni mr my mzn ne pa ps raj sa sat sd sdh und ur"
    " uz".split()
)
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
# Letters for 1 to 9, 10 to 90 and 100 upwards, in the order of the abjad.
_ABJAD = "ابجدهوزحطيكلمنسعفصقرشتثخذضظ"
_HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
# Two letters that would spell a name of God are others.
_SPARED = {15: (9, 6), 16: (9, 7)}
System = Literal["", "arab", "arabext", "beng", "cakm", "deva", "mymr", "olck", "tibt"]


@lru_cache(maxsize=64)
def digits_of(language: str) -> str:
    """CLDR's name of the digits of a language (`arab`); '' for 0 to 9."""
    tag = language.replace("-", "_")
    if tag.partition("_")[0].lower() not in _LANGUAGES:
        return ""
    from babel.core import Locale, UnknownLocaleError, get_global  # noqa: PLC0415 - a large table

    # Which region is meant decides: Egypt for Arabic, unless it is said.
    likely = get_global("likely_subtags").get(tag, tag)
    for name in (likely, tag):
        try:
            system = Locale.parse(name).default_numbering_system
        except (UnknownLocaleError, ValueError):
            continue
        return str(system) if system in _ZEROS else ""
    return ""


def in_digits(text: str, language: str) -> str:
    """A text with the digits 0 to 9 as its language writes them."""
    zero = _ZEROS.get(digits_of(language))
    return text if zero is None else text.translate({0x30 + n: zero + n for n in range(10)})


def front_number(number: int, language: str) -> str:
    """A page number of the front matter: a small roman numeral, or letters of the language."""
    main = language.partition("-")[0]
    if main in {"he", "yi"}:
        return _lettered(number, _HEBREW)
    if digits_of(language) in {"arab", "arabext"}:
        text = _lettered(number, _ABJAD)
        return f"{text}\u0640" if text == "ه" else text  # alone, it would be taken for a 5
    return roman(number)


def part_number(number: int, language: str) -> str:
    """The number of a part: a roman numeral, letters in Hebrew, digits where neither is known."""
    from seriesbook.scripts import script_of_language  # noqa: PLC0415 - as above

    if script_of_language(language) == "Hebr":
        return _lettered(number, _HEBREW)
    if script_of_language(language) in {"Latn", "Grek", "Cyrl", ""}:
        return roman(number).upper()
    return in_digits(str(number), language)


def roman(number: int) -> str:
    """A number from 1 on in small roman numerals."""
    text = ""
    for value, numeral in _ROMAN:
        count, number = divmod(number, value)
        text += numeral * count
    return text


def _lettered(number: int, letters: Sequence[str]) -> str:
    """A number in letters that stand for 1 to 9, 10 to 90, 100 and more; the largest first."""
    values = [(n % 9 + 1) * 10 ** (n // 9) for n in range(len(letters))]
    text = ""
    for value, letter in sorted(zip(values, letters, strict=True), reverse=True):
        while number >= value:
            if number in _SPARED and letters is _HEBREW:
                return text + "".join(letters[one - 1] for one in _SPARED[number])
            text += letter
            number -= value
    return text
