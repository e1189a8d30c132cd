"""Series of unusual size are built, or refused by a Problem at its line, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sizes import SIZES, measure, write

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 1_500_000_000  # bytes, of all processes of a build together
ENOUGH = 600.0  # s of CPU time; what takes more hangs
BUILT = "books of it, in less than 1.5 GB; each process, and all together"
REFUSED = "a Problem at its line"


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name,
            marks=pytest.mark.trust(
                "Size", size.words.format(f"{size.most:,}"), REFUSED if size.refused else BUILT
            ),
        )
        for name, size in SIZES.items()
    ],
)
def test_it_ends_well(name: str, tmp_path: Path) -> None:
    size = SIZES[name]
    folder = write(size, size.most, tmp_path / "series")
    cost = measure(folder, tmp_path / "out", ENOUGH)
    assert "Traceback" not in cost.said
    assert cost.together < LIMIT
    if size.refused:
        assert cost.code == 1
        assert f"error[{size.refused}]" in cost.said
        assert "essays/one.md:" in cost.said
    else:
        assert cost.code == 0, cost.said
        assert len(list((tmp_path / "out").rglob("*.pdf"))) == 1
