from __future__ import annotations

import ctypes.util
import gc
import subprocess
import sys

import pytest

from seriesbook import quickload
from seriesbook.quickload import cutting_later, without_collecting, without_search

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


def test_what_cuts_fonts_is_imported_when_called() -> None:
    program = (
        "import sys, seriesbook.engine\n"
        "cutting = {'fontTools.subset', 'fontTools.varLib.instancer', 'fontTools.ttLib.woff2'}\n"
        "assert not cutting & sys.modules.keys(), cutting & sys.modules.keys()\n"
        "from weasyprint.pdf.fonts import subset\n"
        "assert type(subset.Options(hinting=False)).__name__ == 'Options'\n"
        "import fontTools.subset\n"
        "assert fontTools.subset.Options is not subset.Options\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_stand_in_goes_when_all_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quickload, "_SELDOM", ("colorsys",))
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with cutting_later():
        from colorsys import rgb_to_hls
    assert "colorsys" not in sys.modules
    assert rgb_to_hls(1, 1, 1) == (0, 1, 0)


def test_garbage_is_looked_for_again_afterwards() -> None:
    with without_collecting():
        assert not gc.isenabled()
    assert gc.isenabled()
