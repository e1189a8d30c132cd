"""What is missing is told with the command that gets it."""

from __future__ import annotations

import pytest

from seriesbook import doctor
from seriesbook.doctor import NEEDS, Need, examine, missing_for_build


def test_nothing_is_missing_here() -> None:
    assert missing_for_build() == ()
    assert [finding.need for finding in examine()] == list(NEEDS)


def test_a_missing_library_is_an_error_with_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Need(
        "Pango", "sets the type", True, doctor._library("libnowhere.so.0"),
        {"debian": "libpango-1.0-0", "macos": "pango"},
    )  # fmt: skip
    monkeypatch.setattr(doctor, "NEEDS", (gone,))
    monkeypatch.setattr(doctor, "this_system", lambda: "debian")
    (problem,) = missing_for_build()
    assert problem.severity == "error"
    assert problem.message == "Pango is missing; it sets the type."
    assert problem.mend == "Run: sudo apt-get install libpango-1.0-0"
    monkeypatch.setattr(doctor, "this_system", lambda: "macos")
    assert missing_for_build()[0].mend == "Run: brew install pango"


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.name)
def test_every_need_can_be_looked_for(need: Need) -> None:
    assert isinstance(need.find(), str)
