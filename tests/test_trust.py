"""docs/trust.md is what the tests of this suite say and have shown."""

from __future__ import annotations

import pytest

import trust
from support import CORPORA, ROOT


def test_the_page_has_a_row_for_all_that_is_tried(request: pytest.FixtureRequest) -> None:
    page = trust.read((ROOT / "docs" / "trust.md").read_text(encoding="utf-8"))
    asked = request.config.stash[trust.NOTES].asked
    rows = {row.said for key, row in page.items() if key in asked}
    assert {row.said for row in asked.values()} == rows, "`make trust` writes docs/trust.md anew"
    whole = not request.config.getoption("file_or_dir")
    if whole and CORPORA.exists():
        assert page.keys() == asked.keys(), "`make trust` writes docs/trust.md anew"


def test_all_that_was_tried_has_held() -> None:
    page = trust.read((ROOT / "docs" / "trust.md").read_text(encoding="utf-8"))
    assert page
    assert {row.outcome for row in page.values()} <= {trust.HELD, trust.UNTRIED}
    assert all(bool(row.tries) == (row.outcome == trust.HELD) for row in page.values())


def test_the_page_is_read_as_it_was_written() -> None:
    row = trust.Row("Size", "a | b", "c", 2, 20, trust.HELD)
    assert trust.read(trust.written([row])) == {("Size", "a | b"): row}


def test_outcomes_are_counted_by_row() -> None:
    tally = trust.Tally()
    asked = trust.Row("Size", "long", "ends", 2)
    assert tally.row(asked, None) == asked
    for outcome in ("passed", "failed"):
        report = pytest.TestReport(
            "x", ("x", 1, "x"), {}, outcome, None, "call",
            user_properties=[("trust", ["Size", "long", "ends"]), ("tries", 7)],
        )  # fmt: skip
        tally.take(report)
    assert tally.row(asked, None) == trust.Row("Size", "long", "ends", 2, 14, "1 failed")


def test_a_run_on_several_processes_knows_its_rows_by_their_outcomes() -> None:
    tally = trust.Tally()
    for _ in range(2):
        report = pytest.TestReport(
            "x", ("x", 1, "x"), {}, "passed", None, "call",
            user_properties=[("trust", ["Size", "long", "ends"])],
        )  # fmt: skip
        tally.take(report)
    assert tally.asked() == {("Size", "long"): trust.Row("Size", "long", "ends", 2)}
