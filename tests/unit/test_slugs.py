from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriesbook.slugs import (
    RESERVED,
    assign_slugs,
    natural_key,
    number_of,
    slugify,
    stem_of,
)
from tiny import said


@dataclass(frozen=True)
class Named:
    slug: str = ""
    role: str = ""

    def line(self, field: str) -> int | None:
        return {"slug": 3}.get(field)


def slugs_of(*paths: str, **heads: Named) -> dict[str, str]:
    return assign_slugs({path: heads.get(path, Named()) for path in paths}).value


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("The Reader's Hour!", "the-readers-hour"), ("Straße — café", "strasse-cafe"),
        ("Борьба", "borba"), ("", "untitled"), ("…", "untitled"),
        ("word " * 40, "-".join(["word"] * 16)),
        ("x" * 99, "x" * 80),
    ],
)  # fmt: skip
def test_slugify(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(st.text(max_size=120))
def test_slugify_is_idempotent(text: str) -> None:
    slug = slugify(text)
    assert slugify(slug) == slug
    assert slug.isascii()


@pytest.mark.parametrize(
    ("path", "stem", "number"),
    [
        ("essays/03-the-list.md", "03-the-list", 3), ("10. Ten.md", "10. Ten", 10),
        ("essays/07-x/index.md", "07-x", 7), ("index.md", "index", None),
        ("2014-11-26-how.md", "2014-11-26-how", None), ("3rd-way.md", "3rd-way", None),
        ("001.md", "001", 1),
    ],
)  # fmt: skip
def test_stems_and_numbers(path: str, stem: str, number: int | None) -> None:
    assert (stem_of(path), number_of(path)) == (stem, number)


def test_numbers_sort_by_value() -> None:
    paths = ["10-ten.md", "2-two.md", "a.md", "1-one.md", "B.md"]
    assert sorted(paths, key=natural_key) == ["1-one.md", "2-two.md", "10-ten.md", "a.md", "B.md"]


@given(st.lists(st.text(max_size=8)))
def test_any_paths_can_be_sorted(paths: list[str]) -> None:
    assert len(sorted(paths, key=natural_key)) == len(paths)


def test_numbers_and_dates_are_no_part_of_a_slug() -> None:
    paths = ("essays/01-one.md", "essays/2024-01-02-two.md", "essays/003.md", "essays/4/index.md")
    assert list(slugs_of(*paths).values()) == ["one", "two", "003", "4"]


def test_names_that_differ_in_numbers_alone_keep_them() -> None:
    paths = ("essays/03-same.md", "essays/04-same.md", "essays/05-other.md")
    assert list(slugs_of(*paths).values()) == ["03-same", "04-same", "other"]


def test_names_that_differ_in_nothing_are_counted() -> None:
    assert list(slugs_of("A B.md", "a-b.md", "a_b.md").values()) == ["a-b", "a-b-2", "a-b-3"]


def test_essays_avoid_the_names_of_the_book() -> None:
    paths = ("essays/01-notes.md", "essays/nav.md", "front/preface.md", "essays/con.md")
    assert list(slugs_of(*paths).values()) == [
        "notes-essay", "nav-essay", "preface", "con-essay",
    ]  # fmt: skip


def test_an_essay_that_plays_a_role_may_have_its_name() -> None:
    heads = {"essays/00-preface.md": Named(role="preface")}
    assert assign_slugs(heads).value == {"essays/00-preface.md": "preface"}


def test_the_authors_slug_wins() -> None:
    heads = {"01-one.md": Named(), "02-two.md": Named(slug="one")}
    assert assign_slugs(heads).value == {"01-one.md": "01-one", "02-two.md": "one"}


def test_two_equal_slugs_are_named_at_both_places() -> None:
    outcome = assign_slugs({"a.md": Named(slug="x"), "b.md": Named(slug="X")})
    assert sorted(outcome.value.values()) == ["x", "x-2"]
    assert said(outcome.problems) == ["a.md:3:error:slug-duplicate", "b.md:3:error:slug-duplicate"]


def test_a_slug_that_the_book_needs_is_changed_and_said() -> None:
    outcome = assign_slugs({"essays/a.md": Named(slug="cover")})
    assert outcome.value == {"essays/a.md": "cover-essay"}
    assert said(outcome.problems) == ["essays/a.md:3:warning:slug-reserved"]


PATHS = st.lists(
    st.builds("essays/{}{}.md".format, st.sampled_from(["", "01-", "02-", "1999-01-01-"]),
              st.sampled_from(["a", "A", "notes", "notes-essay", "a-2", "é", "con"])),
    unique=True,
)  # fmt: skip


@given(PATHS, st.lists(st.sampled_from(["", "a", "a-2", "cover", "notes-essay"]), min_size=28))
def test_slugs_are_unique_and_never_reserved(paths: list[str], given_: list[str]) -> None:
    heads = {path: Named(slug=slug) for path, slug in zip(paths, given_, strict=False)}
    slugs = assign_slugs(heads).value
    assert list(slugs) == list(heads)
    assert len(set(slugs.values())) == len(slugs)
    assert not RESERVED & set(slugs.values())
