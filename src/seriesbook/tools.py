"""What writers are handed besides the rendition: the same for every format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from seriesbook.limits import USUAL

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from datetime import datetime

    from seriesbook.cache import Cache


@dataclass(frozen=True, slots=True)
class Tools:
    """Helpers of a build.

    Attributes:
        cache: where parts of a book are kept between builds; changes no output.
        executor: runs picklable functions, in any order and in any process.
        modified: the time that outputs carry, with its time zone; never the clock's.
        seconds: how long one part may take.
        progress: told, now and then, how many parts of how many are done; for show only.
    """

    cache: Cache
    executor: Executor
    modified: datetime
    seconds: float = USUAL.layout_seconds
    progress: Callable[[int, int], None] = lambda done, total: None
