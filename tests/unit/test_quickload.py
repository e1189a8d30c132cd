from __future__ import annotations

import ctypes.util
import subprocess
import sys

import pytest

from seriesbook import quickload
from seriesbook.quickload import without_search

# Counts the programs that are started while the engine is imported.
COUNT = """
import subprocess, sys
started = []
class Counted(subprocess.Popen):
    def __init__(self, command, *rest, **more):
        started.append(command)
        super().__init__(command, *rest, **more)
subprocess.Popen = Counted
import seriesbook.engine
print(len(started))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only there a search is expensive")
def test_the_engine_starts_no_program() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COUNT], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "0"


def test_a_library_that_the_loader_does_not_know_is_searched_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(quickload, "_NEEDED", ("libnowhere.so.0",))
    search = ctypes.util.find_library
    with without_search():
        assert ctypes.util.find_library is search


def test_the_search_is_put_back() -> None:
    search = ctypes.util.find_library
    with pytest.raises(ZeroDivisionError), without_search():
        raise ZeroDivisionError
    assert ctypes.util.find_library is search
