"""What a stylesheet may ask of fonts: families, weights, styles, features, characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import tinycss2

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seriesbook.rendition import Font

# Elements that browsers set so unless the stylesheet says otherwise (HTML Standard §15.3).
_BOLD = frozenset("b strong th h1 h2 h3 h4 h5 h6".split())
_ITALIC = frozenset("i em cite dfn var address".split())
_WEIGHTS = {"normal": 400, "bold": 700, "bolder": 700, "lighter": 400}
_SLANTED = frozenset({"italic", "oblique"})
# Keywords of the font-variant properties and the OpenType features behind them (CSS Fonts 4 §6).
_FEATURES = {
    "small-caps": ("smcp",),
    "all-small-caps": ("smcp", "c2sc"),
    "petite-caps": ("pcap",),
    "all-petite-caps": ("pcap", "c2pc"),
    "unicase": ("unic",),
    "titling-caps": ("titl",),
    "oldstyle-nums": ("onum",),
    "lining-nums": ("lnum",),
    "proportional-nums": ("pnum",),
    "tabular-nums": ("tnum",),
    "diagonal-fractions": ("frac",),
    "stacked-fractions": ("afrc",),
    "ordinal": ("ordn",),
    "slashed-zero": ("zero",),
    "super": ("sups",),
    "sub": ("subs",),
    "discretionary-ligatures": ("dlig",),
    "historical-ligatures": ("hlig",),
    "historical-forms": ("hist",),
}


@dataclass(frozen=True, slots=True)
class Needs:
    """What a book may ask of its fonts.

    `families` is all text of declarations that can name a family, in lower case; `features` are
    OpenType tags beyond those that are always on; `characters` come from generated content.
    """

    families: str
    weights: tuple[int, ...]
    styles: tuple[str, ...]
    features: tuple[str, ...]
    characters: frozenset[str]

    def faces(self, fonts: Iterable[Font]) -> tuple[Font, ...]:
        """The fonts that text can come to be set in, in their order."""
        wanted = tuple(font for font in fonts if font.family.lower() in self.families)
        families = dict.fromkeys(font.family for font in wanted)
        chosen = {
            id(_nearest([font for font in wanted if font.family == family], weight, style))
            for family, weight, style in product(families, self.weights, self.styles)
        }
        return tuple(font for font in wanted if id(font) in chosen)


def needs_of(css: str, tags: frozenset[str]) -> Needs:
    """Read a stylesheet for a book whose documents have elements of these names."""
    found = list(_declarations(tinycss2.parse_stylesheet(css), ""))
    set_apart = {
        (part.strip(), declaration.lower_name)
        for selector, declaration in found
        for part in selector.split(",")
    }
    weights, styles = {400}, {"normal"}
    if any((tag, "font-weight") not in set_apart for tag in _BOLD & tags):
        weights.add(700)
    if any((tag, "font-style") not in set_apart for tag in _ITALIC & tags):
        styles.add("italic")
    for _, declaration in found:
        weights.update(_weights(declaration))
        styles.update("italic" for token in declaration.value if _word(token) in _SLANTED)
    named = (d for _, d in found if d.lower_name.startswith(("--", "font")))
    return Needs(
        families=" ".join(tinycss2.serialize(d.value).lower() for d in named),
        weights=tuple(sorted(weights)),
        styles=tuple(sorted(styles)),
        features=tuple(sorted({tag for _, d in found for tag in _features(d)})),
        characters=frozenset(
            character
            for _, declaration in found
            for token in declaration.value
            if token.type == "string"
            for character in token.value
        ),
    )


def _declarations(nodes: Iterable[Any], selector: str) -> Iterator[tuple[str, Any]]:
    """Every declaration with the selector of its rule, at any depth."""
    for node in nodes:
        if node.type == "declaration":
            yield selector, node
        elif node.type == "qualified-rule":
            prelude = tinycss2.serialize(node.prelude).strip()
            yield from _declarations(tinycss2.parse_blocks_contents(node.content), prelude)
        elif node.type == "at-rule" and node.content is not None:
            yield from _declarations(tinycss2.parse_blocks_contents(node.content), selector)


def _word(token: Any) -> str:
    return str(token.lower_value) if token.type == "ident" else ""


def _weights(declaration: Any) -> Iterator[int]:
    if declaration.lower_name not in {"font", "font-weight"}:
        return
    for token in declaration.value:
        if token.type == "number" and token.int_value is not None and token.int_value >= 100:
            yield token.int_value
        elif _word(token) in _WEIGHTS:
            yield _WEIGHTS[_word(token)]


def _features(declaration: Any) -> Iterator[str]:
    if declaration.lower_name.startswith("font-variant") or declaration.lower_name == "font":
        for token in declaration.value:
            yield from _FEATURES.get(_word(token), ())
    if declaration.lower_name == "font-feature-settings":
        texts = (token.value for token in declaration.value if token.type == "string")
        yield from (text for text in texts if len(text) == 4 and text.isascii())


def _nearest(fonts: list[Font], weight: int, style: str) -> Font:
    """The face that a reading system takes (CSS Fonts 4 §5.2)."""
    return min(fonts, key=lambda font: (font.style != style, _distance(weight, font.weight)))


def _distance(wanted: int, weight: int) -> tuple[int, int]:
    if wanted < 400:
        return (int(weight > wanted), abs(weight - wanted))
    if wanted > 500:
        return (int(weight < wanted), abs(weight - wanted))
    rank = 0 if wanted <= weight <= 500 else 1 if weight < wanted else 2
    return (rank, abs(weight - wanted))


def rebased(css: str, hrefs: Iterable[str]) -> str:
    """Make the addresses of a stylesheet, relative to the book, relative to its own folder."""
    for href in hrefs:
        css = re.sub(rf"url\(\s*[\"']?{re.escape(href)}[\"']?\s*\)", f'url("../{href}")', css)
    return css
