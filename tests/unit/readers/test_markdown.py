"""Markdown in, canonical XHTML, notes and problems out."""

from __future__ import annotations

import re
import time

import pytest

from reading import read, said
from seriesbook import xhtml

MARK = (
    '<a class="noteref" id="a--fnref-{0}" href="#a--fn-{1}" role="doc-noteref" '
    'epub:type="noteref">{1}</a>'
)


def body(text: str, language: str = "en") -> str:
    """The body without line numbers and without line ends between tags."""
    markup = xhtml.strip_lines(read(text, language).value.body)
    return re.sub(r">\n+<", "><", markup)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A *b* **c** `d`", "<p>A <em>b</em> <strong>c</strong> <code>d</code></p>"),
        ("a  \nb", "<p>a<br/>\nb</p>"),
        ("a\\\nb", "<p>a<br/>\nb</p>"),
        ("***", "<hr/>"),
        ("x\n\n# One\n\n### Two", '<p>x</p><h2 id="a--one">One</h2><h3 id="a--two">Two</h3>'),
        ("x\n\nOne\n---", '<p>x</p><h2 id="a--one">One</h2>'),
        ("#hashtag\n\n#1 is first", "<p>#hashtag</p><p>#1 is first</p>"),
        ("x\n\n##Tight", '<p>x</p><h2 id="a--tight">Tight</h2>'),
        ("x\n\n# A {#own .c}\n\n[l](#own)",
         '<p>x</p><h2 class="c" id="a--own">A</h2><p><a href="#a--own">l</a></p>'),
        ("x\n\n## A\n\n## A", '<p>x</p><h2 id="a--a">A</h2><h2 id="a--a-2">A</h2>'),
        ("x\n\n## N {#fn-1}", '<p>x</p><h2 id="a--x-fn-1">N</h2>'),
        ("x\n\n# ![i](p.png)", '<p>x</p><figure><img alt="i" src="p.png"/></figure>'),
        ("- a\n\n    - b\n\n- c",
         "<ul><li><p>a</p><ul><li>b</li></ul></li><li><p>c</p></li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("T\n:   D", "<dl><dt>T</dt><dd>D</dd></dl>"),
        ("*[W]: Word\n\nW.", '<p><abbr title="Word">W</abbr>.</p>'),
        ("p\n{: #q .r}", '<p class="r" id="a--q">p</p>'),
        ('<div class="b" markdown="1">\n*x*\n</div>', '<div class="b"><p><em>x</em></p></div>'),
        ("{{ a*b }} {% c*d %} <%= e %>", "<p>{{ a*b }} {% c*d %} &lt;%= e %&gt;</p>"),
        ("```py\na < b\n```", '<pre><code class="language-py">a &lt; b\n</code></pre>'),
        ("~~~\nx\n~~~", "<pre><code>x\n</code></pre>"),
        ("- a\n\n    ```\n    x\n      y\n    ```\n- b",
         "<ul><li><p>a</p><pre><code>x\n  y\n</code></pre></li><li><p>b</p></li></ul>"),
        ("> ```\n> x\n> ```", "<blockquote><pre><code>x\n</code></pre></blockquote>"),
        ("![a](i.png)", '<figure><img alt="a" src="i.png"/></figure>'),
        ('![a](i.png "A \'b\' -- *c*"){#f}',
         '<figure><img alt="a" id="a--f" src="i.png"/>'
         "<figcaption>A ‘b’ – <em>c</em></figcaption></figure>"),
        ("[![a](i.png)](http://x.y)",
         '<figure><a href="http://x.y"><img alt="a" src="i.png"/></a></figure>'),
        ("text ![a](i.png)", '<p>text <img alt="a" src="i.png"/></p>'),
    ],
)  # fmt: skip
def test_blocks(text: str, expected: str) -> None:
    assert body(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> a\n>\n> — B, *C*",
         '<p>a</p><footer class="attribution">B, <em>C</em></footer>'),
        ("> a\n> -- B", '<p>a</p><footer class="attribution">B</footer>'),
        ("> a — b", "<p>a — b</p>"),
    ],
)  # fmt: skip
def test_attribution(text: str, expected: str) -> None:
    assert body(text) == f"<blockquote>{expected}</blockquote>"


