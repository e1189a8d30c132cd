from __future__ import annotations

import pytest

from seriesbook.mishaps import is_shortage


@pytest.mark.parametrize(
    ("error", "short"),
    [
        (MemoryError(), True),
        (OSError("broken data stream when writing image file"), True),  # Pillow's, for libjpeg's
        (RuntimeError("can't start new thread"), True),
        (ImportError("x.so: failed to map segment from shared object"), True),
        (OSError("broken data stream when reading image file"), False),
        (RuntimeError("something else"), False),
    ],
)
def test_a_lack_of_memory_is_told_by_words(error: Exception, short: bool) -> None:
    assert is_shortage(error) is short
