"""Documents that pandoc reads: words, notes, lines, titles, and clear refusals."""

from __future__ import annotations

import io
import subprocess
import zipfile

import pytest

from reading import read, said
from seriesbook import xhtml
from seriesbook.readers.pandoc import pandoc_path
from tiny import picture

SOURCE = """---
title: The Title
subtitle: Below
author: [Ada Example, Ben Other]
date: 2024-02-29
---

One *word*[^1].

> quoted

[^1]: A note.
"""


def made(form: str) -> bytes:
    command = [pandoc_path(), "--from", "markdown", "--to", form, "--standalone", "--output", "-"]
    return subprocess.run(command, input=SOURCE.encode(), capture_output=True, check=True).stdout


@pytest.mark.parametrize(
    ("form", "suffix"),
    [("docx", "docx"), ("odt", "odt"), ("html5", "html"), ("rst", "rst"), ("org", "org"),
     ("latex", "tex")],
)  # fmt: skip
def test_every_format(form: str, suffix: str) -> None:
    outcome = read(made(form), path=f"essays/a.{suffix}")
    section = outcome.value
    assert said(outcome) == []
    assert section.title == "The Title"
    assert {"Ada Example"} <= {name for p in section.authors for name in p.name.split("; ")}
    (note,) = section.notes
    assert xhtml.plain(note.body) == "A note."
    assert note.references == ("a--fnref-1",)
    root = xhtml.parse(section.body)
    assert [e.tag for e in root] == ["p", "blockquote"]
    assert xhtml.text_of(root[0]) == "One word1."
    assert root.find("p/em") is not None


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.rst", 'One "it\'s".\n\nTwo -- two.', '<p data-line="1">One “it’s”.</p>\n'
         '<p data-line="3">Two – two.</p>'),
        ("a.org", "One.\n\n* Head\n\nTwo.", '<p data-line="1">One.</p>\n'
         '<h2 id="a--head" data-line="3">Head</h2>\n<p data-line="5">Two.</p>'),
        ("a.html", "<html><body><p>One <i>x</i></p>\n<p>Two</p></body></html>",
         '<p data-line="1">One <em>x</em></p>\n<p data-line="2">Two</p>'),
    ],
)  # fmt: skip
def test_lines_and_marks(path: str, text: str, expected: str) -> None:
    assert read(text, path=f"essays/{path}").value.body == expected


def test_an_image_inside_a_document_stays() -> None:
    files = {"Pictures/a.png": picture()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made("odt"))) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "content.xml":
                data = data.replace(
                    b"quoted",
                    b'<draw:frame><draw:image xlink:href="Pictures/a.png"/></draw:frame>',
                )
            new.writestr(name, data)
        for name, data in files.items():
            new.writestr(name, data)
    assert 'src="data:image/png' in read(buffer.getvalue(), path="essays/a.odt").value.body


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no zip at all", made("docx")[:3000]])
def test_what_is_no_document_is_refused(data: bytes) -> None:
    assert "None:error:document-unreadable" in said(read(data, path="essays/a.docx"))


def test_nothing_outside_is_read() -> None:
    hostile = ".. include:: /etc/hostname\n\n.. image:: /etc/passwd\n\nwords"
    outcome = read(hostile, path="essays/a.rst")
    assert "words" in outcome.value.body
    assert "data:" not in outcome.value.body
    assert any(p.code == "document-warning" for p in outcome.problems)


def test_scripts_in_html_are_refused() -> None:
    outcome = read('<p onclick="x()">a<script>b</script></p>', path="essays/a.html")
    assert xhtml.plain(outcome.value.body) == "a"
