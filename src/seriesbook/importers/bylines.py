"""Bylines and datelines at the head of a text, and names as they are written in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seriesbook.importers.blocks import length
from seriesbook.importers.days import find_day, is_weekday
from seriesbook.importers.phrases import kind_of_line

if TYPE_CHECKING:
    import datetime as dt

_LONG = 24  # words of a byline
_BY = re.compile(
    r"^\W*(?:(?:written|posted|published|words|text|story|an essay|a guest post|guest post|"
    r"post|article|essay) by|by|von|par|por|di|da|door|av|texte?\s*:|author\s*:|autor(?:in)?\s*:|"
    r"auteur\s*:|автор\s*:|текст\s*:)\s+(?=\S)",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"^\W*(?:(?:first |originally )?(?:published|posted|updated|last updated|modified|written)"
    r"(?: on| at| in)?|date|on|at|(?:veröffentlicht|erschienen|geschrieben)(?: am)?|stand|"
    r"publié(?:e)?(?: le)?|mis à jour(?: le)?|le|publicado(?: el| em)?|pubblicato(?: il)?|"
    r"geplaatst(?: op)?|опубликовано)?\W*$",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:\b(?:at|um|à|a las)\s+)?\b\d{1,2}:\d{2}(?:\s?[ap]\.?m\.?)?(?-i: [A-Z]{2,4}\b)?|"
    r"\b\d+ comments?\b",
    re.I,
)
_MINUTES = re.compile(
    r"\d{1,3}\s?(?:-\s?)?min(?:ute)?s?\.? (?:read|lesezeit|de lecture|de lectura|di lettura)", re.I
)
_IN = re.compile(r"^\W*(?:(?:published|posted) )?(?:in|to)\s+\S+(?:\s+\S+){0,5}$", re.I)
_UPDATED = re.compile(r"updated|modified|mis à jour|aktualisiert|actualizado|aggiornato", re.I)
_ORIGIN = re.compile(
    r"^\W*(?:this (?:article|essay|post|piece) (?:was )?)?(?:first|originally) (?:published|"
    r"appeared) (?:in|on|at|by)\b.*",
    re.I | re.S,
)
# Small words inside names.
_PARTICLES = frozenset(
    "de da do dos das di del della der den van von und y e la le ten ter zu zur af al el bin ibn "
    "ben st st. o'".split()
)
_SPLIT = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b|\bи\b|\|)\s*")
_STRONG_SPLIT = re.compile(r"\s*(?:\||·|•|—|–|\n|\bon\b(?=\s+\w+ \d))\s*")
_NAME_WORD = re.compile(r"(?:[^\W\d_][\w’'.\-]*)$")


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote a text and when, as a line at its head says."""

    authors: tuple[str, ...] = ()
    date: dt.date | None = None
    updated: bool = False


def read_byline(line: str, known: tuple[str, ...] = ()) -> Byline | None:
    """Read a line that says nothing but who wrote a text, or when; None for any other line.

    `known` are authors that are known already: their names alone make a byline.
    """
    if length(line) > _LONG or not line.strip():
        return None
    found = find_day(line)
    bare = line if found is None else f"{line[: found[1]]}|{line[found[2] :]}"
    bare = _MINUTES.sub("|", bare)
    bare = _TIME.sub("|", bare)
    if found:
        bare = re.sub(r"[^\W\d_]{3,}\.?,?", lambda m: "" if is_weekday(m[0]) else m[0], bare)
    pieces = [piece for piece in _STRONG_SPLIT.split(bare) if piece.strip(" ,.")]
    sure = found is not None and any(_BY.match(piece) for piece in pieces)
    authors: tuple[str, ...] = ()
    for piece in pieces:
        names = _authors(piece, known, dated=found is not None)
        if names:
            authors = authors or names
        elif sure and length(piece) <= 2:  # a section: "Essays"
            continue
        elif not (_DATED.match(piece) or kind_of_line(piece) or (found and _IN.match(piece))):
            return None
    if not authors and found is None:
        return None
    day = found[0] if found else None
    return Byline(authors, day, bool(day) and bool(_UPDATED.search(line)))


def says_origin(line: str) -> bool:
    """Whether a line says where a text was published first."""
    return length(line) <= 30 and bool(_ORIGIN.match(line))


def _authors(piece: str, known: tuple[str, ...], *, dated: bool) -> tuple[str, ...]:
    match = _BY.match(piece)
    names = [name for name in _SPLIT.split(piece[match.end() :] if match else piece) if name]
    spelled = {name.casefold(): name for name in known}
    if names and all(name.casefold() in spelled for name in names):
        return tuple(spelled[name.casefold()] for name in names)
    if not (match or dated):
        return ()
    while match and names and not is_name(names[-1]):  # "By Ada Example, staff writer"
        names.pop()
    sure = all(map(is_name, names)) and all(" " in n.strip() or (match and dated) for n in names)
    return tuple(map(tidy_name, names)) if sure else ()


def is_name(text: str) -> bool:
    """Whether a text is written as a person's name is: two to five capitalised words."""
    words = text.strip(" .,:").split()
    if not 1 <= len(words) <= 6 or len(text) > 60:
        return False
    big = [w for w in words if w.lower() not in _PARTICLES]
    if not big or (len(words) == 1 and not _is_mononym(words[0])):
        return False
    return all(_NAME_WORD.match(w) and (w[0].isupper() or not w[0].islower()) for w in big)


def _is_mononym(word: str) -> bool:
    return word[0].isupper() and len(word) > 2 and word.isalpha()


def tidy_name(name: str, text: str = "") -> str:
    """A name in ordinary letters: `ADA EXAMPLE` → `Ada Example`, or as the text spells it."""
    name = re.sub(r"(?<=\w{3})\.$", "", " ".join(name.split()).strip(" ,;:|·"))
    if not name.isupper() or len(name) < 4:
        return name
    for same in re.finditer(re.escape(name), text, re.IGNORECASE):
        if not same[0].isupper():
            return same[0]
    return " ".join(w.capitalize() for w in name.split())
