"""The program: `seriesbook`, or `python -m seriesbook`."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading

# Values of a book refer to each other in one direction only, so there is little for the collector
# of cycles to find; at Python's own number it looks through all of them time and again.
_ALLOCATIONS = 100_000


def main() -> None:
    """Run the command line, and end without taking apart what goes with the process anyway."""
    gc.set_threshold(_ALLOCATIONS)
    from seriesbook.cli import main as run  # noqa: PLC0415 - as the program, not when imported

    try:
        run()
    except SystemExit as end:
        _leave(end.code)
        raise


def _leave(code: object) -> None:
    """End the process, unless something is left that Python should see to."""
    others = (t for t in threading.enumerate() if t is not threading.main_thread())
    if not isinstance(code, int) or not all(thread.daemon for thread in others):
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # nobody reads any more
        return
    atexit._run_exitfuncs()
    os._exit(code)


if __name__ == "__main__":
    main()
