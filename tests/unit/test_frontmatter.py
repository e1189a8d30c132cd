from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriesbook.frontmatter import Head, split
from seriesbook.model import Epigraph, Origin, Source
from tiny import said


def read(head: str, path: str = "a.md") -> tuple[Head, list[str]]:
    outcome = split(Source(path, f"---\n{head}\n---\nBody\n".encode(), ""))
    return outcome.value, said(outcome.problems)


def test_a_full_head() -> None:
    head, problems = read(
        "title: The Price\nsubtitle: Postage\nshort_title: Price\nnumber: 3\nslug: price\n"
        "summary: What it\n  cost.\nauthor: Ada Example\ntranslator: Ben Other\ndate: 2025-03-14\n"
        "updated: 2026-01-02\npublication: The Review\noriginal_url: https://x.org/p\n"
        "byline: By A.\nlicense: CC BY 4.0\nlanguage: en_gb\ndir: ltr\nrole: Preface\n"
        "tags: [post, '#paper', post]"
    )
    assert problems == []
    assert (head.title, head.subtitle, head.short_title) == ("The Price", "Postage", "Price")
    assert (head.number, head.slug, head.summary) == ("3", "price", "What it cost.")
    assert [(p.name, p.role) for p in head.authors] == [
        ("Ada Example", "author"), ("Ben Other", "translator"),
    ]  # fmt: skip
    assert (head.date, head.updated) == (date(2025, 3, 14), date(2026, 1, 2))
    assert head.origin == Origin("https://x.org/p", "The Review", "By A.")
    assert head.license is not None
    assert head.license.id == "CC-BY-4.0"
    assert (head.language, head.direction, head.role) == ("en-GB", "ltr", "preface")
    assert head.subjects == ("post", "paper")
    assert (head.body, head.body_line, head.line("slug")) == ("Body\n", 22, 6)


def test_a_file_without_a_head_says_nothing() -> None:
    assert split(Source("a.md", b"# T\n", "")).value == Head("a.md", "# T\n")


@pytest.mark.parametrize("path", ["a.docx", "A.ODT"])
def test_a_word_file_is_not_read_as_text(path: str) -> None:
    outcome = split(Source(path, b"PK\x03\x04\xff", ""))
    assert (outcome.value, outcome.problems) == (Head(path, ""), ())


def test_a_head_in_toml() -> None:
    data = b"+++\ntitle = 1984\ndate = 2024-02-29T10:00:00Z\nweight = 2\ndraft = true\n+++\nBody"
    head = split(Source("a.md", data, "")).value
    assert (head.title, head.number, head.draft) == ("1984", "2", True)
    assert (head.date, head.body_line) == (date(2024, 2, 29), 7)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("linkTitle: X", "short_title", "X"),
        ("short-title: X", "short_title", "X"),
        ("permalink: /2014/05/the-post.html", "slug", "the-post"),
        ("permalink: /:year/:title/", "slug", ""),
        ("weight: 4\nnumber: 2", "number", "2"),
        ("url: /x/\ncanonical_url: https://x.org/p", "origin", Origin("https://x.org/p")),
        ("created: 2020-01-01\ndate: 2024-02-29", "date", date(2024, 2, 29)),
        ("publishDate: 2024-02-29", "date", date(2024, 2, 29)),
        ("last_modified_at: 2024-02-29 10:00:00 +0200", "updated", date(2024, 2, 29)),
        ("published: false", "draft", True),
        ("published: true\ndraft: true", "draft", True),
        ("status: Draft", "draft", True),
        ("draft: no", "draft", False),
        ("keywords: a, b\ncategories: [b, c]", "subjects", ("a", "b", "c")),
        ("type: post", "role", ""),
        ("type: preface", "role", "preface"),
        ("epigraph: Words.", "epigraph", Epigraph("Words.")),
        ("epigraph: [One, Two]", "epigraph", Epigraph("One\nTwo")),
        ("epigraph: {text: A, source: B}", "epigraph", Epigraph("A", "B")),
        ("epigraph:\n  text: |\n    One\n    Two\n", "epigraph", Epigraph("One\nTwo")),
        ("layout: post\nimage: x.png\ntoc: true", "title", ""),
        ("title: ~", "title", ""),
    ],
)
def test_keys_of_other_tools(text: str, field: str, value: object) -> None:
    head, problems = read(text)
    assert getattr(head, field) == value
    assert problems == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: [a, b]", "error:head-value"),
        ("title: {a: b}", "error:head-value"),
        ("date: 2024-02-30", "error:date-invalid"),
        ("date: 03/05/2024", "error:date-invalid"),
        ("date: 1787", "warning:date-partial"),
        ("language: english", "error:language-invalid"),
        ("dir: up", "error:head-value"),
        ("draft: maybe", "error:head-value"),
        ("role: forword", "error:role-unknown"),
        ("author: {email: x}", "error:head-value"),
        ("author: {name: X, role: edtor}", "warning:person-role"),
        ("original_url: x.org/p", "error:link-scheme"),
        ("license: CC-BY-NCC-4.0", "warning:license-unknown"),
        ("epigraph: {source: X}", "error:head-value"),
        ("epigraph: [{text: A}, {text: B}]", "warning:head-value"),
        ("titel: X", "warning:head-key-unknown"),
        ("mood: X", "hint:head-key-unknown"),
    ],
)
def test_what_is_wrong_has_its_line(text: str, expected: str) -> None:
    _, problems = read(f"layout: x\n{text}")
    assert problems == [f"a.md:3:{expected}"]


