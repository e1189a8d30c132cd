"""Fuzzes readers and importers, each for some seconds: `make fuzz SECONDS=60`.

What makes one fail is kept below `.fuzz/NAME`; put it into tests/fuzz/found/NAME, where a test
tries it ever after, and mend what it shows. What atheris finds new is kept there too, so that the
next run goes on from it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from fuzz.targets import TARGETS

HERE = Path(__file__).parent
KEPT = HERE.parents[1] / ".fuzz"
# For one input: seconds, megabytes.
_SECONDS, _MEMORY = 30, 1500


def fuzz(name: str, seconds: int) -> bool:
    """Fuzz one target; tell whether nothing was found."""
    home = KEPT / name
    home.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [sys.executable, HERE / "one.py", name, home / "corpus", f"-max_total_time={seconds}",
         f"-timeout={_SECONDS}", f"-rss_limit_mb={_MEMORY}", "-max_len=20000",
         f"-artifact_prefix={home}/", "-print_final_stats=1"],
        stderr=subprocess.STDOUT, stdout=subprocess.PIPE, text=True, errors="replace", check=False,
    )  # fmt: skip
    (home / "log.txt").write_text(done.stdout, encoding="utf-8")
    tried = [line for line in done.stdout.splitlines() if "number_of_executed_units" in line]
    count = tried[-1].split()[-1] if tried else "?"
    said = "nothing found" if done.returncode == 0 else f"see {home}"
    sys.stdout.write(f"{name}: {count} inputs, {said}\n")
    return done.returncode == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("names", nargs="*", choices=[*TARGETS, []])
    given = parser.parse_args()
    results = [fuzz(name, given.seconds) for name in given.names or TARGETS]
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
