"""Small disks, and programs that run within bounds: what tests of faults need the system for."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MB = 1 << 20


@contextmanager
def small_disk(place: Path, options: str) -> Iterator[Path]:
    """A file system in memory, mounted at a place while the block lasts; skips who may not."""
    place.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def remount(place: Path, options: str) -> None:
    """Change how a small disk is mounted."""
    subprocess.run(["mount", "-o", f"remount,{options}", str(place)], check=True)


def fill(place: Path) -> Path:
    """Leave no byte on a disk; the file that takes it all."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    return filler


def run(*arguments: str | Path, memory: int = 0, **environment: str) -> tuple[int, str]:
    """Run Seriesbook as the owner of its files who has no rights beyond that.

    Gives the exit code, and what it said to stderr; never a traceback.

    Args:
        arguments: of the command line.
        memory: bound on each process's address space, in bytes.
        environment: variables.
    """

    def bound() -> None:
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    powers: list[str] = []
    if os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            pytest.skip("root may write everywhere, and there is no setpriv")
        powers = [setpriv, "--bounding-set", "-dac_override,-dac_read_search"]
    done = subprocess.run(
        [*powers, sys.executable, "-m", "seriesbook", *arguments],
        capture_output=True, text=True, check=False, timeout=300, preexec_fn=bound,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stderr
