from __future__ import annotations

import hashlib
import io
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import fontpkg_eb_garamond
import pytest
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from seriesbook.cache import Cache
from seriesbook.rendition import Font
from seriesbook.tools import Tools

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def font() -> Font:
    """A small static font: Latin letters and punctuation of EB Garamond."""
    files = Path(fontpkg_eb_garamond.__file__).parent / "files"
    face = TTFont(files / "EBGaramond[wght].ttf", recalcTimestamp=False)
    subsetter = subset.Subsetter()
    subsetter.populate(
        unicodes=[*range(0x20, 0x17F), 0x2010, 0x2013, 0x2014, 0x2019, 0x2026, 0x21A9]
    )
    subsetter.subset(face)
    buffer = io.BytesIO()
    instantiateVariableFont(face, {"wght": 400}, static=True).save(buffer)
    data = buffer.getvalue()
    return Font("EB Garamond", 400, "normal", data, hashlib.sha256(data).hexdigest())


@pytest.fixture(scope="session")
def executor() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory, executor: Executor) -> Tools:
    """Tools of a build; the cache is shared, so that folios are set once."""
    cache = Cache(tmp_path_factory.mktemp("cache"))
    return Tools(cache, executor, datetime(2026, 1, 2, tzinfo=UTC))
