from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from seriesbook.textplaces import Places


@given(st.text(max_size=20), st.lists(st.integers(0, 20), max_size=6))
def test_places_are_those_of_the_whole_text_in_any_order(text: str, asked: list[int]) -> None:
    places = Places(text)
    for number in asked:
        character = min(number, len(text))
        byte = len(text[:character].encode())
        assert places.byte(character) == byte
        assert places.character(byte) == character
