"""Spaces that a language wants around punctuation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seriesbook.readers.quotes import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.readers.runs import Edit

NARROW = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK = "\N{NO-BREAK SPACE}"
_ANY = f"[ {NO_BREAK}{NARROW}]*"
_FRENCH = re.compile(
    rf"(?P<keep>{ADDRESS})|(?P<open>«){_ANY}|{_ANY}(?P<close>»)"
    rf"|(?<=\S){_ANY}(?P<high>[;!?]+)(?=[\s»”’)\]…]|$)|(?<=\S){_ANY}(?P<colon>:)(?=\s|$)"
)


def french(text: str, language: str) -> Iterator[Edit]:
    """Edits that put French spaces into one run of text, for tags that begin with fr.

    Imprimerie nationale, Lexique des règles typographiques: a narrow no-break space before
    ; ! ? and inside « », a full one before a colon. In Canada ; ! ? have none (Office québécois
    de la langue française).
    """
    tag = language.lower()
    if tag.partition("-")[0] != "fr":
        return
    for match in _FRENCH.finditer(text):
        new = {
            "open": f"«{NARROW}",
            "close": f"{NARROW}»",
            "high": match[0] if tag == "fr-ca" else f"{NARROW}{match['high']}",
            "colon": f"{NO_BREAK}:",
        }.get(match.lastgroup or "", match[0])
        if new != match[0]:
            yield match.start(), match.end(), new
