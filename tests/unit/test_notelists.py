"""Notes with their numbers and ways back."""

from __future__ import annotations

import pytest

from seriesbook.model import Note, Section
from seriesbook.notelists import groups, items
from seriesbook.problems import Where

WHERE = Where("essays/a.md", 3)
ARROW = "\N{LEFTWARDS ARROW WITH HOOK}\N{VARIATION SELECTOR-15}"


def _note(body: str, *references: str) -> Note:
    return Note("a--fn-1", 1, body, WHERE, references)


def _body(note: Note, *, screen: bool) -> str:
    (item,) = items((note,), "Back", screen=screen)
    assert (item.id, item.number) == (note.id, note.number)
    return str(item.body)


def test_an_arrow_stands_at_the_end_of_the_last_paragraph() -> None:
    body = _body(_note("<p>One.</p><p>Two <em>words</em></p>", "a--fnref-1"), screen=True)
    assert body.startswith("<p>One.</p><p>Two <em>words</em>\N{NO-BREAK SPACE}<a ")
    assert 'href="#a--fnref-1"' in body
    assert 'aria-label="Back"' in body
    assert body.endswith(f">{ARROW}</a></p>")


def test_each_mark_has_its_arrow() -> None:
    body = _body(_note("<p>One.</p>", "a--fnref-1", "a--fnref-1-2"), screen=True)
    assert 'href="#a--fnref-1"' in body
    assert 'href="#a--fnref-1-2"' in body
    assert f">{ARROW}2</a>" in body


def test_a_note_that_ends_with_a_list_gets_a_paragraph_for_its_arrow() -> None:
    body = _body(_note("<p>Two:</p><ul><li>x</li></ul>", "a--fnref-1"), screen=True)
    assert "</ul><p>" in body


def test_in_print_the_number_is_the_way_back() -> None:
    body = _body(_note("<p>One.</p><p>Two.</p>", "a--fnref-1"), screen=False)
    assert body.count("<a ") == 1
    assert 'class="note-number"' in body
    assert ">1.</a>One.</p><p>Two.</p>" in body
    assert ARROW not in body


@pytest.mark.parametrize("body", ["<ul><li>x</li></ul>", ""])
def test_a_number_needs_a_paragraph(body: str) -> None:
    printed = _body(_note(body, "a--fnref-1"), screen=False)
    assert printed.startswith("<p><a ")
    assert printed.endswith(body)


def test_a_note_without_a_mark_has_a_number_and_no_link() -> None:
    assert "<a" not in _body(_note("<p>One.</p>"), screen=False)


def test_only_sections_with_notes_make_a_group() -> None:
    first = Section("essay", "a", "A", WHERE, number="1", notes=(_note("<p>x</p>", "r"),))
    second = Section("essay", "b", "B", WHERE)
    (group,) = groups((first, second), "Back", screen=True)
    assert (group.slug, group.title, group.number) == ("a", "A", "1")
