from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriesbook.model import Person
from seriesbook.people import person, persons, sort_name, surname


@pytest.mark.parametrize(
    ("name", "sorted_"),
    [
        ("Ada Example", "Example, Ada"), ("Simone de Beauvoir", "Beauvoir, Simone de"),
        ("Plato", "Plato"), ("Woolf, Virginia", "Woolf, Virginia"),
        ("Martin Luther King, Jr.", "King, Martin Luther, Jr."),
        ("Ada Lovelace III", "Lovelace, Ada, III"), ("左丘 明", "左丘 明"), ("", ""),
    ],
)  # fmt: skip
def test_sort_names(name: str, sorted_: str) -> None:
    assert sort_name(name) == sorted_


@given(st.text(max_size=30))
def test_any_name_can_be_sorted(name: str) -> None:
    assert sort_name(name).strip() == sort_name(name)


ADA = Person("Ada Example", "Example, Ada")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Ada  Example ", (ADA,)),
        ("[[people/ada|Ada Example]]", (ADA,)),
        (["Ada Example", " ", None], (ADA,)),
        ({"name": "Ada Example", "email": "x"}, (ADA,)),
        ([{"given": "Ada", "family": "Example"}], (ADA,)),
        ({"name": "Ada Example", "role": "Translator"}, (replace(ADA, role="translator"),)),
        ({"name": "Ada Example", "role": "Muse"}, (replace(ADA, role="contributor"),)),
        (
            {"name": "Ada Example", "sort_name": "Ada", "bio": "b.md", "url": "https://x"},
            (Person("Ada Example", "Ada", "author", "b.md", ("https://x",)),),
        ),
        ({"email": "x"}, ()),
        (None, ()),
        (3, ()),
    ],
)
def test_people_in_the_ways_that_authors_write_them(
    value: Any, expected: tuple[Person, ...]
) -> None:
    assert tuple(persons(value)) == expected


def test_the_surname_is_the_sort_name_up_to_its_comma() -> None:
    assert surname(person("Simone de Beauvoir")) == "Beauvoir"
