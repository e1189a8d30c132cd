from __future__ import annotations

import io
import itertools
import tracemalloc
from typing import BinaryIO, cast

import pytest

from seriesbook.importers import xmlstream
from seriesbook.importers.xmlstream import XmlStream, child_text
from seriesbook.problems import BookError


def texts(data: bytes | str) -> tuple[list[str], list[str]]:
    """The texts of the items of a file, and what had to be mended."""
    given = data.encode() if isinstance(data, str) else data
    stream = XmlStream(io.BytesIO(given), "e.xml")
    found = [child_text(item, "t") for item in stream.elements("item")]
    return found, [finding.what for finding in stream.findings()]


@pytest.fixture(params=[7, 64, 262_144])
def _chunks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xmlstream, "CHUNK", request.param)


@pytest.mark.usefixtures("_chunks")
@pytest.mark.parametrize(
    ("inner", "text", "mended"),
    [
        ("a &amp; b", "a & b", ""),
        ("&nbsp;&eacute;", "é", ""),
        ("a & b &c", "a & b &c", "lone ampersand"),
        ("a\x0bb&#8;c", "abc", "control character"),
        ("<![CDATA[a & b &nbsp; <i>&#8;</i>]]>", "a & b &nbsp; <i>&#8;</i>", ""),
        ("<![CDATA[a\x00b]]>", "ab", "control character"),
        ("&#x1F600; " + "x" * 100 + " &mdash;", "😀 " + "x" * 100 + " —", ""),
        ("&unknown;", "&unknown;", ""),
    ],
)
def test_what_exports_really_hold(inner: str, text: str, mended: str) -> None:
    found, said = texts(f"<?xml version='1.0'?><r><item><t>{inner}</t></item></r>")
    assert found == [text]
    assert [words.startswith(mended) for words in said] == [True] * bool(mended)


@pytest.mark.parametrize(
    "data",
    [
        "<?xml version='1.0' encoding='ISO-8859-1'?><r><item><t>é “</t></item></r>".encode(
            "cp1252"
        ),
        b"\xef\xbb\xbf" + "<r><item><t>é “</t></item></r>".encode(),
        "\ufeff<r><item><t>é “</t></item></r>".encode("utf-16-le"),
        "<?xml version='1.0' encoding='nonsense'?><r><item><t>é “</t></item></r>".encode(),
        "\n <r><item><t>é “</t></item></r>".encode(),
    ],
)
def test_encodings(data: bytes) -> None:
    assert texts(data) == (["é “"], [])


def test_bytes_of_another_encoding_are_read_and_told() -> None:
    found, said = texts("<r><item><t>caf\u00e9</t></item></r>".encode("latin-1"))
    assert found == ["café"]
    assert said == ["byte that is not of the file's encoding, read as Windows-1252"]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (
            '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><item>&x;</item></r>',
            "xml-dtd",
            1,
        ),
        ("<?xml version='1.0'?>\n<!DOCTYPE r><r/>", "xml-dtd", 2),
        ("<r>\n<item><t>a</t></item>\n<item><t>b", "xml-broken", 3),
        ("<r><item></r>", "xml-broken", 1),
        ("no xml", "xml-broken", 1),
    ],
)
def test_what_is_refused(data: str, code: str, line: int) -> None:
    with pytest.raises(BookError) as error:
        texts(data)
    assert [(p.code, p.where.line) for p in error.value.problems] == [(code, line)]


class Endless(io.RawIOBase):
    """Five thousand items, made when they are read."""

    def __init__(self) -> None:
        item = b"<item><t>" + b"x" * 10_000 + b"</t></item>"
        self.pieces = itertools.chain([b"<r>"], itertools.repeat(item, 5000), [b"</r>"])

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return next(self.pieces, b"")


def test_memory_does_not_grow_with_the_file() -> None:
    tracemalloc.start()
    stream = XmlStream(cast("BinaryIO", Endless()), "e.xml")
    count = len([None for _ in stream.elements("item")])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 5000
    assert peak < 5_000_000  # of 50 MB
