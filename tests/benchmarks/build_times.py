"""How long builds of one series take against each other: `build_times.py [FOLDER]`.

Prints seconds and ratios to the cold build; asserts nothing. FOLDER is the sample series unless
another is given.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from support import SAMPLE, copy_series


def seconds(folder: Path, work: Path) -> float:
    """Time of one `seriesbook build`, both outputs, as an author waits for it."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "seriesbook", "build", folder, "--output", work / "output",
         "--cache", work / "cache"],
        check=True, capture_output=True,
    )  # fmt: skip
    return time.perf_counter() - start


def add_a_sentence(folder: Path) -> None:
    """Change the last essay."""
    essay = sorted(p for p in folder.rglob("*.md") if p.parent.name not in {"front", "back"})[-1]
    text = essay.read_text(encoding="utf-8")
    essay.write_text(f"{text}\n\nOne more sentence.\n", encoding="utf-8")


def main() -> None:
    """Print the table."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        folder = copy_series(source, work / source.name)
        cold = seconds(folder, work)
        rows = [("cold, fonts cut too", cold), ("nothing changed", seconds(folder, work))]
        add_a_sentence(folder)
        rows.append(("one sentence added", seconds(folder, work)))
    for what, spent in rows:
        print(f"{what:<22} {spent:7.2f} s   {spent / cold:5.2f} of cold")


if __name__ == "__main__":
    main()
