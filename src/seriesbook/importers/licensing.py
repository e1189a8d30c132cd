"""License notices: a sentence, a Creative Commons link or badge, a copyright line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seriesbook.importers import blocks
from seriesbook.licenses import license_of

if TYPE_CHECKING:
    from lxml import etree

    from seriesbook.model import License

_LONG = 90  # words of a notice
_ADDRESS = re.compile(r"creativecommons\.org/(?:licenses|publicdomain)/[\w./-]+", re.I)
_NAMES = (
    re.compile(
        r"Creative\s+Commons\s+(?:(?:Attribution|Namensnennung|Zero|CC0|Public Domain)"
        r"[\w\s\-–]*?)\s*[\d.]*\d(?:\s+(?:International|Unported|Generic))?",
        re.I,
    ),
    re.compile(r"Creative\s+Commons\s+Attribution(?:[\s\-–]*(?:Non-?Commercial|NoDeriv\w*|"
               r"No Derivatives|Share-?Alike))*", re.I),
    re.compile(r"\bCC[\s-]?(?:BY(?:[\s-](?:NC|ND|SA))*|0|Zero)(?:[\s-]+\d\.\d)?(?![\w])", re.I),
)  # fmt: skip
# The parts of a license as its deeds call them: https://creativecommons.org/licenses/list.en
_PARTS = {
    "BY": r"attribution|namensnennung|atribuci|atribuiç|attribuzione|naamsvermelding|paternité|"
    r"с указанием авторства|uznanie autorstwa",
    "NC": r"non-?\s?commercial|nicht[- ]?kommerziell|no-?\s?comercial|não-?\s?comercial|"
    r"pas d[’']utilisation commerciale|niet-?\s?commercieel|некоммерческ|użycie niekomercyjne",
    "ND": r"no-?\s?deriv|keine bearbeitung|sin-?\s?(?:obra)?deriva|sem-?\s?deriva|"
    r"non opere derivate|pas de modification|geen afgeleide|без производных|bez utworów",
    "SA": r"share-?\s?alike|gleichen bedingungen|compartir-?\s?igual|compartilha-?\s?igual|"
    r"stesso modo|mêmes conditions|gelijk-?\s?delen|на тех же условиях|na tych samych",
}
_RESERVED = re.compile(r"all rights reserved|alle rechte vorbehalten|tous droits réservés|"
                       r"todos los derechos reservados|tutti i diritti riservati|"
                       r"todos os direitos reservados|все права защищены", re.I)  # fmt: skip
_COPYRIGHT = re.compile(r"^\W*(?:©|\(c\)|copyright\b)", re.I)
_BADGE = re.compile(
    r"\W*(?:creative\s*commons\s*(?:licen[sc]e|lizenzvertrag|licencia)?|"
    r"licence creative commons|licencia (?:de )?creative commons|cc)\W*",
    re.I,
)
_WORK = re.compile(
    r"\b(?:licen[sc]\w*|lizen\w+|licencia\w*|work|article|post|text|content|site|essay|"
    r"werk|inhalt\w*|œuvre|contenu|obra|opera|лиценз\w+)\b",
    re.I,
)
_OTHERS = re.compile(
    r"^\W*(?:photo|image|picture|illustration|cover|header|foto|bild|via|credit|source)", re.I
)


@dataclass(frozen=True, slots=True)
class Notice:
    """The license that a block states, as an SPDX id or a name; '' for a badge alone."""

    license: str


def read_notice(block: etree._Element) -> Notice | None:
    """The license that a block states, if that is all it does; None for any other block."""
    words = blocks.text(block)
    if blocks.length(words) > _LONG or _OTHERS.match(words):
        return None
    stated = _stated(block, words)
    if stated and (_WORK.search(words) or blocks.length(words) <= 12):
        return Notice(stated)
    if _BADGE.fullmatch(words) or (not words and _badge_of(block)):
        return Notice(_badge_of(block))
    if _RESERVED.search(words) and blocks.length(words) <= 40:
        return Notice("all-rights-reserved")
    return Notice("") if _COPYRIGHT.match(words) and blocks.length(words) <= 15 else None


def find_license(words: str) -> str:
    """The id of the license that a text or an address names; '' for none that is known."""
    address = _ADDRESS.search(words)
    found = license_of(address[0]) if address else _spelled(words)
    for pattern in _NAMES:
        match = None if found else pattern.search(words)
        if match:
            found = license_of(" ".join(match[0].split()))
    return found.id if found else ""


def _spelled(words: str) -> License | None:
    """A Creative Commons license whose parts are spelled in any of some languages."""
    if not re.search(r"creative\s+commons", words, re.I) or not re.search(
        _PARTS["BY"], words, re.I
    ):
        return None
    parts = [part for part, text in _PARTS.items() if re.search(text, words, re.I)]
    version = re.search(r"\b([1-4]\.\d)\b", words)
    return license_of(f"CC-{'-'.join(parts)}-{version[1]}" if version else f"CC-{'-'.join(parts)}")


def _stated(block: etree._Element, words: str) -> str:
    links = (find_license(a.get("href", "")) for a in block.iter("a"))
    return next(filter(None, links), "") or find_license(words)


def _badge_of(block: etree._Element) -> str:
    """The license of a badge: a picture in a link to the deed."""
    return next(filter(None, (find_license(a.get("href", "")) for a in block.iter("a"))), "")