def test_a_misspelt_key_names_the_right_one() -> None:
    problem = split(Source("a.md", b"---\nlayout: x\ntitel: y\n---\n", "")).problems[0]
    assert "'title'" in problem.mend


@pytest.mark.parametrize(
    ("text", "name", "url"),
    [
        ("license: Ask me first", "Ask me first", ""),
        ("license: https://x.org/terms", "https://x.org/terms", "https://x.org/terms"),
        ("license: {name: My terms, url: https://x.org}", "My terms", "https://x.org"),
    ],
)
def test_a_license_in_the_authors_words(text: str, name: str, url: str) -> None:
    head, problems = read(text)
    assert head.license is not None
    assert (head.license.id, head.license.name, head.license.url) == ("custom", name, url)
    assert problems == []


def test_a_license_by_its_id_in_a_table() -> None:
    head, _ = read("license: {id: CC0, text: Take it.}")
    assert head.license is not None
    assert (head.license.id, head.license.text) == ("CC0-1.0", "Take it.")


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    assert split(Source("a.md", data, "")).value.body_line >= 1


KEYS = st.sampled_from(
    "title author date number slug epigraph license url tags draft role language type".split()
)
VALUES = st.recursive(
    st.sampled_from(["x", "~", "no", "1", "'a'", "2024-01-01", "https://x.org"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.lists(inner, max_size=2).map(
            lambda items: "{" + ", ".join(f"k{n}: {v}" for n, v in enumerate(items)) + "}"
        )
    ),
    max_leaves=4,
)


@given(st.dictionaries(KEYS, VALUES), st.sampled_from(["---", "+++"]))
def test_no_values_break_the_reader(values: dict[str, str], fence: str) -> None:
    sign = ": " if fence == "---" else " = "
    head = "\n".join(f"{key}{sign}{value}" for key, value in values.items())
    outcome = split(Source("a.md", f"{fence}\n{head}\n{fence}\nBody".encode(), ""))
    assert outcome.value.body == "Body"
    lines = head.count("\n") + 2
    assert all(1 <= (p.where.line or 1) <= lines for p in outcome.problems)


@given(st.text(max_size=60).filter(lambda text: not text.lstrip("\ufeff \n\t").startswith("---")))
def test_the_body_stands_on_its_line(text: str) -> None:
    data = f"---\ntitle: T\n---\n{text}".encode("utf-8", "replace")
    head = split(Source("a.md", data, "")).value
    assert (head.title, head.body_line) == ("T", 4)
