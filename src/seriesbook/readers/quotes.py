"""Quotation marks, apostrophes, dashes and ellipses as a language sets them.

Python-Markdown's smarty sees one piece of text between two tags at a time, and only Markdown.
Here a mark is judged by what stands around it in the whole block, in any format and in titles.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seriesbook.readers.stretches import stretches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.readers.runs import Edit

# Opening and closing marks, outer then inner: CLDR 46, `quotationStart` and its kin.
_MARKS: dict[str, str] = {
    "en": "“”‘’", "fr": "«»“”", "de": "„“‚‘", "es": "«»“”", "it": "«»“”", "pt": "“”‘’",
    "nl": "“”‘’", "ru": "«»„“", "uk": "«»„“", "pl": "„”«»", "cs": "„“‚‘", "sk": "„“‚‘",
    "sv": "””’’", "fi": "””’’", "da": "“”‘’", "nb": "«»‘’", "no": "«»‘’", "hu": "„”»«",
    "ro": "„”«»", "el": "«»“”", "de-ch": "«»‹›", "ja": "「」『』", "zh-hant": "「」『』",
    "zh-tw": "「」『』", "zh-hk": "「」『』", "zh-mo": "「」『』", "grc": "«»“”", "ar": "«»“”",
    "fa": "«»‹›", "he": "”“’‘",
}  # fmt: skip
# What follows an apostrophe at the beginning of a word.
_CLIPPED: dict[str, str] = {
    "en": r"(?:tis|tisn['’]t|twas|twasn['’]t|twere|twill|twould|twixt|em|til|bout|neath|gainst|"
    r"cept|nother|n)",
    "nl": r"(?:s|t|n|k|m|r|ns)",
    "af": r"(?:n|t|k)",
    "de": r"(?:s|n|ne|nen|nem|ner|rauf|raus|rein|runter|ran|rüber)",
}
_DECADE = r"\d\d(?:s|er)?"
ADDRESS = (
    r"(?:https?://|www\.)[^\s<>\"”»]*[^\s<>\"'”».,;:!?)]|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
_FOUND = re.compile(
    rf"(?P<keep>{ADDRESS})|(?P<feet>(?<![\w\"'])\d{{1,3}}'\d{{1,2}}\")|(?P<dash>(?<!-)-{{2,3}}(?!-))"
    r"|(?P<dots>(?<!\.)\.{3}(?!\.))|(?P<double>\")|(?P<single>')"
)
# Whatever is set holds one of these.
_SIGN = re.compile(r"\"|'|--|\.\.\.")
_PLAIN = {"--": "–", "---": "—", "...": "…"}
_OPENERS = frozenset("([{<-–—/=“‘„‚«‹「『¿¡")
_ENDS = frozenset(".,;:!?)]}…")
# Characters of scripts without spaces, and their punctuation.
_IDEOGRAPHIC = (
    ("\u3000", "\u30ff"), ("\u3400", "\u9fff"), ("\uf900", "\ufaff"),
    ("\uff00", "\uffef"), ("\u2014", "\u2014"), ("\u2026", "\u2026"),
)  # fmt: skip
_HEBREW = re.compile("[\u05d0-\u05ea]")
# The mark before the last letter of a Hebrew abbreviation.
_GERSHAYIM = re.compile('[\u05d0-\u05ea]"[\u05d0-\u05ea](?![\u05d0-\u05ea])')
_CLOSING_SINGLE = re.compile(r"'(?<=[^\s(\[{\"']')(?!\w)")


def language_row(table: dict[str, str], language: str) -> str | None:
    """The row of a language tag: that of the whole tag, else of its first part."""
    tag = language.lower()
    return table.get(tag) or table.get(tag.partition("-")[0])


def typographic(text: str, language: str) -> Iterator[Edit]:
    """Edits (start, end, new text) that set the marks of one run of text."""
    return _Marks(text, language).edits() if _SIGN.search(text) else iter(())


class _Marks:
    """One run of text, read from left to right; remembers which marks are open."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        marks = tuple(language_row(_MARKS, language) or _MARKS["en"])
        self.outer_open, self.outer_close, self.inner_open, self.inner_close = marks
        clipped = language_row(_CLIPPED, language) or "(?!)"
        self.clipped = re.compile(rf"'(?:{clipped}|{_DECADE})(?!\w)", re.IGNORECASE)
        self.open = {"double": False, "single": False}
        self.decided: dict[int, bool] = {}  # place of a mark -> whether it opens
        self.last_closing = max((m.start() for m in _CLOSING_SINGLE.finditer(text)), default=-1)

    def edits(self) -> Iterator[Edit]:
        for match in self._found():
            kind, start, end = match.lastgroup, match.start(), match.end()
            if kind == "feet":
                yield start, end, match[0].replace("'", "′").replace('"', "″")
            elif kind == "double":
                yield start, end, self._double(start)
            elif kind == "single":
                yield start, end, self._single(start)
            elif kind != "keep":
                yield start, end, _PLAIN[match[0]]

    def _found(self) -> Iterator[re.Match[str]]:
        for begin, end in stretches(self.text, _SIGN):
            yield from _FOUND.finditer(self.text, begin, end)

    def _double(self, at: int) -> str:
        if _GERSHAYIM.match(self.text, max(at - 1, 0)):
            return "\N{HEBREW PUNCTUATION GERSHAYIM}"
        opens = self._opens(at, "double")
        self._decide(at, "double", opens)
        return self.outer_open if opens else self.outer_close

    def _single(self, at: int) -> str:
        if self._is_apostrophe(at):
            self.decided[at] = False
            return "’"
        opens = self._opens(at, "single")
        was_open = self.open["single"]
        if opens and at and self.last_closing <= at:
            opens, was_open = False, False  # nothing closes it: 'ouse
        self._decide(at, "single", opens)
        if opens:
            return self.inner_open
        return self.inner_close if was_open else "’"

    def _decide(self, at: int, kind: str, opens: bool) -> None:
        self.decided[at] = self.open[kind] = opens

    def _around(self, at: int) -> tuple[str, str]:
        before = self.text[at - 1] if at else " "
        after = self.text[at + 1] if at + 1 < len(self.text) else " "
        return before, after

    def _is_apostrophe(self, at: int) -> bool:
        before, after = self._around(at)
        if before.isalnum() and (after.isalnum() or self._elides(at)):
            return True
        return not before.isalnum() and bool(self.clipped.match(self.text, at))

    def _elides(self, at: int) -> bool:
        """Whether a quotation begins right after an elision: l'"École"."""
        return self.text[at + 1 : at + 2] == '"' and self.text[at + 2 : at + 3].isalnum()

    def _opens(self, at: int, kind: str) -> bool:
        before, after = self._around(at)
        if at - 1 in self.decided:  # two marks side by side go the same way
            return self.decided[at - 1] or (after.isalnum() and kind == "double")
        if _is_ideographic(before) or (at == 0 and _is_ideographic(after)):
            return not self.open[kind]  # no space tells it apart
        if _HEBREW.match(before) and _HEBREW.match(after):
            return not self.open[kind]  # a quotation behind a prefix
        if not (before.isspace() or before in _OPENERS):
            return False
        if after.isspace():
            return before.isspace() and at > 0 and not self.open[kind]
        return after not in _ENDS or self.text.startswith(("...", "…"), at + 1)


def _is_ideographic(character: str) -> bool:
    return any(first <= character <= last for first, last in _IDEOGRAPHIC)
