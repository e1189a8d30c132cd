"""What fuzzing has found wrong before, and what it starts from: nothing but Problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fuzz import targets

if TYPE_CHECKING:
    from pathlib import Path

FOUND = [(name, path) for name in targets.TARGETS for path in targets.found(name)]


@pytest.mark.parametrize(("name", "path"), FOUND, ids=lambda value: getattr(value, "name", value))
@pytest.mark.trust("Fuzzing", "all that atheris ever found", "no exception but Problems")
def test_what_was_found(name: str, path: Path) -> None:
    targets.TARGETS[name].run(path.read_bytes())


@pytest.mark.parametrize("name", targets.TARGETS)
def test_the_seeds(name: str) -> None:
    seeds = targets.seeds(name)
    assert seeds
    targets.TARGETS[name].run(seeds[0])
