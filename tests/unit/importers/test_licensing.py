from __future__ import annotations

import pytest

from seriesbook import xhtml
from seriesbook.importers.licensing import find_license, read_notice

DEED = "https://creativecommons.org/licenses"


def read(html: str) -> str | None:
    notice = read_notice(xhtml.parse(html)[0])
    return None if notice is None else notice.license


@pytest.mark.parametrize(
    ("html", "license_id"),
    [
        ("<p>This work is licensed under a Creative Commons Attribution-NonCommercial 4.0 "
         "International License.</p>", "CC-BY-NC-4.0"),
        (f"<p>This work is licensed under a <a href='{DEED}/by-sa/4.0/'>Creative Commons "
         "license</a>.</p>", "CC-BY-SA-4.0"),
        (f"<p>Dieses Werk: <a href='{DEED}/by-nc-sa/4.0/deed.de'>Creative Commons Namensnennung – "
         "Nicht-kommerziell 4.0 Lizenz</a></p>", "CC-BY-NC-SA-4.0"),
        ("<p>CC BY 4.0</p>", "CC-BY-4.0"),
        ("<p>Text released under CC0</p>", "CC0-1.0"),
        ("<p>Creative Commons License</p>", ""),
        (f"<p><a href='{DEED}/by/4.0/'><img src='b.png' alt='badge'/></a></p>", "CC-BY-4.0"),
        ("<p>© 2019 The Quarterly Lantern. All rights reserved.</p>", "all-rights-reserved"),
        ("<p>© 2019 Ada Tern</p>", ""),
    ],
)  # fmt: skip
def test_notices(html: str, license_id: str) -> None:
    assert read(html) == license_id


@pytest.mark.parametrize(
    "html",
    [
        "<p>Photo by Bert Mole, CC BY 2.0</p>",
        "<p>Image: harbour.example, licensed under CC BY-SA 4.0</p>",
        "<p>Lawyers say that all rights are reserved until somebody asks for them.</p>",
        "<p>In 2002 Creative Commons wrote its first licenses.</p>",
        "<p></p>",
    ],
)
def test_what_is_no_notice(html: str) -> None:
    assert read(html) is None


def test_licenses_in_texts_and_addresses() -> None:
    assert find_license(f"see {DEED}/by-nd/3.0/") == "CC-BY-ND-3.0"
    assert find_license("nothing") == ""
