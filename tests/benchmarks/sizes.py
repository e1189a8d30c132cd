"""CPU time of builds at a quarter, half and all of the sizes that must be borne, and ratios.

Linear is 2.0, quadratic 4.0. `python tests/benchmarks/sizes.py [NAME…]`.
"""

from __future__ import annotations

import sys
import tempfile
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from sizes import SIZES, measure, write

_BASE = 1.2  # s that any build takes


def main(names: list[str]) -> None:
    for name in names or SIZES:
        size = SIZES[name]
        costs = []
        for share in (4, 2, 1):
            with tempfile.TemporaryDirectory() as work:
                folder = write(size, size.most // share, Path(work) / "series")
                costs.append(measure(folder, Path(work) / "out", 400))
        times = [cost.user for cost in costs]
        ratios = [max(b - _BASE, 0.1) / max(a - _BASE, 0.1) for a, b in pairwise(times)]
        last = costs[-1]
        print(
            f"{name:10} {size.most:>9} exit {last.code} "
            f"{' '.join(f'{t:6.1f}' for t in times)} s, ratios "
            f"{' '.join(f'{r:4.1f}' for r in ratios)}, {last.largest >> 20} MiB the largest,"
            f" {last.together >> 20} MiB together  {last.said[:200]}",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
