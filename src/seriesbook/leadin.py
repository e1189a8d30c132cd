"""How an essay's text begins: its first words in small capitals, and a versal before them, if the
theme wants them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal

from lxml import etree
from markupsafe import Markup

from seriesbook import xhtml

if TYPE_CHECKING:
    from collections.abc import Callable

Manner = Literal["none", "small-caps", "versal"]

# A lead-in is as long as a phrase: a third of a line, at most this many characters.
_LEAST = 12
_MOST = 28
_SALUTATION = 48
_PAUSE = ",;:"
# A paragraph must be longer than a versal is high: so many characters a line, and some more.
_LINE, _MORE = 70, 20
_MARKS = "“”„‚‘’«‹\"'\N{NARROW NO-BREAK SPACE}¿¡"
_JOINED = frozenset({"Mn", "Mc"})


def lead_in(
    body: str,
    manner: Manner = "small-caps",
    lines: int = 3,
    cut: Callable[[str, str], str] | None = None,
    has_small_caps: Callable[[str], bool] = lambda _: True,
) -> Markup:
    """Wrap the first words of a body in `<span class="lead-in">`, its versal in another span.

    Only a paragraph has a lead-in, and only its plain first words: up to a pause if one is near,
    else a few words. A paragraph that begins with an emphasised word is left as it is, and so is
    one in a script without capitals. A versal needs a letter, and a paragraph longer than its
    `lines`; marks of quotation before it are part of it. `cut` gives the style of a versal
    from the marks and the letter, '' where there can be none; `has_small_caps` tells whether
    words can be set so.
    """
    root = xhtml.parse(body)
    first = next(xhtml.elements(root), None)
    if manner == "none" or first is None or first.tag != "p" or first.get("class"):
        return Markup(body)
    text = (first.text or "").lstrip()
    words = _first_words(text, whole=not len(first))
    mark, letter = ("", "")
    if manner == "versal" and len(xhtml.text_of(first)) > _LINE * lines + _MORE:
        mark, letter = _initial(text)
    style = cut(mark, letter) if letter and cut else ""
    if cut and not style:
        mark = letter = ""
    taken = len(mark + letter)
    words = words[taken:]
    if words.lower() == words.upper() or not has_small_caps(words):
        words = ""  # none, or letters of a script without capitals
    if not words and not letter:
        return Markup(body)
    first.text = ""
    last = None
    if letter:
        last = _versal(mark, letter, style)
        first.insert(0, last)
    if words:
        span = etree.Element("span", {"class": "lead-in"})
        span.text = words
        first.insert(0 if last is None else 1, span)
        last = span
    if last is not None:
        last.tail = text[taken + len(words) :]
    return Markup(xhtml.serialise(root))


def _initial(text: str) -> tuple[str, str]:
    """Marks before the first letter of a text, and that letter, with what is set upon it.

    Two times '' if the text does not begin with a capital letter.
    """
    mark = text[: len(text) - len(text.lstrip(_MARKS))]
    rest = text[len(mark) :]
    if not rest or unicodedata.category(rest[0]) != "Lu":
        return "", ""
    end = 1
    while end < len(rest) and unicodedata.category(rest[end]) in _JOINED:
        end += 1
    return mark, rest[:end]


def _versal(mark: str, letter: str, style: str) -> etree._Element:
    versal = etree.Element("span", {"class": "versal"})
    if style:
        versal.set("style", style)
    if mark:
        before = etree.SubElement(versal, "span", {"class": "versal-mark"})
        before.text, before.tail = mark, letter
    else:
        versal.text = letter
    return versal


def _first_words(text: str, *, whole: bool) -> str:
    """First words of a text; all of a short paragraph, such as "To the reader:"; '' if markup
    comes too soon.
    """
    if whole and len(text) <= _SALUTATION:
        return text.strip()
    found = ""
    for match in re.finditer(r"\s*\S+", text.lstrip()):
        longer = found + match[0]
        if len(longer) > _MOST and found:
            return found
        found = longer
        if len(found) >= _LEAST and found[-1] in _PAUSE:
            return found.rstrip(_PAUSE)
    return found if len(found) >= _LEAST else ""
