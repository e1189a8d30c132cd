from __future__ import annotations

import pytest

from seriesbook.importers.seriesphrases import find_place, has_opening, value_of


@pytest.mark.parametrize(
    ("text", "number", "total"),
    [
        ("(This is the second part in a 5-part series which examines the tides", 2, 5),
        ("Part 3 of 5", 3, 5),
        ("part II of our series on trees", 2, None),
        ("This is part 2 of a three-part series on bread.", 2, 3),
        ("This entry is part 4 of 7 in the series Bread", 4, 7),
        ("This is the first in a series of three posts", 1, 3),
        ("This is the third and final part of a series on salt", 3, None),
        ("Part One of a Two-Part Series", 1, 2),
        ("This post concludes our four-part series on technical debt", None, 4),
        ("Teil 2 von 4", 2, 4),
        ("Dies ist der dritte Teil einer fünfteiligen Serie über Brot", 3, 5),
        ("Deuxième volet d’une série de cinq articles", 2, 5),
        ("Segunda parte de una serie de cuatro", 2, 4),
        ("Questa è la seconda puntata di una serie di cinque", 2, 5),
        ("Segunda parte de uma série de três artigos", 2, 3),
        ("Tweede deel van een serie", 2, None),
        ("Вторая часть серии из пяти", 2, 5),
        ("Часть 2 из 5", 2, 5),
    ],
)
def test_the_place_of_a_part(text: str, number: int | None, total: int | None) -> None:
    place = find_place(text)
    assert place is not None
    assert (place.number, place.total) == (number, total)


@pytest.mark.parametrize(
    "text",
    [
        "the second part of the movie", "It was part of a series of events", "one in a series",
        "Part 7 of 5", "a part of the whole", "He ate 3 of 5 apples", "",
    ],
)  # fmt: skip
def test_what_says_nothing_about_a_series(text: str) -> None:
    assert find_place(text) is None


@pytest.mark.parametrize(
    ("word", "value"),
    [("II", 2), ("xiv", 14), ("2nd", 2), ("zweiter", 2), ("cinq", 5), ("пятая", 5), ("0", None),
     ("999", None), ("word", None)],
)  # fmt: skip
def test_numbers(word: str, value: int | None) -> None:
    assert value_of(word) == value


def test_a_sentence_about_the_text_itself() -> None:
    assert has_opening("(This is the second part")
    assert has_opening("Vous lisez la deuxième partie")
    assert not has_opening("In the first article of this series I gave the reason")
