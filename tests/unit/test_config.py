from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from seriesbook.config import json_schema, load_series
from seriesbook.folder import Sources
from seriesbook.model import Collection, Edition, License, Part, Person, Series, Source, Trim
from seriesbook.problems import BookError, Problem, Where
from tiny import said

ESSAYS = ("essays/01-one.md", "essays/02-two.md", "essays/10-ten.md")
MATTER = ("back/about-the-author.md", "front/foreword.md")
LANGUAGE = 'language = "en"\n'


def sources(manifest: str | bytes | None, *images: str) -> Sources:
    data = manifest.encode() if isinstance(manifest, str) else manifest
    return Sources(
        manifest=None if data is None else Source("series.toml", data, ""),
        essays=tuple(Source(path, b"", "") for path in ESSAYS),
        matter=tuple(Source(path, b"", "") for path in MATTER),
        images={path: Source(path, b"", "") for path in images},
    )


def load(text: str, *images: str) -> tuple[Series, tuple[Problem, ...]]:
    outcome = load_series("a-folder", sources(text, *images))
    return outcome.value, outcome.problems


def wrong(text: str) -> list[str]:
    """Problems of a manifest that is otherwise whole; its own lines begin with 3."""
    return [str(problem) for problem in load(f'title = "T"\n{LANGUAGE}{text}')[1]]


def test_a_full_manifest() -> None:
    text = """\
title = "A  Title"
subtitle = "Sub"
short_title = "A"
slug = "a-slug"
language = "en-GB"
identifier = "urn:x:1"
issued = 2026-10-01
modified = 2026-11-20
license = "cc by-nc 4.0"
description = "Two\\nlines."
subjects = ["One", "Two"]
publisher = "House"
place = "Exeter"
collection = { title = "Set", number = 3 }
order = ["one", "02-two.md", "essays/10-ten.md"]
[[authors]]
name = "Ada Example"
bio = "about-the-author"
links = "https://x.org"
[[authors]]
name = "Ben Other"
role = "Cover designer"
[[parts]]
title = "First Part"
essays = ["01-one", "two"]
[editions.small]
format = "PDF"
trim = "A5"
notes = "page"
links = "none"
theme = "plain"
isbn = "978-3-16-148410-0"
include = ["one", "two"]
exclude = ["foreword"]
"""
    series, problems = load(text, "images/cover.png")
    assert said(problems) == []
    assert series.title == "A Title"
    assert (series.subtitle, series.short_title, series.slug) == ("Sub", "A", "a-slug")
    assert (series.language, series.identifier) == ("en-GB", "urn:x:1")
    assert series.issued == date(2026, 10, 1)
    assert series.modified == datetime(2026, 11, 20, tzinfo=UTC)
    assert series.license is not None
    assert series.license.id == "CC-BY-NC-4.0"
    assert (series.description, series.subjects) == ("Two\nlines.", ("One", "Two"))
    assert (series.publisher, series.place) == ("House", "Exeter")
    assert series.collection == Collection("Set", "3")
    assert series.cover == "images/cover.png"
    assert series.order == ESSAYS
    assert series.authors == (
        Person("Ada Example", "Example, Ada", "author", MATTER[0], ("https://x.org",)),
        Person("Ben Other", "Other, Ben", "cover-designer"),
    )
    assert series.parts == (Part("First Part", "first-part", ESSAYS[:2]),)
    assert series.editions == (
        Edition(
            "small", "pdf", "plain", Trim(419.528, 595.276), "page", "none", ESSAYS[:2],
            ("front/foreword.md",), "978-3-16-148410-0", own_trim=True,
        ),
    )  # fmt: skip
    assert series.at("authors.1.role") == Where("series.toml", 22)
    assert series.at("editions.small.trim.x") == Where("series.toml", 28)


def test_an_ebook_has_no_page_for_notes() -> None:
    (edition,) = load('[editions.ebook]\nformat = "epub"\nnotes = "page"')[0].editions
    assert edition.notes == "essay"


