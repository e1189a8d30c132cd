"""Random heads, manifests and texts with notes: nothing but Problems, and no word is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from reading import read
from seriesbook.config import load_series
from seriesbook.folder import Sources
from seriesbook.frontmatter import split
from seriesbook.model import Source
from seriesbook.problems import BookError, has_errors

if TYPE_CHECKING:
    from collections.abc import Callable

ONLY_PROBLEMS = "no exception but Problems"
ALL_THERE = "every word is in the book once, and every note that has one mark"

_SYNTAX = "ab é\u202eא\0\t\n\n\n  -*_~`#>|[]()!^:{}<>/=&;.\"'\\+1$%@"
_PIECES = st.sampled_from(
    """[^1] [^1]: [^a]:\x20 ![ ](x) [x]: <div> </div> <!-- --> <a\x20href=" "> ``` ~~~ $$ ---
    *** === 1. 2) - > \\ &amp; &#x0; &nbsp; <script> <p><p> <td> [[ ]] {#id} {.c} ^[ ](< >) |--|
    http://a.b <b@c.d> : !!! ??? *[AB]: ::: === \x20\x20\x20\x20 \t""".split()
)  # fmt: skip
NOISE = st.lists(st.one_of(st.text(_SYNTAX, max_size=12), _PIECES), max_size=24).map("".join)

_KEYS = st.sampled_from(
    """title subtitle author authors date lang language license order parts editions draft slug
    series url tags cover isbn trim theme notes format name role bio issued modified identifier
    essays description weight categories x""".split()
)
_SCALARS = st.sampled_from(
    """1 -1 1.5 nan true null ~ 2025-01-02 2025-13-45 "" "text" 'text' text [] {} [1,2] {a:1} &a *a
    !!x |  > [ { 2025-01-02T03:04:05Z 0x1F 9999999999999999999999 "\\u0000" "6x9in" epub""".split()
)
_LINES = st.builds(
    lambda indent, key, colon, value: f"{'  ' * indent}{key}{colon}{value}\n",
    st.integers(0, 2), _KEYS, st.sampled_from([": ", ":", " = ", "\n  - "]),
    st.one_of(_SCALARS, st.text(_SYNTAX, max_size=8)),
)  # fmt: skip
_TABLES = st.sampled_from(["[[authors]]\n", "[editions.x]\n", "[[parts]]\n", "[a.b]\n", "[\n"])
HEADS = st.lists(_LINES, max_size=8).map("".join)
MANIFESTS = st.lists(st.one_of(_LINES, _TABLES), max_size=10).map("".join)


def check_text(text: str) -> None:
    """A text is read, to well-formed markup."""
    outcome = read(text)
    etree.fromstring(_wrapped(outcome.value.body))
    for note in outcome.value.notes:
        etree.fromstring(_wrapped(note.body))


def check_head(text: str, fence: str) -> None:
    """A head is read."""
    data = f"{fence}\n{text}{fence}\n\nText.\n".encode()
    split(Source("essays/a.md", data, "digest"))


def check_manifest(text: str) -> None:
    """A manifest is read, or refused."""
    essay = Source("essays/a.md", b"Text.", "digest")
    sources = Sources(Source("series.toml", text.encode(), "digest"), (essay,), (), {})
    try:
        load_series("a", sources)
    except BookError as error:
        assert has_errors(error.problems)


def _wrapped(body: str) -> str:
    return (
        '<div xmlns="http://www.w3.org/1999/xhtml"'
        f' xmlns:epub="http://www.idpf.org/2007/ops">{body}</div>'
    )


class Words:
    """A text under way: words that are each said once, and notes."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.count = 0
        self.notes: list[str] = []

    def some(self, *, noted: bool = False) -> str:
        """One to four words, the last perhaps with the mark of a note."""
        first, self.count = self.count, self.count + self.draw(st.integers(1, 4))
        words = " ".join(f"w{n}x" for n in range(first, self.count))
        form = self.draw(st.sampled_from(["{}", "*{}*", "**{}**", "[{}](https://a.example/)"]))
        words = form.format(words)
        if noted and self.draw(st.booleans()):
            label = str(len(self.notes))
            self.notes.append("")
            more = "".join(f"\n\n    {self.some()}" for _ in range(self.draw(st.integers(0, 2))))
            self.notes[int(label)] = f"[^{label}]: {self.some()}{more}\n\n"
            words += f"[^{label}]"
        return words

    def block(self) -> str:  # noqa: PLR0911 - a table of templates
        """A block of any kind."""
        kind = self.draw(st.sampled_from("paragraph heading list quote code table html".split()))
        if kind == "heading":
            return f"{'#' * self.draw(st.integers(2, 6))} {self.some()}\n\n"
        if kind == "list":
            mark = self.draw(st.sampled_from(["-", "1.", "*"]))
            items = range(self.draw(st.integers(1, 4)))
            return "".join(f"{mark} {self.some(noted=True)}\n" for _ in items) + "\nThen.\n\n"
        if kind == "quote":
            return f"> {self.some(noted=True)}\n> {self.some()}\n\n"
        if kind == "code":
            return f"```\n{self.some()}\n```\n\n"
        if kind == "table":
            return (
                f"| {self.some()} | {self.some()} |\n|---|---|\n| {self.some(noted=True)} | |\n\n"
            )
        if kind == "html":
            return f"<p>{self.some()}</p>\n\n"
        return f"{self.some(noted=True)}\n{self.some()}\n\n"


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, int, int]:
    """A text in good order, and how many words and notes it has."""
    words = Words(draw)
    blocks = [words.block() for _ in range(draw(st.integers(1, 10)))]
    for note in draw(st.permutations(words.notes)):
        blocks.insert(draw(st.integers(0, len(blocks))), note)
    return "Begin.\n\n" + "".join(blocks), words.count, len(words.notes)


def check_words(given: tuple[str, int, int]) -> None:
    """Every word and note of a text is in what is made of it, once."""
    text, words, notes = given
    outcome = read(text)
    assert not has_errors(outcome.problems), outcome.problems
    section = outcome.value
    bodies = " ".join([section.body, *(note.body for note in section.notes)])
    found = re.findall(r"w\d+x", re.sub(r' id="[^"]*"', "", bodies))
    assert sorted(found) == sorted(f"w{n}x" for n in range(words))
    assert len(section.notes) == notes
    assert sorted(n.number for n in section.notes) == list(range(1, notes + 1))


@given(NOISE)
def test_noise_as_text(text: str) -> None:
    check_text(text)


@given(HEADS, st.sampled_from(["---", "+++"]))
def test_random_heads(text: str, fence: str) -> None:
    check_head(text, fence)


@given(MANIFESTS)
@example("[[parts]]\n")
def test_random_manifests(text: str) -> None:
    check_manifest(text)


@settings(max_examples=60)
@given(texts())
def test_words_and_notes_are_kept(given: tuple[str, int, int]) -> None:
    check_words(given)


@pytest.mark.slow
@pytest.mark.trust(
    "Fuzzing", "random characters and pieces of Markdown as an essay", ONLY_PROBLEMS
)
def test_much_noise(record_property: Callable[[str, object], None]) -> None:
    settings(max_examples=4000, deadline=None)(given(NOISE)(check_text))()
    record_property("tries", 4000)


@pytest.mark.slow
@pytest.mark.trust("Fuzzing", "random heads of essays, YAML and TOML", ONLY_PROBLEMS)
def test_many_heads(record_property: Callable[[str, object], None]) -> None:
    fences = st.sampled_from(["---", "+++"])
    settings(max_examples=4000, deadline=None)(given(HEADS, fences)(check_head))()
    record_property("tries", 4000)


@pytest.mark.slow
@pytest.mark.trust("Fuzzing", "random manifests", ONLY_PROBLEMS)
def test_many_manifests(record_property: Callable[[str, object], None]) -> None:
    settings(max_examples=4000, deadline=None)(given(MANIFESTS)(check_manifest))()
    record_property("tries", 4000)


@pytest.mark.slow
@pytest.mark.trust("Fuzzing", "random texts of blocks of all kinds, with notes", ALL_THERE)
def test_many_texts(record_property: Callable[[str, object], None]) -> None:
    settings(max_examples=2000, deadline=None)(given(texts())(check_words))()
    record_property("tries", 2000)