def test_quotations_with_a_blank_line_between_are_two() -> None:
    assert body("> a\n> — B\n\n> c") == (
        '<blockquote><p>a</p><footer class="attribution">B</footer></blockquote>'
        "<blockquote><p>c</p></blockquote>"
    )


def test_verse() -> None:
    line = '<span class="line">{}</span>'
    assert body("> one  \n> two\n>\n> — B") == (
        '<blockquote class="verse"><p class="stanza">'
        f"{line.format('one')}<br/>{line.format('two')}</p>"
        '<footer class="attribution">B</footer></blockquote>'
    )
    assert body("| one\n|   *two*\n|\n| three") == (
        f'<div class="verse"><p class="stanza">{line.format("one")}<br/>'
        '<span class="line indent-1"><em>two</em></span></p>'
        f'<p class="stanza">{line.format("three")}</p></div>'
    )


def test_table() -> None:
    markup = body("| a | b |\n|:--|--:|\n| 1 | |")
    assert '<th class="align-left" scope="col">a</th>' in markup
    assert '<td class="align-right"></td>' in markup


ROWS = "| a | b |\n|---|---|\n| 1 | 2 |"


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        (f"{ROWS}\n\n: Of *two* columns", "Of <em>two</em> columns"),
        (f"{ROWS}\n\nTable: Of two", "Of two"),
        ("<table>\n<tr><td>1</td></tr>\n</table>\n: Of one", "Of one"),
        ("<table>\n<tr><td>1</td></tr>\n</table>\n\n: Of one", "Of one"),
    ],
)
def test_the_caption_of_a_table(text: str, caption: str) -> None:
    markup = body(text)
    assert f"<table><caption>{caption}</caption>" in markup.replace("\n", "")
    assert markup.rstrip().endswith("</table>")


def test_a_caption_needs_a_table() -> None:
    assert "caption" not in body("Term\n\n:   Definition")
    assert body("Table: words.") == "<p>Table: words.</p>"
    assert "caption" not in body(f"{ROWS}\n\nWords\n\n: Definition")


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("# C++ & \"Q\" *x*\n\nt [l](#c-q-x)", "C++ & “Q” x", '<p>t <a href="#a">l</a></p>'),
        ("One\n===\n\nt", "One", "<p>t</p>"),
        ("---\ntitle: 'A -- \"b\" *c* 1. [x](y)'\n---\nt", "A – “b” *c* 1. [x](y)", "<p>t</p>"),
        ("---\ntitle: '1984.'\n---\n# 1984.\n\nt", "1984.", "<p>t</p>"),
        ("t", "A", "<p>t</p>"),
    ],
)  # fmt: skip
def test_title(text: str, title: str, rest: str) -> None:
    section = read(text).value
    assert (section.title, xhtml.strip_lines(section.body)) == (title, rest)


def notes_of(text: str) -> list[tuple[int, int | None, str]]:
    return [
        (note.number, note.where.line, xhtml.strip_lines(note.body))
        for note in read(text).value.notes
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a[^x] b[^y]\n\n[^y]: Y\n[^x]: X", [(1, 4, "<p>X</p>"), (2, 3, "<p>Y</p>")]),
        ("a[^é x]\n\n[^É X]: one\nlazy", [(1, 3, "<p>one\nlazy</p>")]),
        ("a[^1]\n\n[^1]: one\n\n    two\n\n    - x\n\nb",
         [(1, 3, "<p>one</p>\n<p>two</p>\n<ul>\n<li>x</li>\n</ul>")]),
        ("a[^1]\n\n[^1]: one\n\n        code",
         [(1, 3, "<p>one</p>\n<pre><code>code\n</code></pre>")]),
        ("> a[^1]\n>\n> [^1]: one\n> two", [(1, 3, "<p>one\ntwo</p>")]),
        ("- a[^1]\n\n    [^1]: one\n\n- b", [(1, 3, "<p>one</p>")]),
        ("a[^1]\n\n[^1]: see [r]\n\n[r]: http://x.y", [(1, 3, '<p>see <a href="http://x.y">r</a></p>')]),
        ("a[^1]\n\n[^1]: b[^2]\n[^2]: c",
         [(1, 3, f"<p>b{MARK.format(2, 2)}</p>"), (2, 4, "<p>c</p>")]),
        ('![a](i.png "C[^1]")\n\n[^1]: n', [(1, 3, "<p>n</p>")]),
        ("## H[^1]\n\n| t[^2] |\n|---|\n\n[l[^3]](x)\n\n[^1]: h\n[^2]: t\n[^3]: l",
         [(1, 8, "<p>h</p>"), (2, 9, "<p>t</p>"), (3, 10, "<p>l</p>")]),
        ("`[^1]`\n\n```\n[^1]: x\n```", []),
    ],
)  # fmt: skip
def test_notes(text: str, expected: list[tuple[int, int | None, str]]) -> None:
    assert notes_of(text) == expected
    assert said(read(text)) == []


