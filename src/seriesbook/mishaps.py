"""Problems that are not the book's: a disk that is full, a process that died."""

from __future__ import annotations

from seriesbook.problems import Problem, Where

WORKER_LOST = Problem(
    Where("build"),
    "worker-lost",
    "a process that set pages for this build has died; the system ends one that takes more"
    " memory than there is.",
    "Close other programs, or build with --jobs 1. The last good books are untouched.",
)


def too_slow(where: Where, seconds: float) -> Problem:
    """What to say of pages that take longer than the limit allows."""
    return Problem(
        where,
        "layout-slow",
        f"setting these pages takes longer than {seconds:g} seconds.",
        "See whether the theme, or a table or word here, asks for endless pages; or raise"
        " `layout_seconds` in [limits] of series.toml.",
    )


_MENDS = {
    "the books": "Make room, or choose another folder with --output. The last good books are"
    " untouched.",
    "the series": "Make room, or choose another folder with --to, and import again.",
}


def disk_problem(error: OSError, what: str = "the books") -> Problem:
    """What to say of a disk that is full or can't be written."""
    message = f"{what} can't be written: {error.strerror or error}."
    return Problem(Where(str(error.filename or "disk")), "disk", message, _MENDS[what])
