"""Quotation marks, dashes and spaces as a language sets them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

NARROW = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK = "\N{NO-BREAK SPACE}"

# Opening and closing marks, outer then inner: CLDR 46, `quotationStart` and its kin.
_MARKS: dict[str, str] = {
    "en": "“”‘’", "fr": "«»“”", "de": "„“‚‘", "es": "«»“”", "it": "«»“”", "pt": "“”‘’",
    "nl": "“”‘’", "ru": "«»„“", "uk": "«»„“", "pl": "„”«»", "cs": "„“‚‘", "sk": "„“‚‘",
    "sv": "””’’", "fi": "””’’", "da": "“”‘’", "nb": "«»‘’", "no": "«»‘’", "hu": "„”»«",
    "ro": "„”«»", "el": "«»“”", "de-ch": "«»‹›", "ja": "「」『』", "zh-hant": "「」『』",
}  # fmt: skip

# Words that begin with an apostrophe, not with an opening quotation mark.
APHAERESIS = re.compile(
    r"(?<![\w\"'])'(?=(?:tis|twas|twere|twill|twould|tisn't|em|til|cause|bout|round|neath|gainst|"
    r"n'|n|ere|nother|cept|ave|im|orse|pon)\b|\d\ds?\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"[ \u00a0\u202f]*([;!?])(?=\s|$|[»)\]])")
_COLON = re.compile(r"(?<=\w)[ \u00a0\u202f]*:(?=\s|$)")
_LITERAL = frozenset({"code", "pre", "kbd", "samp", "var"})


def substitutions(language: str) -> dict[str, str]:
    """Marks for Python-Markdown's smarty extension."""
    tag = language.lower()
    marks = _MARKS.get(tag) or _MARKS.get(tag.partition("-")[0]) or _MARKS["en"]
    return {
        "left-double-quote": marks[0],
        "right-double-quote": marks[1],
        "left-single-quote": marks[2],
        # an apostrophe is one in every language; where marks differ, ’ is the better guess
        "right-single-quote": "’",
        "ndash": "–",
        "mdash": "—",
        "ellipsis": "…",
    }


def set_spaces(root: etree._Element, language: str) -> None:
    """French wants a thin space before high punctuation and inside guillemets, in place.

    Imprimerie nationale, Lexique des règles typographiques: U+202F before ; ! ? and inside « »,
    a full no-break space before a colon.
    """
    if language.lower().partition("-")[0] != "fr":
        return
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag not in _LITERAL:
            element.text = _french(element.text)
        parent = element.getparent()
        if parent is not None and parent.tag not in _LITERAL:
            element.tail = _french(element.tail)


def _french(text: str | None) -> str | None:
    if not text:
        return text
    text = re.sub(r"«[ \u00a0\u202f]*", f"«{NARROW}", text)
    text = re.sub(r"[ \u00a0\u202f]*»", f"{NARROW}»", text)
    text = _BEFORE.sub(rf"{NARROW}\1", text)
    return _COLON.sub(f"{NO_BREAK}:", text)
