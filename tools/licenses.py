"""Prints docs/licenses.md: the licenses of all that Seriesbook is made, tested and released with.

Run by `make licenses` where the packages of tools/locks are installed. Fails on a license that is
not known to go with ours.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

LOCKS = Path(__file__).parent / "locks"
# SPDX expressions of what packages say in other words.
WORDS = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
# Where what a package says of itself is not all.
HOLDS = {
    "pypandoc-binary": "MIT AND GPL-2.0-or-later",  # pandoc itself
    "typst": "Apache-2.0",
}
# What may be joined with AGPL-3.0-or-later, or is a program or data of its own; of several
# offered by OR or a list, one must be.
GOES_WITH_OURS = frozenset(
    """AGPL-3.0-or-later Apache-2.0 BSD-2-Clause BSD-3-Clause GPL-2.0-or-later GPL-3.0-or-later
    ISC LGPL-2.1-or-later MIT MIT-0 MIT-CMU MPL-2.0 OFL-1.1 PSF-2.0 Unlicense Zlib""".split()
)
GROUPS = {
    "book": "To make books",
    "build": "To install and package Seriesbook",
    "test": "To test it",
}
SYSTEM = """\
## Of the system

Not shipped with Seriesbook; `tools/install.sh` has the system install them.

| name | license |
|---|---|
| Pango | LGPL-2.0-or-later |
| HarfBuzz | MIT-Modern-Variant |
| fontconfig, FreeType, GLib (with Pango) | MIT, FTL OR GPL-2.0-only, LGPL-2.1-or-later |
| qpdf, for tests | Apache-2.0 |
| Poppler, for tests | GPL-2.0-or-later |
| a Java runtime, for tests | GPL-2.0 with the Classpath exception |
| Ace by DAISY, for tests | MIT |
| Chromium, for tests | BSD-3-Clause |
| faketime, for tests | GPL-2.0-only |
"""


def names_in(group: str) -> set[str]:
    """The packages of a lock."""
    text = (LOCKS / f"{group}.txt").read_text(encoding="utf-8")
    return {re.sub("[-_.]+", "-", m[1]).lower() for m in re.finditer(r"(?m)^([\w.-]+)==", text)}


def license_of(name: str) -> str | None:
    """The license of an installed package as an SPDX expression; None if it is not installed."""
    if name in HOLDS:
        return HOLDS[name]
    try:
        said = metadata.distribution(name).metadata.json
    except metadata.PackageNotFoundError:
        return None
    expression = said.get("license_expression")
    if expression:
        return str(expression)
    found = [
        line.rpartition(" :: ")[2]
        for line in said.get("classifier", [])
        if line.startswith("License :: ") and not line.endswith("OSI Approved")
    ]
    field = str(said.get("license") or "").strip().splitlines()[:1]
    return " OR ".join(WORDS.get(word, word) for word in found or field)


def is_compatible(expression: str) -> bool:
    """Whether a license goes with ours."""
    choices = [choice.strip("() ").split(" AND ") for choice in expression.split(" OR ")]
    return any(all(part.strip("() ") in GOES_WITH_OURS for part in parts) for parts in choices)


def page() -> str:
    """The page. Packages for other systems are named with those that say nothing."""
    parts = [
        "# Licenses\n\nSeriesbook is AGPL-3.0-or-later; the books made with it are their authors'."
        " All of these go with that license. `make licenses` writes this page from what is"
        " installed.\n"
    ]
    told: set[str] = set()
    for group, title in GROUPS.items():
        names = sorted(names_in(group) - told)
        told |= set(names)
        known = {name: license_of(name) for name in names}
        lines = [f"| {name} | {known[name]} |" for name in names if known[name] is not None]
        absent = [name for name in names if known[name] is None]
        bad = [f"{n}: {x}" for n, x in known.items() if x is not None and not is_compatible(x)]
        if bad:
            sys.exit("Not known to go with AGPL-3.0-or-later: " + "; ".join(bad))
        parts.append(f"## {title}\n\n| name | license |\n|---|---|\n" + "\n".join(lines) + "\n")
        if absent:
            parts.append("On other systems or Pythons only: " + ", ".join(absent) + ".\n")
    return "\n".join([*parts, SYSTEM])


if __name__ == "__main__":
    sys.stdout.write(page())
