"""Properties of every text: lines are right, notes are bound, nothing raises."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from reading import read
from seriesbook import xhtml

KINDS = {
    "paragraph": ("{0}a {0}b\n{0}c", "p"),
    "list": ("- {0}a\n- {0}b", "ul"),
    "numbers": ("1. {0}a\n2. {0}b", "ol"),
    "quotation": ("> {0}a {0}b\n>\n> {0}c", "blockquote"),
    "table": ("| {0}a | {0}b |\n|---|---|\n| {0}c | |", "table"),
    "fence": ("```py\n{0}a <b> = '{0}b'\n```", "pre"),
    "figure": ('![{0}a {0}b](i.png "{0}c")', "figure"),
    "heading": ("## {0}a {0}b", "h2"),
    "html": ('<div class="x">{0}a {0}b</div>', "div"),
    "rule": ("* * *", "hr"),
    "noted": ("{0}a[^{0}] {0}b\n\n[^{0}]: note {0}\n\n    more {0}", "p"),
}


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.integers(1, 3)), max_size=12))
def test_every_block_knows_its_line(kinds: list[tuple[str, int]]) -> None:
    lines = ["Opening words.", ""]
    expected = [("p", "1")]
    notes = 0
    for number, (kind, blanks) in enumerate([*kinds, ("paragraph", 1)]):
        text, tag = KINDS[kind]
        start = len(lines) + 1 + (kind == "fence")  # the words of code begin below the fence
        expected.append((tag, str(start)))
        lines += [*text.format(f"w{number}x").split("\n"), *[""] * blanks]
        if kind in {"list", "numbers"}:  # two lists in a row would be one
            lines += ["between.", ""]
            expected.append(("p", str(len(lines) - 1)))
        notes += kind == "noted"
    outcome = read("\n".join(lines))
    root = xhtml.parse(outcome.value.body)
    assert [(e.tag, e.get("data-line")) for e in root] == expected
    assert len(outcome.value.notes) == notes
    marks = re.findall(r'class="noteref" id="([^"]+)"', outcome.value.body)
    assert [note.references for note in outcome.value.notes] == [(mark,) for mark in marks]
    for note in outcome.value.notes:
        assert note.where.line is not None
        assert f'data-line="{note.where.line + 2}"' in note.body


MARKS = ["[^1]", "[^1]: ", "> ", "- ", "1. ", "`", "```\n", "<div>", "</p>", "<!--", "*", "**",
         "![", "](", ")", "|", "|---|\n", "#", "\n\n", "    ", "{: #a}", "\"", "'", "--", "\\",
         "&amp;", "\x02", "<b", "word", "é", "\t", ": ", "*[w]: ", "$", "&", "[", "]",
         "~~~"]  # fmt: skip


@settings(max_examples=150)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(MARKS), max_size=25).map("".join)))
def test_anything_is_read(text: str) -> None:
    section = read(text).value
    root = xhtml.parse(section.body)
    assert xhtml.serialise(root) == section.body
    ids = list(xhtml.ids_of(root))
    assert len(ids) == len(set(ids))
    for note in section.notes:
        xhtml.parse(note.body)
        assert note.references


WORD = st.text(alphabet="abcdefgh", min_size=1, max_size=6)


@settings(max_examples=60)
@given(st.lists(st.lists(WORD, min_size=1, max_size=8), min_size=1, max_size=6))
def test_no_word_is_lost(paragraphs: list[list[str]]) -> None:
    text = "\n\n".join(" ".join(words) for words in paragraphs)
    body = xhtml.parse(read(text).value.body)
    assert xhtml.text_of(body).split() == text.split()
