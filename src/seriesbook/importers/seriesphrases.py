"""How a text says that it is part of a series, in several languages: one row a language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_DIGITS = r"\d{1,3}|[IVX]{1,6}\b"
_FRACTION = re.compile(
    r"\s*[(\[]\s*(\d{1,2})\s*(?:/|of|von|sur|de|di|van|из)\s*(\d{1,2})\s*[)\]]\s*", re.IGNORECASE
)
_LONGEST_PLACE = 40  # characters
MOST = 200  # parts; a larger number is none of a part


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language.

    `ordinals` and `cardinals` are from one on, forms of one number parted by a stroke. `part` are
    the words for a part and `of` those between its number and the total; `series` for the whole.
    `opening` is what a sentence about the series may begin with.
    """

    ordinals: str
    cardinals: str
    part: str
    of: str
    series: str
    opening: str


LANGUAGES: dict[str, Language] = {
    "en": Language(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth",
        "one two three four five six seven eight nine ten eleven twelve",
        "part|article|essay|post|installment|instalment|chapter|entry|piece|episode|letter",
        "of|in|out of",
        "series|sequence",
        r"this|you(?:’|'| a)re reading|welcome to|here is|editor(?:’|')?s? note|note",
    ),
    "de": Language(
        "erste|erster|ersten zweite|zweiter|zweiten dritte|dritter|dritten "
        "vierte|vierter|vierten fünfte|fünfter|fünften sechste|sechster|sechsten "
        "siebte|siebter|siebten achte|achter|achten neunte|neunter|neunten "
        "zehnte|zehnter|zehnten",
        "ein zwei drei vier fünf sechs sieben acht neun zehn",
        "teil|beitrag|artikel|folge|essay|kapitel",
        "von|aus|in",
        r"\w*serie|\w*reihe",
        r"dies(?:er|es)?|das ist|hier ist|sie lesen",
    ),
    "fr": Language(
        "premier|première|1er|1re deuxième|second|seconde troisième quatrième cinquième sixième "
        "septième huitième neuvième dixième",
        "un|une deux trois quatre cinq six sept huit neuf dix",
        "partie|article|volet|texte|épisode|billet|essai|chapitre",
        "sur|de|d’une|d'une",
        "série",
        r"ceci|cet(?:te)?|ce |c’est|c'est|voici|vous lisez",
    ),
    "es": Language(
        "primer|primera|primero segunda|segundo tercer|tercera|tercero cuarta|cuarto "
        "quinta|quinto sexta|sexto séptima|séptimo octava|octavo novena|noveno décima|décimo",
        "un|una dos tres cuatro cinco seis siete ocho nueve diez",
        "parte|artículo|entrega|ensayo|capítulo|texto",
        "de|de una",
        "serie",
        r"est[ea]|esto|ésta|éste|aquí",
    ),
    "it": Language(
        "prima|primo seconda|secondo terza|terzo quarta|quarto quinta|quinto sesta|sesto "
        "settima|settimo ottava|ottavo nona|nono decima|decimo",
        "uno|una due tre quattro cinque sei sette otto nove dieci",
        "parte|articolo|puntata|saggio|capitolo",
        "di|di una",
        "serie",
        r"quest[oa]|ecco",
    ),
    "pt": Language(
        "primeira|primeiro segunda|segundo terceira|terceiro quarta|quarto quinta|quinto "
        "sexta|sexto sétima|sétimo oitava|oitavo nona|nono décima|décimo",
        "um|uma dois|duas três quatro cinco seis sete oito nove dez",
        "parte|artigo|ensaio|capítulo|texto",
        "de|de uma",
        "série",
        r"est[ea]|isto|eis",
    ),
    "nl": Language(
        "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende",
        "een twee drie vier vijf zes zeven acht negen tien",
        "deel|artikel|aflevering|essay|hoofdstuk",
        "van|uit",
        r"\w*serie|\w*reeks",
        r"dit|deze|hier",
    ),
    "ru": Language(
        "первая|первый|первой вторая|второй третья|третий|третьей четвёртая|четвертая|четвёртый "
        "пятая|пятый шестая|шестой седьмая|седьмой восьмая|восьмой девятая|девятый "
        "десятая|десятый",
        "одной|одна двух|две трёх|трех|три четырёх|четырех|четыре пяти|пять шести|шесть "
        "семи|семь восьми|восемь девяти|девять десяти|десять",
        "часть|статья|эссе|глава|выпуск",
        "из|в|",
        "серии|цикла|серия|цикл",
        r"это|эта|этот|перед вами",
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a part in its series, and where in the text it is said."""

    number: int | None
    total: int | None
    start: int
    end: int


def find_place(text: str) -> Place | None:
    """What a sentence says about the place of a text: "second part in a 5-part series"."""
    for name in LANGUAGES:
        for pattern in _patterns(name):
            match = pattern.search(text)
            if match:
                found = match.groupdict()
                number = value_of(found.get("number") or found.get("n2") or "")
                total = value_of(found.get("t1") or found.get("t2") or "")
                if (number or total) and not (number and total and number > total):
                    return Place(number, total, match.start(), match.end())
    return None


def has_opening(text: str) -> bool:
    """Whether a text begins as a sentence about the text itself begins."""
    openings = "|".join(language.opening for language in LANGUAGES.values())
    return bool(re.match(rf"[\W_]*(?:{openings})\b", text, re.IGNORECASE))


def speaks_of_series(text: str) -> bool:
    """Whether a text has a word for a series, or for parts, in any of the languages."""
    words = "|".join(language.series for language in LANGUAGES.values())
    return bool(re.search(rf"\b(?:{words})\b", text, re.IGNORECASE))


def value_of(word: str) -> int | None:
    """The number that a word means: `second`, `2nd`, `2`, `II`, `zweiter`, `deux`."""
    word = word.strip(" .").lower()
    digits = re.match(r"\d+", word)
    if digits:
        return _bounded(int(digits[0]))
    if re.fullmatch(r"[ivxl]+", word):
        return _roman(word)
    return next((table[word] for table in map(_numbers, LANGUAGES) if word in table), None)


def _bounded(number: int) -> int | None:
    return number if 0 < number <= MOST else None


def _roman(word: str) -> int | None:
    values = [_ROMAN[letter] for letter in word]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return _bounded(sum(-value if value < following else value for value, following in pairs))


@cache
def _numbers(name: str) -> dict[str, int]:
    language = LANGUAGES[name]
    return {
        form: number
        for row in (language.ordinals, language.cardinals)
        for number, forms in enumerate(row.split(), 1)
        for form in forms.split("|")
    }


def bare_place(text: str) -> Place | None:
    """The place that is all that a text says: "Part two", "Deuxième partie", "(3/7)"."""
    fraction = _FRACTION.fullmatch(text)
    if fraction:
        first, total = int(fraction[1]), int(fraction[2])
        return Place(first, total, 0, len(text)) if 0 < first <= total > 1 else None
    if len(text) > _LONGEST_PLACE:
        return None
    for row in LANGUAGES.values():
        match = re.fullmatch(rf"\W*{_bare(row)}\W*", text, re.IGNORECASE)
        number = value_of(match["number"] or match["n2"]) if match else None
        if number:
            return Place(number, None, 0, len(text))
    return None


def _bare(row: Language) -> str:
    ordinals, cardinals = row.ordinals.replace(" ", "|"), row.cardinals.replace(" ", "|")
    return (
        rf"(?:(?:{row.part})\W{{1,2}}(?P<number>{_DIGITS}|{cardinals})|"
        rf"(?P<n2>{ordinals})\W(?:{row.part}))"
    )


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    """The sentences of a language, those that say most first."""
    row = LANGUAGES[name]
    ordinal = r"\d{1,2}(?:st|nd|rd|th|\.|[eªºa]|ème|er|re|-я|-й)|" + row.ordinals.replace(" ", "|")
    cardinal = rf"{_DIGITS}|" + row.cardinals.replace(" ", "|")
    between = r"\W+(?:[\w’']+\W+){0,4}?"  # "of my new", "d’une longue"
    whole = rf"(?:(?P<t1>{cardinal})[- ]?(?:part|teilig\w*|delig\w*)\W+)?(?:[\w-]+\W+)?"
    tail = rf"(?:\W+(?:of|in|aus|von|de|en|di|из|van)\W+(?P<t2>{cardinal})\b)?"
    texts = (
        rf"\b(?P<number>{ordinal})\W+(?:and (?:final|last)\W+)?(?:{row.part})"
        rf"{between}{whole}(?:{row.series})\b{tail}",
        rf"\b(?:{row.part})\W+(?P<number>{cardinal})(?:\W{{1,2}}(?:{row.of})\b|\s?/)\W?"
        rf"(?:(?:a|an|the|our|my|einer|une|una|uma)\W+)?(?P<t1>{cardinal})\b"
        rf"(?:[- ]part\W+(?:\w+\W+)?(?:{row.series}))?",
        rf"\b(?:{row.part})\W+(?P<number>{cardinal})\W+(?:{row.of})\b{between}{whole}"
        rf"(?:{row.series})\b{tail}",
        rf"\b(?P<number>{ordinal})\W+(?:{row.of})\b{between}{whole}(?:{row.series})\b{tail}",
        rf"\b(?P<number>{ordinal})\W+(?:{row.of})\W+(?:(?:my|our|these|the)\W+)?"
        rf"(?P<t1>{cardinal})\W+(?:{row.part})(?:s|en|e|n)?\b",
        rf"\b(?P<t1>{cardinal})[- ]?(?:part|teilig\w*|delig\w*)\W+(?:[\w-]+\W+)?"
        rf"(?:{row.series})\b",
        rf"\b(?:{row.opening})\W+(?:is|ist|est|es|è|é)?\W*(?:(?:the|der|die|das|la|le|de|il)\W+)?"
        rf"{_bare(row)}(?=[.!)\]]|\W*$)",
    )
    return tuple(re.compile(text, re.IGNORECASE) for text in texts)
