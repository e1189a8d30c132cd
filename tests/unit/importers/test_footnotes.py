from __future__ import annotations

import pytest

from seriesbook.importers.footnotes import take_notes
from seriesbook.importers.htmltree import parse_fragment
from seriesbook.importers.markdown_writer import write_markdown
from seriesbook.importers.model import Finding
from trees import POST, PROVEN


def noted(html: str) -> tuple[str, list[Finding]]:
    root = parse_fragment(html)
    findings = take_notes(root, POST)
    return write_markdown(root, PROVEN).text, findings


FORMS = {
    "WordPress block": (
        '<p>A<sup data-fn="u-1" class="fn"><a href="#u-1" id="u-1-link">1</a></sup> b.</p>'
        '<ol class="wp-block-footnotes"><li id="u-1">The note. '
        '<a href="#u-1-link" aria-label="Jump to footnote reference 1">↩︎</a></li></ol>'
    ),
    "Easy Footnotes": (
        '<p>A<span id="easy-footnote-1-9" class="easy-footnote-margin-adjust"></span>'
        '<span class="easy-footnote"><a '
        'href="https://site.example/post/#easy-footnote-bottom-1-9" title="The note.">'
        "<sup>1</sup></a></span> b.</p><h4>Notes</h4>"
        '<ol class="easy-footnotes-wrapper"><li class="easy-footnote-single">'
        '<span id="easy-footnote-bottom-1-9" class="easy-footnote-margin-adjust"></span>The note.'
        '<a class="easy-footnote-to-top" href="#easy-footnote-1-9"></a></li></ol>'
    ),
    "Modern Footnotes": (
        '<p>A<sup class="modern-footnotes-footnote" data-mfn="1">'
        '<a href="javascript:void(0)">1</a></sup>'
        '<span class="modern-footnotes-footnote__note" data-mfn="1">The note.</span> b.</p>'
    ),
    "Footnotes (MCI)": (
        '<p>A<sup class="footnote_referrer"><a role="button"><sup id="footnote_plugin_tooltip_1"'
        ' class="footnote_plugin_tooltip_text">[1]</sup></a><span class="footnote_tooltip">'
        "The note.</span></sup> b.</p>"
    ),
    "Substack": (
        '<p>A<a class="footnote-anchor" id="footnote-anchor-1" href="#footnote-1">1</a> b.</p>'
        '<div class="footnote"><a id="footnote-1" href="#footnote-anchor-1" '
        'class="footnote-number">1</a><div class="footnote-content"><p>The note.</p></div></div>'
    ),
    "pandoc": (
        '<p>A<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a>'
        ' b.</p><section class="footnotes" role="doc-endnotes"><hr/><ol><li id="fn1"><p>The note.'
        '<a href="#fnref1" class="footnote-back">↩︎</a></p></li></ol></section>'
    ),
    "markdown-it": (
        '<p>A<sup class="footnote-ref"><a href="#fn1" id="fnref1">[1]</a></sup> b.</p>'
        '<hr class="footnotes-sep"/><section class="footnotes"><ol class="footnotes-list">'
        '<li id="fn1" class="footnote-item"><p>The note. '
        '<a href="#fnref1" class="footnote-backref">↩︎</a></p></li></ol></section>'
    ),
    "Word": (
        '<p>A<a href="#_ftn1" name="_ftnref1"><span><span>[1]</span></span></a> b.</p><hr/>'
        '<div id="ftn1"><p class="MsoFootnoteText"><a href="#_ftnref1" name="_ftn1">'
        "<span>[1]</span></a> The note.</p></div>"
    ),
    "LibreOffice": (
        '<p>A<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup>'
        '</a> b.</p><div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" '
        'name="sdfootnote1sym" href="#sdfootnote1anc">1</a>The note.</p></div>'
    ),
    "MediaWiki": (
        '<p>A<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup> b.</p>'
        '<h3>References</h3><ol class="references"><li id="cite_note-1">'
        '<span class="mw-cite-backlink"><b><a href="#cite_ref-1">^</a></b></span> The note.'
        "</li></ol>"
    ),
    "by hand, one block": (
        '<p>A<sup><a href="#n1" id="r1">1</a></sup> b.</p><p>Notes:</p>'
        '<p><a id="n1" href="#r1">1</a>. The note.</p>'
    ),
    "margin notes": (
        '<p>A<label for="sn-1" class="margin-toggle sidenote-number"></label>'
        '<input type="checkbox" id="sn-1" class="margin-toggle"/>'
        '<span class="sidenote">The note.</span> b.</p>'
    ),
    "square brackets": "<p>A[1] b.</p><h2>Notes</h2><p>[1] The note.</p>",
    "square brackets with a space": "<p>A [1] b.</p><p>[1] The note.</p>",
    "raised, not linked": "<p>A<sup>1</sup> b.</p><hr/><p><sup>1</sup> The note.</p>",
    "raised digits": "<p>A¹ b.</p><p>¹ The note.</p>",
    "a star": "<p>A* b.</p><p>* The note.</p>",
    "a list of its own": "<p>A[1] b.</p><h2>Footnotes</h2><ol><li>The note.</li></ol>",
    "Markdown that was never read": "<p>A[^1] b.</p><p>[^1]: The note.</p>",
    "under a bold line": (
        "<p>A[1] b.</p><p><strong>Notas de rodapé</strong></p><p>[1] The note.</p>"
    ),
    "Footnotes (MCI) with its list": (
        '<p>A<sup class="footnote_referrer"><a role="button"><sup class="footnote_plugin_tooltip_'
        'text">[1]</sup></a><span class="footnote_tooltip">The note.</span></sup> b.</p>'
        '<div class="footnotes_reference_container"><p>References</p><table class="footnotes_table'
        '"><tr><th>↑1</th><td>The note.</td></tr></table></div>'
    ),
    "in containers": (
        "<section><div><p>A[1] b.</p></div></section><section><div><p>[1] The note.</p></div>"
        "</section>"
    ),
}


