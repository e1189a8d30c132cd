"""How a problem reads."""

from __future__ import annotations

from seriesbook.problems import BookError, Outcome, Problem, Where, has_errors, in_order


def problem(line: int, code: str = "x", severity: str = "error") -> Problem:
    return Problem(Where("a.md", line), code, "wrong.", "Mend it.", severity)  # type: ignore[arg-type]


def test_it_prints_place_severity_code_message_and_mend() -> None:
    text = str(
        Problem(
            Where("essays/tide.md", 12),
            "note-missing",
            "note [^9] has no definition.",
            'Add "[^9]: …" or remove the mark.',
        )
    )
    assert text == (
        "essays/tide.md:12: error[note-missing]: note [^9] has no definition. "
        'Add "[^9]: …" or remove the mark.'
    )


def test_control_characters_of_the_source_never_reach_a_terminal() -> None:
    shown = str(Problem(Where("a\x1b]0;x\x07.md"), "layout", "bad \x1b[2J name"))
    assert shown == "a\ufffd]0;x\ufffd.md: error[layout]: bad \ufffd[2J name"


def test_problems_are_sorted_by_place_and_each_is_said_once() -> None:
    assert in_order([problem(9), problem(2), problem(9)]) == (problem(2), problem(9))
    assert BookError([problem(9), problem(2)]).problems[0].where.line == 2


def test_only_errors_are_errors() -> None:
    assert has_errors([problem(1)])
    assert not has_errors([problem(1, severity="warning"), problem(2, severity="hint")])


def test_an_outcome_hands_on_its_value_and_keeps_both_problems() -> None:
    outcome = Outcome(1, (problem(1),)).then(lambda n: Outcome(n + 1, (problem(2),)))
    assert outcome == Outcome(2, (problem(1), problem(2)))
