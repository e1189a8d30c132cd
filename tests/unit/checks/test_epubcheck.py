from __future__ import annotations

import re
import shutil
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from epub_pages import page, rendition, tools
from seriesbook.checks import epubcheck
from written import write_epub

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java")


@needs_java
def test_a_good_book_has_no_problem() -> None:
    assert epubcheck.check(write_epub(rendition(), tools()).value.data, rendition()) == ()


@needs_java
def test_messages_lead_to_the_authors_line() -> None:
    wrong = (
        '<section id="last"><p data-line="3">a</p>\n<p data-line="8"><b><p>b</p></b></p></section>'
    )
    made = rendition(pages=(*rendition().pages, page("last", wrong)))
    problems = epubcheck.check(write_epub(made, tools()).value.data, made)
    assert {(str(p.where), p.code, p.severity) for p in problems} == {
        ("essays/last.md:8", "epubcheck", "error")
    }
    assert all('(EPUBCheck, RSC-005: "' in p.message and p.mend for p in problems)


def test_without_java_it_says_so() -> None:
    problems = epubcheck.check(b"", java="/nowhere/java")
    assert [(p.code, p.severity) for p in problems] == [("checker-missing", "hint")]


@needs_java
def test_a_checker_that_fails_is_no_good_book(tmp_path: Path) -> None:
    problems = epubcheck.check(b"", jar=tmp_path / "none.jar")
    assert [(p.code, p.severity) for p in problems] == [("checker-failed", "error")]


@pytest.mark.trust(
    "Messages",
    "every message that the installed EPUBCheck can give",
    "words of ours; what nobody foresaw is quoted within a sentence of ours",
)
def test_all_that_the_installed_validator_can_say_has_words_of_ours() -> None:
    spec = find_spec("epubcheck")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("no EPUBCheck")
    jar = Path(spec.submodule_search_locations[0]) / "epubcheck.jar"
    with zipfile.ZipFile(jar) as archive:
        bundle = "com/adobe/epubcheck/messages/MessageBundle.properties"
        text = archive.read(bundle).decode("latin-1")
    found = re.findall(r"(?m)^([A-Z]+_\d+\w*) *=", text)
    numbers = {number.replace("_", "-") for number in found}
    assert len(numbers) > 200
    assert {number[:3] for number in numbers} <= epubcheck.ABOUT.keys()
    assert {number for number in epubcheck.ABOUT if "-" in number} <= numbers
    assert epubcheck.about("XYZ-001").startswith("something in the e-book")
