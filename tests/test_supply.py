"""What Seriesbook is made with: locked, licensed, listed."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import licenses
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from support import ROOT

LOCKS = ROOT / "tools" / "locks"
PIN = re.compile(r"(?m)^([\w.-]+)==([^\s;]+)(?: ; .*?)?((?: \\\n +--hash=sha256:[0-9a-f]{64})+)$")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
NEEDS = {
    "book": PROJECT["project"]["dependencies"],
    "build": GROUPS["build"],
    "test": [*PROJECT["project"]["dependencies"], *GROUPS["dev"]],
    "release": GROUPS["release"],
    "fuzz": GROUPS["fuzz"],
}


def locked(name: str) -> dict[str, str]:
    """Version by package."""
    text = (LOCKS / f"{name}.txt").read_text(encoding="utf-8")
    found = {str(canonicalize_name(m[1])): m[2] for m in PIN.finditer(text)}
    assert len(found) == len(re.findall("(?m)^[^ #\n]", text)), "all are pinned, with hashes"
    return found


@pytest.mark.parametrize("name", NEEDS)
@pytest.mark.trust(
    "Supply chain",
    "each list of packages that make installs, against pyproject.toml",
    "every package is locked to one version, by the hashes of its files",
)
def test_all_is_locked_by_hashes(name: str) -> None:
    versions = locked(name)
    for need in NEEDS[name]:
        if isinstance(need, str):
            requirement = Requirement(need)
            assert versions[canonicalize_name(requirement.name)] in requirement.specifier, need


@pytest.mark.trust(
    "Supply chain", "the lists against each other", "no two name different versions"
)
def test_the_locks_agree() -> None:
    pins: dict[str, set[str]] = {}
    for name in NEEDS:
        for package, version in locked(name).items():
            pins.setdefault(package, set()).add(version)
    assert {k: v for k, v in pins.items() if len(v) > 1} == {}


def test_what_is_installed_is_installed_by_hashes() -> None:
    script = (ROOT / "tools" / "install.sh").read_text(encoding="utf-8")
    installs = re.findall(r"(?m)^.*\bpip install\b.*$", script)
    assert [line.strip() for line in installs] == [
        "locked() { pip install --require-hashes --only-binary :all: --requirement"
        ' "tools/locks/$1.txt"; }',
        "pip install --no-deps --no-build-isolation --editable .",
    ]


@pytest.mark.trust(
    "Supply chain",
    "the license of every package that makes, builds and tests books",
    "each goes with AGPL-3.0-or-later, and docs/licenses.md lists it",
)
def test_the_licenses_are_listed(request: pytest.FixtureRequest) -> None:
    path = ROOT / "docs" / "licenses.md"
    if request.config.getoption("--update-golden"):
        path.write_text(licenses.page(), encoding="utf-8")
    rows = dict(re.findall(r"(?m)^\| ([\w-]+) \| (.+) \|$", path.read_text(encoding="utf-8")))
    for group in licenses.GROUPS:
        for name in licenses.names_in(group):
            found = licenses.license_of(name)
            assert found is None or rows[name] == found, "`make licenses` writes the page anew"
            assert found is None or licenses.is_compatible(found), name
    assert not licenses.is_compatible("Proprietary")
    assert not licenses.is_compatible("MIT AND GPL-2.0-only")
    assert licenses.is_compatible("GPL-2.0-only OR MPL-2.0")