def test_a_bare_folder_has_defaults() -> None:
    outcome = load_series("03-my_first-book", sources(None))
    series = outcome.value
    assert (series.title, series.slug, series.language) == ("My first book", "my-first-book", "en")
    ebook = Edition("ebook", "epub", page_source="paperback")
    assert series.editions == (ebook, Edition("paperback", "pdf"))
    assert said(outcome.problems) == [
        "series.toml:hint:title-derived", "series.toml:hint:language-derived",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        'author = "Ada Example"', 'authors = "Ada Example"', 'authors = ["Ada Example"]',
        'author = { name = "Ada Example" }', '[[authors]]\nname = "Ada Example"',
        '[author]\nname = "Ada  Example"', 'author = "Ada Example"\nauthors = ["Ada Example"]',
    ],
)  # fmt: skip
def test_authors_in_every_way(text: str) -> None:
    assert load(text)[0].authors == (Person("Ada Example", "Example, Ada"),)


def test_the_derived_identifier_is_stable() -> None:
    first = load('title = "T"\nauthor = "A"\nlanguage = "en"')[0].identifier
    again = load('title = "T"\nauthor = "A"\nlanguage = "en"\nplace = "X"')[0].identifier
    other = load('title = "T"\nauthor = "B"\nlanguage = "en"')[0].identifier
    assert first == again == "urn:uuid:24496cca-7cff-5a12-a371-04d9b5a36dab"
    assert other != first


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026", date(2026, 1, 1)), ('"2026"', date(2026, 1, 1)), ('"1 May 2026"', date(2026, 5, 1)),
     ("2026-05-01T10:00:00Z", date(2026, 5, 1))],
)  # fmt: skip
def test_the_day_of_publication(text: str, day: date) -> None:
    assert load(f"issued = {text}")[0].issued == day


@pytest.mark.parametrize("text", ["2026-05-01T10:00:00", '"2026-05-01T10:00:00Z"'])
def test_a_time_has_a_zone(text: str) -> None:
    assert load(f"modified = {text}")[0].modified == datetime(2026, 5, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "license_"),
    [
        ('"all-rights-reserved"', License("all-rights-reserved", "All rights reserved")),
        ('{ name = "Mine", text = "Ask." }', License("custom", "Mine", "", "Ask.")),
        ('{ id = "MIT", text = "Ask." }',
         License("MIT", "MIT License", "https://spdx.org/licenses/MIT.html", "Ask.")),
    ],
)  # fmt: skip
def test_licenses(text: str, license_: License) -> None:
    assert load(f"license = {text}")[0].license == license_


@pytest.mark.parametrize(
    ("text", "line", "code", "words"),
    [
        ('lisence = "CC0"', 3, "key-unknown", "'license'"),
        ('lang = "en"', 3, "key-unknown", "'language'"),
        ('zzz = "en"', 3, "key-unknown", "Known here: title"),
        ('isbn = "x"', 3, "key-unknown", "[editions.NAME]"),
        ('[editions.a]\nformat = "pdf"\nplace = "X"', 5, "key-unknown", "move the line up"),
        ('[editions.a]\nformat = "pdf"\ntrimm = "X"', 5, "key-unknown", "'trim'"),
        ('[editions.a]\nformat = "docx"', 4, "value-unknown", "epub, pdf"),
        ('[editions.a]\nformat = "epb"', 4, "value-unknown", "'epub'"),
        ('[editions.a]\ntheme = "x"', 3, "key-missing", 'format = "epub" or format = "pdf"'),
        ('[editions.a]\nformat = "pdf"\ntrim = "6x"', 5, "value-unknown", "6x9in"),
        ('[editions.a]\nformat = "pdf"\nisbn = "978-3-16-148410-1"', 5, "isbn-invalid", "digit"),
        ('[editions.a]\nformat = "epub"\npage_source = "b"', 5, "value-unknown", "none"),
        ('[editions.A_b]\nformat = "pdf"', 3, "edition-name", "[editions.a-b]"),
        ('authors = [\n  "A",\n  3,\n]', 5, "value-type", "First Last"),
        ('authors = [{ nme = "A" }]', 3, "key-unknown", "'name'"),
        ('[[authors]]\nname = ""', 4, "value-empty", 'name = "…"'),
        ('[[authors]]\nname = "A"\nrole = "edtor"', 5, "value-unknown", "'editor'"),
        ('[[authors]]\nname = "A"\nbio = "about-the-autor"', 5, "bio-missing", MATTER[0]),
        ("publisher = 3", 3, "value-type", 'publisher = "3"'),
        ("license = 3", 3, "value-type", 'license = "CC-BY-4.0"'),
        ('license = "CC-BY-NCC-4.0"', 3, "license-unknown", "'CC-BY-NC-4.0'"),
        ("issued = 1.5", 3, "date-invalid", "2026-02-28"),
        ('issued = "2026-02-30"', 3, "date-invalid", "2026-02-28"),
        ('cover = "covr.png"', 3, "image-missing", "Remove"),
        ('order = ["one", "two", "ten", "three"]', 3, "essay-missing", "'three'"),
        ('order = [\n"one",\n"one",\n"two", "ten"]', 5, "essay-repeated", "twice"),
        ('place = "a\\u0000"', 3, "character-illegal", "backslash"),
        ('parts = "x"', 3, "value-type", "[[parts]]"),
    ],
)
def test_what_is_wrong_has_its_line_and_mend(text: str, line: int, code: str, words: str) -> None:
    problems = wrong(text)
    assert len(problems) == 1, problems
    assert problems[0].startswith(f"series.toml:{line}: error[{code}]: ")
    assert words in problems[0]


