from __future__ import annotations

import io
import zipfile
import zlib

from hypothesis import given
from hypothesis import strategies as st

from seriesbook.writers.epub.zipfiles import Member, deflate, stored, zipped

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0/\\"), min_size=1, max_size=20)


def member(name: str, data: bytes, *, packed: bool) -> Member:
    if not packed:
        return stored(name, data)
    return Member(name, deflate(data), len(data), zlib.crc32(data), deflated=True)


@given(st.dictionaries(NAMES, st.tuples(st.binary(max_size=200), st.booleans()), max_size=5))
def test_what_goes_in_comes_out(files: dict[str, tuple[bytes, bool]]) -> None:
    members = (member(name, data, packed=packed) for name, (data, packed) in files.items())
    data = zipped(members).read()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            name: data for name, (data, _) in files.items()
        }


def test_the_bytes_are_those_of_zipfile() -> None:
    texts = {"mimetype": b"application/epub+zip", "EPUB/text/ébb.xhtml": b"tide " * 2000}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in texts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, data, method, compresslevel=9)
    ours = zipped(member(name, data, packed=name != "mimetype") for name, data in texts.items())
    assert ours.read() == out.getvalue()
