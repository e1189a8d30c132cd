from __future__ import annotations

import logging
import warnings

import pytest

from seriesbook.listening import heard_problems, listening
from seriesbook.problems import Where


@pytest.mark.filterwarnings("default")
def test_what_libraries_say_is_caught_and_told(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with listening() as heard:
        logging.getLogger("some.library").warning("a %s thing", "strange")
        logging.getLogger("some.library").info("nothing")
        warnings.warn("it is late.", UserWarning, stacklevel=1)
        warnings.warn("it is late.", UserWarning, stacklevel=1)
    assert heard[0] == "a strange thing"
    problems = heard_problems(heard, Where("a.md"))
    assert [(str(p.where), p.code, p.severity) for p in problems] == [
        ("a.md", "library-warning", "hint")
    ] * 2
    assert capfd.readouterr().err == ""
    caplog.clear()


def test_what_is_said_before_an_error_is_not_lost(caplog: pytest.LogCaptureFixture) -> None:
    ears = []
    with pytest.raises(ValueError, match="x"), listening() as heard:
        ears.append(heard)
        logging.getLogger("some").error("before")
        raise ValueError("x")
    assert ears == [["before"]]
    caplog.clear()
