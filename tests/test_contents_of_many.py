"""The contents of a long book by several people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import Pdf, run_build

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("Wilhelmina Featherstonehaugh", "Bartholomew Cholmondeley")
WORDS = "Tides and Weights and Measures and Harbours and Soundings and Charts and Bells".split()


def test_no_line_parts_a_name(tmp_path: Path, cache: Path) -> None:
    for number in range(48):
        title = " ".join(WORDS[: 1 + number % 13])
        head = f'title: "{title} {number}"\nauthor: {NAMES[number % 2]}'
        text = f"---\n{head}\n---\nWords.\n"
        (tmp_path / f"{number:02}-essay.md").write_text(text)
    (tmp_path / "series.toml").write_text('title = "Tides"\n[editions.paper]\nformat = "pdf"\n')
    report = run_build(tmp_path, tmp_path / "output", cache=cache)
    pages = [text for text in Pdf(report.books[0].path).texts if "Wilhelmina" in text]
    lines = [line for text in pages for line in text.splitlines() if "Words" not in line]
    for name in NAMES:
        first, last = name.split()
        assert sum(first in line for line in lines) >= 24
        assert all((first in line) is (last in line) for line in lines)
