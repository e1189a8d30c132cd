"""A build and an import touch their own folders, and speak to nobody: asked of the system."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from harmless import harm_in
from support import copy_series
from test_limits import write as write_series
from tiny import picture
from tracing import STRACE, traced

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(STRACE is None, reason="there is no strace"),
]

# An essay that tries everything at once; `{secret}` is a file outside the series.
ESSAY = """\
---
title: One
original_url: http://127.0.0.1:{port}/one
---

![a](http://127.0.0.1:{port}/a.png) ![b]({secret}) ![c](../../secret.png) ![d](file://{secret})

<img src="http://127.0.0.1:{port}/b.png" alt="b"/> <script src="http://127.0.0.1:{port}/x.js"/>

<div style="background: url(http://127.0.0.1:{port}/c.png)">a</div>

<link rel="attachment" href="file://{secret}"/> <a rel="attachment" href="file://{secret}">a</a>

<object data="file://{secret}">a</object> [a](javascript:alert(1)) [b](data:text/html,<b>x</b>)

![e](../images/e.svg) ![f](../images/link.png)

<form action="http://127.0.0.1:{port}/form"><input name="a"/></form>
"""
SVG = """\
<!DOCTYPE svg [<!ENTITY x SYSTEM "file://{secret}">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9"
height="9"><script>x</script><image xlink:href="http://127.0.0.1:{port}/d.png"/>
<image xlink:href="file://{secret}"/><text>&x;</text></svg>
"""
TEX = "\\section{{A}}\n\nText \\input{{{secret}}} \\includegraphics{{{secret}}}\n"
RST = "A\n=\n\nText.\n\n.. include:: {secret}\n\n.. raw:: html\n   :file: {secret}\n"
HTML = '<h1>A</h1><p>Text</p><iframe src="http://127.0.0.1:{port}/"></iframe><img src="{secret}">'


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A server that nobody should speak to."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.05)
        yield server


def hostile_series(tmp_path: Path, port: int) -> Path:
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture())
    words = {"secret": str(secret), "port": str(port)}
    files: dict[str, str | bytes] = {
        "essays/1.md": ESSAY.format(**words),
        "essays/2.tex": TEX.format(**words),
        "essays/3.rst": RST.format(**words),
        "essays/4.html": HTML.format(**words),
        "images/e.svg": SVG.format(**words),
        "series.toml": 'title = "T"\nlanguage = "en"\ncover = "../secret.png"\n',
    }
    folder = write_series(tmp_path / "series", files)
    (folder / "images" / "link.png").symlink_to(secret)
    (folder / "essays" / "5.md").symlink_to("/etc/passwd")
    return folder


def test_a_hostile_series_reaches_nothing(tmp_path: Path, listener: socket.socket) -> None:
    folder = hostile_series(tmp_path, listener.getsockname()[1])
    out, cache, work = (tmp_path / name for name in ("out", "cache", "work"))
    trace = traced("build", folder, "--output", out, "--cache", cache, work=work)
    assert trace.code == 1
    assert "Traceback" not in trace.stderr
    assert trace.network == ()
    with pytest.raises(TimeoutError):
        listener.accept()
    assert trace.strangers(folder, out, cache, work) == set()
    assert not any(path.startswith(str(folder)) for path in trace.written)
    assert not out.exists()
    for place in ("1.md:6", "1.md:8", "1.md:12", "1.md:14", "1.md:16", "1.md:18"):
        assert f"essays/{place}: error[" in trace.stderr, trace.stderr
    assert "essays/5.md: error[file-refused]" in trace.stderr
    assert "essays/2.tex:3: warning[document-warning]: the file" in trace.stderr
    assert "essays/3.rst:8: warning[document-warning]: the file" in trace.stderr


@pytest.mark.parametrize("themes", [("classic",), ("modern", "plain")])
def test_a_good_series_with_all_kinds_of_files_stays_at_home(
    themes: tuple[str, ...], tmp_path: Path
) -> None:
    files: dict[str, str | bytes] = {
        "essays/1.md": "# One\n\n![a](../a.png)\n\n[a](https://a.example) note[^1]\n\n[^1]: N.\n",
        "essays/2.tex": "\\section{A}\n\nText.\n",
        "a.png": picture(size=(60, 40)),
        "series.toml": 'title = "T"\nlanguage = "en"\n'
        + "".join(f'[editions.{t}]\nformat = "pdf"\ntheme = "{t}"\n' for t in themes),
    }
    folder = write_series(tmp_path / "series", files)
    out, cache, work = (tmp_path / name for name in ("out", "cache", "work"))
    trace = traced("build", folder, "--output", out, "--cache", cache, work=work)
    assert trace.code == 0, trace.stderr
    assert trace.network == ()
    assert trace.strangers(folder, out, cache, work) == set()
    assert not any(path.startswith(f"{folder}/") for path in trace.written)
    books = [path for path in out.rglob("*") if path.suffix in {".epub", ".pdf"}]
    assert len(books) == len(themes) + 1
    for book in books:
        assert harm_in(book) == []


def test_an_import_reads_its_source_and_writes_its_folder(
    tmp_path: Path, listener: socket.socket
) -> None:
    port = listener.getsockname()[1]
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture())
    source = tmp_path / "in"
    source.mkdir()
    body = (
        f'<base href="file:///etc/"><p>Some words.</p><img src="http://127.0.0.1:{port}/a.png">'
        f'<img src="file://{secret}"><img src="../secret.png"><script>x</script>'
        '<img src="passwd"><a href="javascript:alert(1)">a</a>'
    )
    (source / "feed.xml").write_text(
        f"<rss version='2.0'><channel><title>F</title><item><title>../../A</title>"
        f"<link>http://127.0.0.1:{port}/../../../a</link>"
        f"<description><![CDATA[{body}]]></description></item></channel></rss>"
    )
    to, work = tmp_path / "to", tmp_path / "work"
    trace = traced("import", source / "feed.xml", "--to", to, work=work)
    assert trace.code == 0, trace.stderr
    assert trace.network == ()
    assert trace.strangers(source, to, work) == set()
    assert not any(path.startswith(f"{source}/") for path in trace.written)
    copied = copy_series(to, tmp_path / "again")
    text = "".join(path.read_text() for path in copied.rglob("*.md"))
    assert "javascript" not in text
    assert "<script" not in text
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "again",
        "in",
        "secret.png",
        "to",
        "work",
    ]
