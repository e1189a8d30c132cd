from __future__ import annotations

import re
from typing import get_args

import pytest
from click.testing import CliRunner

from seriesbook import explanations
from seriesbook.cli import main
from seriesbook.codes import Code


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["explain", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_every_code_of_the_code_is_explained_and_no_other() -> None:
    codes = get_args(Code)  # mypy lets no Problem have another
    assert list(codes) == sorted(set(codes))
    assert sorted(explanations.explanations()) == list(codes)


@pytest.mark.parametrize("code", get_args(Code))
def test_an_explanation_is_whole(code: str) -> None:
    code_, out, err = run(code)
    entry = explanations.explanations()[code]
    assert (code_, err) == (0, "")
    for text in (entry.means, entry.why, entry.mend):
        assert text[0].isupper()
        assert text.endswith((".", "/"))
        assert len(text) > 8
    assert out.startswith(f"{code}\n")
    assert "Why it matters. " in out
    assert "What to do. " in out
    assert entry.example.strip()
    lines = [line for line in out.splitlines() if not line.startswith("    ")]
    assert max(map(len, lines)) < 80


def test_the_code_may_be_given_as_the_message_has_it() -> None:
    assert run("[note-missing]") == run("NOTE-MISSING") == run("note-missing")


def test_without_a_code_all_are_listed_by_family() -> None:
    code, out, _ = run()
    assert code == 0
    listed = re.findall(r"^  (\S+)", out, re.MULTILINE)
    assert sorted(listed) == list(get_args(Code))
    assert out.startswith("The text of an essay\n")


@pytest.mark.parametrize(
    ("given", "first"),
    [("note-mising", "note-missing"), ("note", "note-"), ("missing_image", "image-missing"),
     ("yaml", "yaml-"), ("dead link", "link-dead")],
)  # fmt: skip
def test_an_unknown_code_brings_the_nearest(given: str, first: str) -> None:
    code, _, err = run(given)
    assert code == 2
    assert first in err.partition("Did you mean ")[2].partition("?")[0]


def test_nothing_is_near_to_nonsense() -> None:
    assert run("§")[2].endswith("There is no code '§'. `seriesbook explain` lists all.\n")
