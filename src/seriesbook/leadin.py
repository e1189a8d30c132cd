"""The first words of an essay, which a theme may set in small capitals."""

from __future__ import annotations

import re

from lxml import etree
from markupsafe import Markup

from seriesbook import xhtml

# A lead-in is as long as a phrase: a third of a line, at most this many characters.
_LEAST = 12
_MOST = 28
_SALUTATION = 48
_PAUSE = ",;:"


def lead_in(body: str) -> Markup:
    """Wrap the first words of a body in `<span class="lead-in">`.

    Only a paragraph has a lead-in, and only its plain first words: up to a pause if one is near,
    else a few words. A paragraph that begins with an emphasised word is left as it is.
    """
    root = xhtml.parse(body)
    first = next(xhtml.elements(root), None)
    if first is None or first.tag != "p" or first.get("class"):
        return Markup(body)
    words = _first_words(first.text or "", whole=not len(first))
    if words.lower() == words.upper():  # none, or letters of a script without capitals
        return Markup(body)
    rest = (first.text or "").lstrip()[len(words) :]
    span = etree.Element("span", {"class": "lead-in"})
    span.text, span.tail, first.text = words, rest, ""
    first.insert(0, span)
    return Markup(xhtml.serialise(root))


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
