"""Words that no line may part: a number and its unit, initials and a name, "p." and its number."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from seriesbook.readers.quotes import ADDRESS
from seriesbook.readers.stretches import stretches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from seriesbook.readers.runs import Edit

_NO_BREAK = "\N{NO-BREAK SPACE}"
# What stands before a number, and before a name, and says nothing without it.
_EVERYWHERE = "p pp vol vols no nos No Nos ch chs fig figs Fig Figs"
_REFERENCES: Mapping[str, str] = {
    "en": "chap chaps sec secs art arts bk pt l ll n nn fol c ca Vol Ch Art Sec",
    "fr": "art chap col s t v n f fasc",
    "de": "S Bd Bde Nr Kap Abb Abs Art Anm Aufl Jh",
    "es": "pág págs núm cap art t",
    "it": "pag pagg n cap art t",
    "pt": "pág págs cap art n t",
    "nl": "blz nr hfst art",
    "pl": "s ss nr r t w ul",
    "ru": "с стр т тт рис гл п ст",
    "sv": "s nr kap",
}
_TITLES: Mapping[str, str] = {
    "en": "Mr Mrs Ms Messrs Dr St Rev Prof Capt Gen Col Hon Sen Gov",
    "fr": "M MM Dr Pr St",
    "de": "Dr Prof Hr Fr Hl St",
    "es": "Sr Sra Dr Dra D Dña",
    "it": "sig dott prof",
    "pt": "Sr Sra Dr Dra",
    "nl": "dhr mevr dr prof",
    "pl": "św prof dr ks",
    "ru": "г им ул св",
    "sv": "dr prof",
}
_UNITS = (
    "mm cm dm km kg mg ml cl ha km² m² m³ ft yd mi oz lb lbs pt px min Hz kHz MHz GHz kW MW kJ "
    "kcal kB MB GB TB dpi ppi % ‰ € £ ¥ °C °F"
)
# All that is tied ends so.
_SIGN = re.compile(r"[.§¶№\d][ \n]")
_NUMBER = r"\d(?:[\d.,]*\d)?"
_LETTER = r"[^\W\d_]"


def ties(text: str, language: str) -> Iterator[Edit]:
    """Edits that turn spaces into no-break spaces in one run of text.

    Units of one letter, and "in", are left alone: they may be words.
    """
    pattern = _pattern(language.lower().partition("-")[0])
    for begin, end in stretches(text, _SIGN):
        for match in pattern.finditer(text, begin, end):
            if match["keep"] is None:
                yield match.end() - 1, match.end(), _NO_BREAK


@lru_cache(maxsize=16)
def _pattern(language: str) -> re.Pattern[str]:
    """Whatever ends in a space that must not break; addresses are skipped whole."""
    references = _any(f"{_EVERYWHERE} {_REFERENCES.get(language, '')}")
    titles = _any(_TITLES.get(language, "Dr"))
    return re.compile(
        rf"(?P<keep>{ADDRESS})"
        rf"|(?<![\w.])(?:{references})\.[ \n](?=\(?\d|[ivxlcIVXLC]+\b)|[§¶№][ \n](?=\d)"
        rf"|(?<![\w.])(?:{titles})\.[ \n](?={_LETTER})"
        rf"|(?<![\w.]){_NUMBER}[ \n](?=(?:{_any(_UNITS)})(?!\w))"
        rf"|(?<![\w.]){_LETTER}\.[ \n](?={_LETTER}(?:\.|{_LETTER}))",
    )


def _any(words: str) -> str:
    return "|".join(map(re.escape, words.split()))
