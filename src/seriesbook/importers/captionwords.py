"""Words by which a line gives itself away as a caption, in several languages: one row a language.

`label` opens a caption ("Photo: …", "Abb. 3"), `by` names who made it ("Foto von …"), `source`
stands in brackets at the end, `start` opens a line that says what is seen, `place` tells where in
the picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language, parted by strokes."""

    label: str
    by: str
    source: str
    start: str
    place: str


LANGUAGES: dict[str, Language] = {
    "en": Language(
        r"photos?(?:graphs?)?|images?|pictures?|illustrations?|figures?|fig\.?|captions?|"
        r"paintings?|drawings?|credits?|engraving|map",
        "by|courtesy|credit|from|via",
        "photo|image|credit|source|courtesy|illustration|picture",
        r"pictured|seen here|shown here|in this (?:photo|picture|image)",
        "left|right|center|centre|above|below|top|bottom",
    ),
    "de": Language(
        r"fotos?|fotografie|bild(?:er|nachweis|quelle)?|abb\.?|abbildung(?:en)?|grafik|"
        r"illustration|zeichnung|gemälde|karte",
        "von|aus|via",
        "foto|bild|quelle|abbildung|grafik|illustration",
        r"im bild|auf dem (?:foto|bild)|hier zu sehen|unser (?:foto|bild)",
        "links|rechts|mitte|oben|unten|im bild",
    ),
    "fr": Language(
        r"photos?(?:graphies?)?|images?|illustrations?|légende|crédits?(?: photos?)?|dessin|"
        r"gravure|carte",
        "de|par|via",
        r"photo|image|crédits?|source|illustration|dessin",
        r"ci-(?:dessus|dessous|contre)|sur (?:la|cette) photo",
        "à gauche|à droite|au centre|en haut|en bas",
    ),
    "es": Language(
        r"fotos?|fotografías?|imagen|imágenes|ilustración|figura|leyenda|pie de foto|dibujo|"
        r"grabado|mapa|crédito",
        "de|por|vía",
        "foto|fotografía|imagen|fuente|crédito|ilustración|cortesía",
        r"en la (?:foto|imagen)",
        "izquierda|derecha|centro|arriba|abajo|a la izquierda|a la derecha",
    ),
    "it": Language(
        r"foto(?:grafia)?|immagin[ei]|illustrazione|figura|didascalia|disegno|incisione|mappa",
        "di|da|via",
        "foto|immagine|fonte|credito|illustrazione|per gentile concessione",
        r"nella (?:foto|immagine)|in foto",
        "sinistra|destra|al centro|a sinistra|a destra|in alto|in basso",
    ),
    "pt": Language(
        r"fotos?|fotografias?|imagem|imagens|ilustração|figura|legenda|desenho|gravura|mapa|"
        r"crédito",
        "de|por|via",
        "foto|fotografia|imagem|fonte|crédito|ilustração|cortesia",
        r"na (?:foto|imagem)",
        "esquerda|direita|centro|à esquerda|à direita|acima|abaixo",
    ),
    "nl": Language(
        r"foto(?:’s|'s|grafie)?|afbeelding(?:en)?|afb\.?|illustratie|figuur|beeld|bijschrift|"
        r"tekening|kaart",
        "van|door|via",
        "foto|beeld|bron|afbeelding|illustratie",
        r"op de foto",
        "links|rechts|midden|boven|onder",
    ),
    "ru": Language(
        r"фото(?:графия)?|рисун(?:ок|ки)|рис\.?|илл?\.|иллюстрация|изображение|снимок|гравюра|"
        r"карта",
        "автора|из",
        "фото|источник|рисунок|иллюстрация",
        r"на (?:фото|снимке|фотографии|рисунке)",
        "слева|справа|в центре|вверху|внизу",
    ),
}
_FROM_LEFT = (
    r"left to right|from left\b|von links(?: nach rechts)?|de gauche à droite|"
    r"de izquierda a derecha|da sinistra(?: a destra)?|da esquerda para a direita|"
    r"van links naar rechts|слева направо"
)
_ONE = (
    "photo|photographie|photograph|foto|fotografía|fotografia|image|bild|immagine|imagen|imagem|"
    "beeld|фото|illustration|drawing|painting"
)
_AGENCIES = "afp|reuters|ap|dpa|epa|efe|ansa|anp|lusa|keystone|tass|тасс|риа новости|getty"


@cache
def caption_signs() -> re.Pattern[str]:
    """What only a caption or a credit says, in any of the languages."""
    label, by, source, start, place = (
        "|".join(getattr(row, name) for row in LANGUAGES.values())
        for name in ("label", "by", "source", "start", "place")
    )
    texts = (
        rf"^\W*(?:{label})(?:\(s\))?(?:\s+\d+)?\s*[:.]\s*\S",
        r"^\W*(?:fig|figure|abb|abbildung|afb|рис|илл?)\.?\s*\d+",
        rf"^\W*(?:{_ONE})\s+(?:{by})\b",
        rf"^\W*(?:{start})\b",
        rf"\((?:{source})\b[^)]*\)\W*$",
        rf"\((?:{place})\)",
        rf"\b(?:{_FROM_LEFT})",
        rf"(?:courtesy of|via getty|getty images|wikimedia commons|/\s?(?:{_AGENCIES})\b)",
        r"©\s?(?!\d)\w",
    )
    return re.compile("|".join(texts), re.IGNORECASE)
