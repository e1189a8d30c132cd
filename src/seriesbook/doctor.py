"""What Seriesbook needs on a machine, what is there, and how to get the rest."""

from __future__ import annotations

import ctypes.util
import importlib.util
import os
import platform
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from seriesbook.problems import Problem, Where

if TYPE_CHECKING:
    from collections.abc import Callable

System = Literal["debian", "fedora", "macos", "other"]


@dataclass(frozen=True, slots=True)
class Need:
    """Something that Seriesbook uses. `found` tells where it is, '' if it is missing."""

    name: str
    purpose: str
    required: bool
    find: Callable[[], str]
    packages: dict[System, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """A need, and whether it is met. `get` is the command that gets it."""

    need: Need
    found: str
    get: str


def _python() -> str:
    return platform.python_version() if sys.version_info >= (3, 11) else ""


def _library(*names: str) -> Callable[[], str]:
    """Find a shared library as WeasyPrint does: by name, or by what the linker knows."""

    def find() -> str:
        for name in names:
            try:
                ctypes.CDLL(name)
            except OSError:
                located = ctypes.util.find_library(name.removeprefix("lib").split(".")[0])
                if located:
                    return located
            else:
                return name
        return ""

    return find


def _module(name: str) -> Callable[[], str]:
    return lambda: name if importlib.util.find_spec(name) else ""


def _program(*names: str) -> Callable[[], str]:
    return lambda: next(filter(None, map(shutil.which, names)), "")


def _ace() -> str:
    here = Path(".tools/node_modules/.bin/ace-cli")
    return shutil.which("ace-cli") or (str(here) if here.exists() else "")


NEEDS: tuple[Need, ...] = (
    Need("Python 3.11", "runs everything", True, _python,
         {"debian": "python3", "fedora": "python3", "macos": "python"}),
    Need("Pango", "sets the type", True,
         _library("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
         {"debian": "libpango-1.0-0", "fedora": "pango", "macos": "pango"}),
    Need("PangoFT2", "draws the fonts", True,
         _library("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
         {"debian": "libpangoft2-1.0-0", "fedora": "pango", "macos": "pango"}),
    Need("HarfBuzz subset", "cuts the fonts for PDF", True,
         _library("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
         {"debian": "libharfbuzz-subset0", "fedora": "harfbuzz", "macos": "harfbuzz"}),
    Need("EB Garamond", "the font of the theme classic", True, _module("fontpkg_eb_garamond"), {}),
    Need("pandoc", "reads .docx, .odt, .html, .rst, .org, .tex", False, _module("pypandoc"), {}),
    Need("Java", "runs EPUBCheck", False, _program("java"),
         {"debian": "default-jre-headless", "fedora": "java-headless", "macos": "openjdk"}),
    Need("EPUBCheck", "checks EPUBs (tests)", False, _module("epubcheck"), {}),
    Need("qpdf", "checks PDFs (tests)", False, _program("qpdf"),
         {"debian": "qpdf", "fedora": "qpdf", "macos": "qpdf"}),
    Need("poppler", "reads PDFs (tests)", False, _program("pdftotext"),
         {"debian": "poppler-utils", "fedora": "poppler-utils", "macos": "poppler"}),
    Need("Chromium", "shows EPUBs (tests)", False,
         _program("chromium", "chromium-browser", "google-chrome"),
         {"debian": "chromium", "fedora": "chromium", "macos": "--cask chromium"}),
    Need("Ace", "checks accessibility (tests)", False, _ace, {}),
)  # fmt: skip

_COMMANDS: dict[System, str] = {
    "debian": "sudo apt-get install {}",
    "fedora": "sudo dnf install {}",
    "macos": "brew install {}",
    "other": "install {} with your system's package manager",
}


def examine() -> tuple[Finding, ...]:
    """Look for everything in NEEDS."""
    system = this_system()
    return tuple(
        Finding(need, found, "" if found else _how_to_get(need, system))
        for need in NEEDS
        for found in [need.find()]
    )


def missing_for_build() -> tuple[Problem, ...]:
    """An error for each thing that building a book needs and that is not there."""
    return tuple(
        Problem(
            Where("this computer"),
            "program-missing",
            f"{finding.need.name} is missing; it {finding.need.purpose}.",
            f"Run: {finding.get}",
        )
        for finding in examine()
        if finding.need.required and not finding.found
    )


def this_system() -> System:
    """Family of the operating system, by which package manager it has."""
    if platform.system() == "Darwin":
        return "macos"
    families: dict[str, System] = {"apt-get": "debian", "dnf": "fedora"}
    return next((family for tool, family in families.items() if shutil.which(tool)), "other")


def cache_folder() -> str:
    """Where the cache is, and whether it can be written."""
    from seriesbook.places import cache_home  # noqa: PLC0415 - only `doctor` asks

    home = cache_home(os.environ)
    nearest = next(folder for folder in (home, *home.parents) if folder.exists())
    return f"{home}{'' if os.access(nearest, os.W_OK) else ' (can not be written)'}"


def _how_to_get(need: Need, system: System) -> str:
    package = need.packages.get(system) or need.packages.get("debian")
    if package:
        return _COMMANDS[system].format(package)
    return (
        "npm install @daisy/ace-cli" if need.name == "Ace" else "pip install --upgrade seriesbook"
    )