@pytest.mark.parametrize("html", FORMS.values(), ids=FORMS.keys())
def test_every_form_becomes_ours(html: str) -> None:
    text, findings = noted(html)
    assert text == "A[^1] b.\n\n[^1]: The note.\n"
    assert findings[0] == Finding("taken", "note")


def test_several_notes_keep_their_order_and_their_paragraphs() -> None:
    text, findings = noted(
        '<p>A<a href="#_ftn1" name="_ftnref1">[1]</a> '
        'b<a href="#_ftn2" name="_ftnref2">[2]</a></p>'
        '<p><a href="#_ftnref1" name="_ftn1">[1]</a> One.</p><p>More of one.</p>'
        '<p><a href="#_ftnref2" name="_ftn2">[2]</a> Two.</p><p>No note.</p>'
    )
    assert text == ("A[^1] b[^2]\n\nNo note.\n\n[^1]: One.\n\n    More of one.\n\n[^2]: Two.\n")
    assert findings == [Finding("taken", "note", count=2)]


def test_several_notes_in_one_paragraph() -> None:
    text, _ = noted(
        '<p>A<sup><a href="#n1" id="r1">1</a></sup> b<sup><a href="#n2" id="r2">2</a></sup></p>'
        '<p><a id="n1" href="#r1">1</a>. One.<br/><a id="n2" href="#r2">2</a>. Two.</p>'
    )
    assert text == "A[^1] b[^2]\n\n[^1]: One.\n\n[^2]: Two.\n"


def test_a_note_marked_twice() -> None:
    text, _ = noted(
        '<p>A<sup class="footnote-ref"><a href="#fn1" id="fnref1">[1]</a></sup> b'
        '<sup class="footnote-ref"><a href="#fn1" id="fnref1:1">[1:1]</a></sup></p>'
        '<section class="footnotes"><ol><li id="fn1"><p>N <a href="#fnref1">↩</a> '
        '<a href="#fnref1:1">↩</a></p></li></ol></section>'
    )
    assert text == "A[^1] b[^1]\n\n[^1]: N\n"


def test_a_note_that_begins_with_a_number() -> None:
    text, _ = noted(
        '<p>A<a href="#fn2" id="r2">2</a></p><div id="fn2"><p><a href="#r2">2</a> '
        "1914 was late.</p></div>"
    )
    assert text == "A[^1]\n\n[^1]: 1914 was late.\n"


@pytest.mark.parametrize(
    "html",
    [
        "<p>A [1] b [3].</p><h2>Notes</h2><p>[1] One.</p><p>[2] Two.</p>",
        "<p>A [1] b [1].</p><h2>Notes</h2><p>[1] One.</p>",
    ],
)
def test_marks_and_list_that_do_not_agree_stay(html: str) -> None:
    text, findings = noted(html)
    assert "[^" not in text
    assert [(f.kind, f.count) for f in findings] == [("not-carried", html.count("<p>["))]


def test_links_to_sections_are_no_notes() -> None:
    text, findings = noted('<p>See <a href="#two">2</a>.</p><h2 id="two">Two</h2><p>Here.</p>')
    assert text == "See [2](#two).\n\n## Two {#two}\n\nHere.\n"
    assert findings == []


def test_numbers_in_code_are_no_marks() -> None:
    text, _ = noted("<p>A <code>x[1]</code> b.</p><p>[1] Not a note of anything.</p>")
    assert "[^" not in text
