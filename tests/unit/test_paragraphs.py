from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest

from geometry import HYPHENS, measure
from seriesbook import paragraphs
from seriesbook.typeset import layout

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.rendition import Font

CSS = """
@page { size: 380pt 400pt; margin: 40pt 50pt }
html { hyphens: auto; hyphenate-limit-chars: 5 2 3; orphans: 2; widows: 2; text-align: justify }
body { font: 12pt/16pt "EB Garamond", serif; margin: 0 }
p { margin: 0; text-indent: 12pt }
"""
WORDS = (
    "the of and in to representation government institutions necessary people which remarkable "
    "considerable union established a that character interesting administration well-being"
).split()


def prose(seed: int, count: int) -> str:
    """Words, some of them emphasised, with a comma or a dash now and then."""
    some = random.Random(seed)
    words = [some.choice(WORDS) for _ in range(count)]
    for index in range(0, count, 7):
        words[index] = f"<em>{words[index]}</em>,"
    for index in range(3, count - 1, 19):
        words[index] += "\u2014" + words[index + 1]
    return " ".join(words) + "."


@pytest.mark.parametrize("seed", range(3))
def test_paragraphs_are_broken_as_a_whole(font: Font, tmp_path: Path, seed: int) -> None:
    body = "".join(f"<p>{prose(seed * 50 + n, 60 + n * 9)}</p>" for n in range(12))
    page = f'<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><body>{body}</body></html>'
    made = layout(page, CSS, (font,))
    path = tmp_path / "x.pdf"
    path.write_bytes(made.pdf)
    found = measure(path, top=40, bottom=360, leading=16, size=12)
    lines = [line for sheet in found.sheets for line in sheet.lines]
    assert max(line.right for line in lines) < 332  # an f leans out
    assert sum(line.text[-1] in HYPHENS and line.right > 328 for line in lines) > 5
    assert max(found.hyphen_runs()) <= 3
    assert found.stubs() == []
    assert not any(line.text.startswith("\u2014") for line in lines)
    assert found.widows() == found.orphans() == []
    text = "".join(line.text.rstrip(HYPHENS).replace("-", "") for line in lines)
    written = re.sub("<.*?>|-", "", body)
    assert text.replace(" ", "") == "".join(written.split())


@pytest.mark.parametrize("seed", range(2))
def test_lines_after_a_pattern_are_those_that_weasyprint_makes(
    font: Font, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    body = "".join(
        f"<p>{re.sub('</?em>', '', prose(seed * 9 + n, 40 + n * 19))}</p>" for n in range(9)
    )
    page = f'<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><body>{body}</body></html>'
    short = layout(page, CSS, (font,))
    monkeypatch.setattr(paragraphs, "_learn", lambda *_: None)
    long = layout(page, CSS, (font,))
    assert (short.sheets, short.anchors, short.starts) == (long.sheets, long.anchors, long.starts)
    assert short.pdf == long.pdf


NOTES_CSS = (
    CSS
    + """
.note-number { display: inline-block; margin-left: -2.2em; padding-right: 0.4em; width: 1.8em }
p { text-indent: 0; margin-left: 2.2em }
.lead-in { letter-spacing: 0.6pt }
"""
)


@pytest.mark.parametrize(
    "head",
    ['<span class="note-number">12.</span>', '<span class="lead-in">Those very words</span> '],
)
def test_a_hanging_number_or_spaced_words_leave_the_lines_as_they_are(
    font: Font, tmp_path: Path, head: str
) -> None:
    words = [prose(seed, 50) for seed in range(8)]
    if "very" in head:
        words = [f"Those very words {text}" for text in words]
    plain = "".join(f"<p>{text}</p>" for text in words).replace(
        "Those very words", "<span>Those very words</span>"
    )
    with_head = "".join(f"<p>{head}{text.removeprefix('Those very words ')}</p>" for text in words)
    ends = []
    for body in (plain, with_head):
        page = f'<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><body>{body}</body></html>'
        path = tmp_path / "x.pdf"
        path.write_bytes(layout(page, NOTES_CSS.replace("0.6pt", "0.01pt"), (font,)).pdf)
        found = measure(path, top=40, bottom=360, leading=16, size=12)
        ends.append(
            [line.text.split()[-1] for sheet in found.sheets for line in sheet.lines if line.text]
        )
        assert max(found.hyphen_runs()) <= 3
    assert ends[0] == ends[1]


def test_a_line_that_can_only_be_full_of_holes_is_left_short(font: Font, tmp_path: Path) -> None:
    address = "example.org/" + "manuals" * 7
    page = (
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><body>'
        f"<p>The rule is at <span>{address}</span> with examples.</p></body></html>"
    )
    path = tmp_path / "x.pdf"
    path.write_bytes(layout(page, CSS + "span { hyphens: none }", (font,)).pdf)
    first = measure(path, top=40, bottom=360, leading=16, size=12).sheets[0].lines[0]
    assert first.text.endswith("example.org/")
    assert first.right < 250