def test_a_language_that_is_no_tag() -> None:
    series, problems = load('title = "T"\nlanguage = "English"')
    assert series.language == "en"
    assert [str(problem) for problem in problems] == [
        "series.toml:2: error[language-invalid]: 'English' is not a language tag. Write en."
    ]


def test_everything_wrong_is_said_at_once() -> None:
    _, problems = load('title = 1\nlang = "x"\nissued = "no"\n[editions.a]\nformat = "x"\nz = 1\n')
    assert [(p.where.line, p.code) for p in problems if p.severity == "error"] == [
        (1, "value-type"), (3, "date-invalid"), (5, "value-unknown"), (6, "key-unknown"),
        (2, "key-unknown"),
    ]  # fmt: skip


def test_no_essay_is_lost_in_silence() -> None:
    assert wrong('order = ["ten"]') == [
        f"series.toml:3: warning[essay-unlisted]: the essay {path} is in the folder but not in "
        "the list. Add it; until then it comes after the others."
        for path in ESSAYS[:2]
    ]
    parts = '[[parts]]\ntitle = "P"\nessays = ["one", "two"]'
    assert [problem.split(":")[1:3] for problem in wrong(parts)] == [
        ["3", " warning[essay-unlisted]"]
    ]


def test_an_essay_stands_in_one_part() -> None:
    parts = (("First", '"two"'), ("Second", '"ten"'))
    text = "".join(f'[[parts]]\ntitle = "{t}"\nessays = ["one", {e}]\n' for t, e in parts)
    problems = wrong(text)
    assert len(problems) == 1
    assert problems[0].startswith("series.toml:8: error[essay-repeated]")
    assert "'First'" in problems[0]


def test_two_parts_have_two_names() -> None:
    text = "".join(
        f'[[parts]]\ntitle = "P"\nessays = {e}\n' for e in ('["one", "two"]', '["ten"]')
    )
    assert [problem.partition(": the")[0] for problem in wrong(text)] == [
        "series.toml:6: error[slug-duplicate]: two parts are called 'p'. Add slug = \"…\" to one."
    ]


def test_two_formats_have_two_isbns() -> None:
    text = "".join(
        f'[editions.{n}]\nformat = "{f}"\nisbn = "{i}"\n'
        for n, f, i in (("a", "pdf", "978-3-16-148410-0"), ("b", "epub", "9783161484100"))
    )
    assert [problem.partition(" this")[0] for problem in wrong(text)] == [
        "series.toml:8: warning[isbn-repeated]:"
    ]


@pytest.mark.parametrize("manifest", ["title = ", b"\xff\xfe\x00", b"\x89PNG"])
def test_what_is_no_manifest_stops_everything(manifest: str | bytes) -> None:
    with pytest.raises(BookError) as caught:
        load_series("x", sources(manifest))
    assert all(p.where.path == "series.toml" and p.mend for p in caught.value.problems)


def test_the_schema_offers_every_spelling() -> None:
    schema = json_schema()
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["EditionTable"]["properties"]["format"]["enum"] == ["epub", "pdf"]
    assert {"type": "string"} in schema["properties"]["order"]["anyOf"]
