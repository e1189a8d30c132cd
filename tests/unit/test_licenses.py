from __future__ import annotations

import pytest

from seriesbook.licenses import license_of, nearest_license

DEED = "https://creativecommons.org"


@pytest.mark.parametrize(
    "text",
    [
        "CC-BY-NC-4.0", "cc-by-nc-4.0", "CC BY-NC 4.0", "CC BY-NC", "CC-BY-NC 4", "by-nc 4.0",
        "Creative Commons Attribution-NonCommercial 4.0 International",
        "Creative Commons Attribution-NonCommercial 4.0 International License",
        f"{DEED}/licenses/by-nc/4.0/", f"{DEED}/licenses/by-nc/4.0/deed.fr",
    ],
)  # fmt: skip
def test_one_license_in_the_ways_that_authors_write_it(text: str) -> None:
    license_ = license_of(text)
    assert license_ is not None
    assert license_.id == "CC-BY-NC-4.0"
    assert license_.name == "Creative Commons Attribution-NonCommercial 4.0 International"
    assert license_.url == f"{DEED}/licenses/by-nc/4.0/"


@pytest.mark.parametrize(
    ("text", "spdx", "name", "url"),
    [
        ("CC-BY-SA-3.0", "CC-BY-SA-3.0", "Creative Commons Attribution-ShareAlike 3.0 Unported",
         f"{DEED}/licenses/by-sa/3.0/"),
        ("CC BY-ND 2.5", "CC-BY-ND-2.5", "Creative Commons Attribution-NoDerivs 2.5 Generic",
         f"{DEED}/licenses/by-nd/2.5/"),
        (f"{DEED}/licenses/by/3.0/de/", "CC-BY-3.0-DE",
         "Creative Commons Attribution 3.0 Germany", f"{DEED}/licenses/by/3.0/de/"),
        ("CC0", "CC0-1.0", "Creative Commons CC0 1.0 Universal", f"{DEED}/publicdomain/zero/1.0/"),
        ("public domain", "CC-PDM-1.0", "Public Domain Mark 1.0",
         f"{DEED}/publicdomain/mark/1.0/"),
        ("All Rights Reserved", "all-rights-reserved", "All rights reserved", ""),
        ("mit", "MIT", "MIT License", "https://spdx.org/licenses/MIT.html"),
    ],
)  # fmt: skip
def test_other_licenses(text: str, spdx: str, name: str, url: str) -> None:
    license_ = license_of(text)
    assert license_ is not None
    assert (license_.id, license_.name, license_.url) == (spdx, name, url)


@pytest.mark.parametrize("text", ["", "by", "cc", "© 2024 Ada", "CC-BY-NCC-4.0", "Apche-2.0"])
def test_what_is_no_license_is_none(text: str) -> None:
    assert license_of(text) is None


@pytest.mark.parametrize(
    ("text", "near"),
    [("CC-BY-NCC-4.0", "CC-BY-NC-4.0"), ("Apche-2.0", "Apache-2.0"), ("Ask me first", "")],
)
def test_the_nearest_id_is_suggested(text: str, near: str) -> None:
    assert nearest_license(text) == near
