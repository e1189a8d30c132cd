"""Folders of the user's that Seriesbook uses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CACHE_VARIABLE = "SERIESBOOK_CACHE"


def cache_home(environment: Mapping[str, str]) -> Path:
    """The cache folder: `$SERIESBOOK_CACHE`, else the platform's place for caches."""
    given = environment.get(CACHE_VARIABLE)
    if given:
        return Path(given)
    import platformdirs  # noqa: PLC0415 - keeps `--help` fast

    return Path(platformdirs.user_cache_dir("seriesbook", appauthor=False))
