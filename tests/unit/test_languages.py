from __future__ import annotations

import pytest

from seriesbook.languages import language_tag, tag_example


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("en", "en"), ("EN", "en"), ("en_gb", "en-GB"), ("en-UK", "en-GB"), ("zh-hant", "zh-Hant"),
        ("zh-hant-tw", "zh-Hant-TW"), ("en_US.UTF-8", "en-US"), ("de-1996", "de-1996"),
        ("grc", "grc"), ("es-419", "es-419"), ("english", None), ("", None), ("e", None),
        ("en us", None), ("zh-cmn-hans", "zh-cmn-Hans"),
    ],
)  # fmt: skip
def test_tags_are_put_into_their_usual_letters(text: str, tag: str | None) -> None:
    assert language_tag(text) == tag


def test_the_tag_of_a_name_is_suggested() -> None:
    assert tag_example("English") == "Write en."
    assert "en-GB" in tag_example("qwerty")
