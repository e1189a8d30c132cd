"""Lines of a saved text that were captions, alternative texts or credits of its pictures.

A caption in plain text looks like a paragraph. In English it gives itself away as a phrase about
what is seen: a noun and a participle, and no verb that makes a sentence of them. In English and
other languages it does by words such as "Photo:". Both are guesses, and reported.
"""

from __future__ import annotations

import re

from seriesbook.importers.blocks import length
from seriesbook.importers.captionwords import caption_signs

_LONG = 32  # words
_FEWEST = 4
# Words that make a sentence of a phrase, or a speaker of a witness.
_FINITE = frozenset(
    "is are was were am be been has have had do does did can could will would shall should may "
    "might must isn't aren't wasn't weren't don't doesn't didn't can't couldn't won't wouldn't "
    "shouldn't hasn't haven't hadn't it's that's there's he's she's who's what's let's i'm we're "
    "they're you're i've we've they've i'd i'll we'll i we you he she they who my our your me us "
    "said says say think thought know knew make made makes took take takes came come comes went "
    "go goes got get gets gave give gives became become becomes seems seemed remains remained "
    "means meant".split()
)
_OPENINGS = frozenset(
    "and but or so then yet for nor if when while because although though nothing everything "
    "something anything all no not never always perhaps maybe of in on at by with without to from "
    "as after before this that these those it thus therefore hence instead here there now".split()
)
_NO_PARTICIPLES = frozenset(
    "thing nothing something anything everything king ring spring string wing evening morning "
    "during being building meaning feeling ceiling wedding sibling sterling darling".split()
)
# "The army retreated, leaving …" is a sentence; "armed soldiers", "armed with rifles" are none.
_PAST = re.compile(
    r"\b\w+ed(?=[,.;:]|\s+(?:the|a|an|his|her|its|their|our|my|to|that|it|him|them|up|out|off|"
    r"down|away|over|back|\w+ly)\b)",
    re.I,
)
_AFTER_COMMA = re.compile(r",\s+\w+ing\b")
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_FILE = re.compile(r"^[\w.-]+\.(?:jpe?g|png|gif|webp|svg|tiff?|bmp)$", re.I)
_LABEL = re.compile(r"^[a-z0-9]+(?:[-_][a-z0-9]+)+(?:[ -][a-z0-9]+){0,3}$|^[a-z]+(?:_[a-z0-9]+)+$")


def is_caption(line: str) -> bool:
    """Whether a line was probably the caption or the credit of a picture."""
    if not line or length(line) > _LONG or line[0] in "“\"«„‘'(":
        return False
    return bool(caption_signs().search(line)) or _is_phrase(line)


def is_label(line: str) -> bool:
    """Whether a line is the name of a picture's file, or a label of a decorative picture."""
    return bool(_FILE.match(line) or _LABEL.match(line)) and length(line) <= 8


def _is_phrase(line: str) -> bool:
    words = [word.lower().replace("’", "'") for word in _WORD.findall(line)]
    if len(words) < _FEWEST or not line[0].isupper() or line[-1] != ".":
        return False
    if len(re.findall(r"[.!?](?:\s|$)", line)) != 1 or words[0] in _OPENINGS or ":" in line:
        return False
    if _PAST.search(line) or _AFTER_COMMA.search(line) or _FINITE.intersection(words):
        return False
    return any(w.endswith("ing") and len(w) > 5 and w not in _NO_PARTICIPLES for w in words[1:])
