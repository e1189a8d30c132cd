"""What a post's title says about its series: "Bread, Part II", "Part 3: Salt"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from seriesbook.importers.seriesphrases import LANGUAGES, value_of

_JOINT = r"\s*[:–—\-|,·.]\s*"


@dataclass(frozen=True, slots=True)
class Titled:
    """A title without the words about its place in a series, and what these said."""

    title: str
    series: str = ""
    number: int | None = None
    total: int | None = None


def read_title(title: str) -> Titled:
    """Take a title apart.

    `Bread, Part 2: Salt` and `Part 2: Salt` lose their number, which the order of the essays says;
    `Bread, Part II` keeps it, since nothing else tells the parts apart.
    """
    for pattern in _patterns():
        match = pattern.fullmatch(title.strip())
        if match is None:
            continue
        found = match.groupdict()
        number = value_of(found["number"])
        total = value_of(found.get("total") or "")
        if number is None or (total is not None and number > total):
            continue
        own = (found.get("own") or "").strip()
        series = (found.get("series") or "").strip(" ,:–—-|([")
        return Titled(own or title.strip(), series, number, total)
    return Titled(title.strip())


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    number, total = rf"(?P<number>{_words()})", rf"(?P<total>{_words()})"
    part = "|".join({word for row in LANGUAGES.values() for word in row.part.split("|")} | {"pt"})
    of = rf"(?:\s*(?:of|von|sur|de|di|van|из|/)\s*{total})?"
    place = rf"(?:{part})\.?\s+{number}{of}"
    texts = (
        rf"(?P<series>.+?){_JOINT}{place}{_JOINT}(?P<own>.+)",
        rf"{place}{_JOINT}(?P<own>.+)",
        rf"(?P<series>.+?)(?:\s*[:–—|,·-]\s*|\s+)[(\[]?{place}[)\]]?",
        r"(?P<series>.+?)\s*[(\[](?P<number>\d{1,2})\s*(?:/|of|von|sur|de|di)\s*"
        r"(?P<total>\d{1,2})[)\]]",
    )
    return tuple(re.compile(text, re.IGNORECASE) for text in texts)


def _words() -> str:
    cardinals = {
        form
        for row in LANGUAGES.values()
        for forms in row.cardinals.split()
        for form in forms.split("|")
    }
    return "|".join([r"\d{1,2}", r"[IVX]{1,6}\b", *sorted(cardinals, key=len, reverse=True)])
