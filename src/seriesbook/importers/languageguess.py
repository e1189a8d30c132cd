"""The language of a text that does not state it, by its small words and its script."""

from __future__ import annotations

import re
from collections import Counter

_SMALL = {
    "en": "the of and to in is that it was for with as his be on not this are but from which",
    "de": "der die und das ist nicht ein eine zu den mit sich von auf dem es für im auch als",
    "fr": "le la les et des est une un que dans qui pour pas sur ce il au du ne plus par",
    "es": "el la los las y que es en un una del por con para no se su al lo como más",
    "it": "il la di che è e un una per non del sono con della si le da i più gli come",
    "pt": "o a os as de que e do da em um uma para não com se por mais dos como ao",
    "nl": "de het een en van is dat niet op te in zijn voor met die aan er maar om ook",
    "sv": "och att det som en är på för av med inte den till har ett om jag var men",
    "pl": "i w nie na się z że do to jest jak o po co ale za od przez są tym",
    "ru": "и в не на что он с как это по но из у за от так к для было же",
    "uk": "і в не на що він з як це по але та у за від так до для було же",
}
_SCRIPTS = (
    ("ja", "\u3040-\u30ff"), ("ko", "\uac00-\ud7af"), ("zh", "\u4e00-\u9fff"),
    ("ar", "\u0600-\u06ff"), ("he", "\u0590-\u05ff"), ("el", "\u0370-\u03ff"),
    ("hi", "\u0900-\u097f"), ("th", "\u0e00-\u0e7f"),
)  # fmt: skip
_SAMPLE = 20_000  # characters
_FEW = 8  # small words found, fewer tell nothing
_LEAD = 1.3  # times as many as of the next language


def guess_language(text: str) -> str:
    """A BCP 47 tag, or '' where the text does not tell."""
    sample = text[:_SAMPLE]
    letters = max(sum(c.isalpha() for c in sample), 1)
    for language, letters_of in _SCRIPTS:
        if len(re.findall(f"[{letters_of}]", sample)) > 0.3 * letters:
            return language
    words = Counter(re.findall(r"[^\W\d_]+", sample.lower()))
    scores = sorted(
        ((sum(words[w] for w in small.split()), name) for name, small in _SMALL.items()),
        reverse=True,
    )
    (best, name), (second, _) = scores[:2]
    return name if best >= _FEW and best >= _LEAD * second else ""
