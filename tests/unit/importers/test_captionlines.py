from __future__ import annotations

import pytest

from seriesbook.importers.captionlines import is_caption, is_label


@pytest.mark.parametrize(
    "line",
    [
        "Fishermen mending their nets on the quay.",
        "Two armed guards—keeping the gate with rifles in hand.",
        "A boat leaving the jetty under a low sky.",
        "Photo: Bert Mole",
        "Photo by Bert Mole via the harbour archive",
        "Foto: Ina Öhl",
        "Crédit photo : Élise Morand",
        "The quay in 1921 (left) and today.",
        "The mayor opens the bridge (Photo: B. Mole)",
    ],
)
def test_captions(line: str) -> None:
    assert is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "The army retreated, leaving the city burning.",
        "He walks singing.",
        "Nothing but rain, falling and falling.",
        "And then the waiting.",
        "We were mending our nets on the quay.",
        "Let us start with who it was not.",
        "What the clerk was saying",
        "The evening of the king in spring.",
        "“Fishermen mending their nets.”",
        "",
    ],
)
def test_sentences(line: str) -> None:
    assert not is_caption(line)


@pytest.mark.parametrize("line", ["horiz-rule blue", "IMG_2043.jpg", "spacer_wide", "line-long"])
def test_labels_of_pictures(line: str) -> None:
    assert is_label(line)


@pytest.mark.parametrize("line", ["Salt", "A well-known fact", "salt water", "Part-time"])
def test_words_that_are_no_labels(line: str) -> None:
    assert not is_label(line)
