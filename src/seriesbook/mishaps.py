"""Problems that are not the book's: a disk that is full, a process that died."""

from __future__ import annotations

import errno
import zipfile
import zlib

from seriesbook.problems import Problem, Where

WORKER_LOST = Problem(
    Where("build"),
    "worker-lost",
    "a process that set pages for this build has died; the system ends one that takes more"
    " memory than there is.",
    "Close other programs, or build with --jobs 1. The last good books are untouched.",
)

OUT_OF_MEMORY = Problem(
    Where("build"),
    "memory",
    "there is not enough memory, or no room for another process.",
    "Close other programs, or build with --jobs 1. What was there before is untouched.",
)
# How the dynamic loader, Python's threads, HarfBuzz and Pillow (which writes into memory here, so
# that nothing else can fail) say it: in words only.
_SHORTAGE = (
    "failed to map segment", "annot allocate memory", "can't start new thread",
    "Subsetting failed", "when writing image file",
)  # fmt: skip
# What zipfile raises for archives that are damaged, encrypted or packed in an unknown way.
BAD_ZIP = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, OSError, EOFError, NotImplementedError,
    RuntimeError, ValueError,
)  # fmt: skip
_NO_ROOM = frozenset({errno.ENOMEM, errno.EAGAIN})


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
    "temporary files": "Make room, or name another folder in TMPDIR. The last good books are"
    " untouched.",
    "the series": "Make room, or choose another folder with --to, and import again.",
}


def is_shortage(error: BaseException) -> bool:
    """Whether an error comes of too little memory."""
    return isinstance(error, MemoryError) or any(words in str(error) for words in _SHORTAGE)


def disk_problem(error: OSError, what: str = "the books") -> Problem:
    """What to say of a disk that is full or can't be written, or a process that can't start."""
    if error.errno in _NO_ROOM:
        return OUT_OF_MEMORY
    message = f"{what} can't be written: {error.strerror or error}."
    return Problem(Where(str(error.filename or "disk")), "disk", message, _MENDS[what])