def test_a_mark_is_bound_to_its_note_and_never_inside_a_link() -> None:
    outcome = read('[l[^1]](x) "b"[^1]\n\n[^1]: n')
    first, second = MARK.format(1, 1), MARK.format("1-2", 1)
    assert xhtml.strip_lines(outcome.value.body) == (
        f'<p><a href="x">l</a>{first} “b”{second}</p>'
    )
    assert outcome.value.notes[0].references == ("a--fnref-1", "a--fnref-1-2")


def test_lines_of_paragraphs_within_a_note() -> None:
    (note,) = read("a[^1]\n\n[^1]: one\n\n    one\n\n    > three").value.notes
    assert re.findall(r'data-line="(\d+)"', note.body) == ["3", "5", "7", "7"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb[^9]", ["2:error:note-missing"]),
        ("a\n\n[^1]: n", ["3:warning:note-unused"]),
        ("a[^1]\n\n[^1]: n\n[^1]: m", ["4:warning:note-duplicate"]),
        ("a[^1]\n\n[^1]:", ["3:warning:note-empty"]),
        ("a\n\n[l](#nope)", ["3:error:link-dead"]),
        ("a\n\n#\n\nb", ["3:warning:heading-empty"]),
        ("a {#x}\n\n## b {#x}\n\n## c {#x}", ["5:warning:id-duplicate"]),
        ("a\n\n<iframe src='x'></iframe>\n\nb", ["3:error:markup-unsafe"]),
        ("a\n\n<!-- b\n\nc", ["3:warning:markup-unclosed"]),
        ("a\n\n```\nb", ["3:warning:markup-unclosed"]),
        ("a\n\n<div>\nb", ["3:warning:markup-unclosed"]),
        ('![a](i.png "<b onclick=x>b</b>")', ["1:error:markup-unsafe"]),
        ("---\nepigraph: a <script>b</script>[^1]\n---\nt\n\n[^1]: n",
         ["6:warning:note-unused", "None:error:markup-unsafe", "2:error:note-misplaced"]),
        ("> " * 200 + "x", ["1:error:nesting-too-deep"]),
        ("[" * 200 + "x", ["1:error:nesting-too-deep"]),
        ("*" * 70, []),
        ("", ["1:error:text-empty"]),
    ],
)  # fmt: skip
def test_problems(text: str, expected: list[str]) -> None:
    assert sorted(said(read(text))) == sorted(expected)


def test_words_behind_what_never_ends_are_kept() -> None:
    assert "lost" in read("a\n\n<!-- lost").value.body
    assert "lost" in read("a\n\n```\nlost").value.body


def test_an_essay_too_deep_does_not_spoil_the_next() -> None:
    assert said(read("* " * 1000 + "x")) == ["1:error:nesting-too-deep"]
    assert body("*a*") == "<p><em>a</em></p>"


def test_epigraph() -> None:
    head = '---\nepigraph:\n  text: |\n    "One"\n    *two*\n  source: A -- B\n---\nt'
    epigraph = read(head).value.epigraph
    assert epigraph is not None
    assert (epigraph.text, epigraph.source) == ("“One”<br/><em>two</em>", "A – B")


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"a[^{n}] " for n in range(800)) + "\n\n"
        + "\n".join(f"[^{n}]: note {n}" for n in range(800)),
        "x" * 200_000,
        "word " * 40_000,
        "> " * 49 + "x",
        "<div>" * 600 + "x",
        "*" * 59,
        "[" * 59 + "x",
        "`" * 3000,
        "<!--" * 3000,
        "a@" * 3000,
        "'\"" * 3000,
        "1. " * 2000,
        "* " * 1000 + "x",
    ],
)  # fmt: skip
def test_no_input_takes_long(text: str) -> None:
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 3
