from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook.cache import Cache
from seriesbook.model import Edition, Series
from seriesbook.reasons import reasons
from seriesbook.writers.pdf.fragments import Job

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.reasons import Inputs

SERIES = Series("tiny", "Tiny", "en", "urn:x-tiny")
EDITION = Edition("paperback", "pdf")


def made_from(text: str, **others: str) -> Inputs:
    return (("text", text), *others.items())


def test_names_what_has_changed_since_the_last_build(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    before = {"tide": made_from("1", fonts="a"), "moon": made_from("1", fonts="a")}

    def why(inputs: dict[str, Inputs], *fresh: str) -> dict[str, str]:
        return dict(reasons(SERIES, EDITION, inputs, set(fresh), cache))

    assert why(before, "tide", "moon") == dict.fromkeys(before, "no earlier build is known")
    assert why(before) == {}
    after = {"tide": made_from("2", fonts="b"), "moon": before["moon"], "sun": made_from("1")}
    assert why(after, "tide", "moon", "sun") == {
        "tide": "changed: text, fonts",
        "moon": "not in the cache any more",
        "sun": "new",
    }
    assert why({"tide": made_from("2")}, "tide") == {"tide": "changed: fonts"}


def test_a_lost_record_loses_the_reasons_only() -> None:
    inputs = {"tide": made_from("1")}
    for _ in range(2):
        said = reasons(SERIES, EDITION, inputs, {"tide"}, Cache(None))
        assert said == (("tide", "no earlier build is known"),)


def test_page_numbers_are_an_input_of_their_own() -> None:
    jobs = [Job("contents", f"<p>{n}</p>", (), "<p>000</p>", (n,)) for n in ("4", "5")]
    one, other = (dict(job.inputs()) for job in jobs)
    assert one["text"] == other["text"]
    assert one["page numbers"] != other["page numbers"]
