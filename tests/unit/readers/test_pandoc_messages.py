"""What pandoc says: each kind of message has a place and words of ours."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest

from reading import read, said
from seriesbook.frontmatter import Head
from seriesbook.readers.pandoc import pandoc_path
from seriesbook.readers.pandoc_messages import in_words, unreadable, warnings, why_unreadable

# Each kind of message, with an example as src/Text/Pandoc/Logging.hs writes it; None for what
# our use of pandoc (its sandbox, these formats, HTML as its output) never leads to.
LOGGED: dict[str, str | None] = {
    "SkippedContent": r"Skipped '\foo{bar}' at line 5 column 16",
    "IgnoredElement": "Ignored element w:foo",
    "DuplicateLinkReference": "Duplicate link reference 'x' at line 1 column 1",
    "DuplicateNoteReference": "Duplicate note reference 'x' at line 1 column 1",
    "NoteDefinedButNotUsed": "Note with key 'x' defined at line 1 column 1 but not used.",
    "DuplicateIdentifier": "Duplicate identifier 'x' at line 1 column 1",
    "ReferenceNotFound": "Reference not found for 'x' at line 1 column 1",
    "CircularReference": "Circular reference 'x' at line 1 column 1",
    "UndefinedToggle": "Undefined toggle 'x' at line 1 column 1",
    "ParsingUnescaped": "Parsing unescaped '&' at line 1 column 1",
    "CouldNotLoadIncludeFile": "Could not load include file a.tex at line 1 column 1",
    "CouldNotParseIncludeFile": "Parsing include file a.tex failed at line 1 column 1",
    "MacroAlreadyDefined": r"Macro '\x' already defined, ignoring at line 1 column 1",
    "InlineNotRendered": r'Not rendering RawInline (Format "latex") "\\cite{smith}"',
    "BlockNotRendered": 'Not rendering RawBlock (Format "latex") "foo"',
    "DocxParserWarning": "Docx parser warning: Docx comment 4 will not retain formatting",
    "PowerpointTemplateWarning": None,
    "IgnoredIOError": "IO Error (ignored): a.tex",
    "CouldNotFetchResource": "Could not fetch resource a.png: File a.png not found",
    "CouldNotDetermineImageSize": "Could not determine image size for a.png: bad",
    "CouldNotConvertImage": "Could not convert image a.png: bad",
    "CouldNotDetermineMimeType": "Could not determine mime type for a.png",
    "CouldNotConvertTeXMath": r"Could not convert TeX math \foo{x}, rendering as TeX: unexpected",
    "CouldNotParseCSS": "Could not parse CSS: bad",
    "Fetching": "Fetching a.png...",
    "Extracting": "Extracting a.png...",
    "LoadedResource": "Loaded a.png from media",
    "ScriptingInfo": None,
    "ScriptingWarning": None,
    "NoTitleElement": "This document format requires a nonempty <title> element. Defaulting",
    "NoLangSpecified": "No value for 'lang' was specified in the metadata. It is recommended",
    "InvalidLang": "Invalid 'lang' value 'x y'. Use an IETF language tag like 'en-US'.",
    "CouldNotHighlight": "Could not highlight code block: bad",
    "MissingCharacter": "Missing character: x",
    "Deprecated": "Deprecated: x. Use y",
    "NoTranslation": "The term Figure has no translation defined.",
    "CouldNotLoadTranslations": "Could not load translations for xx bad",
    "UnusualConversion": None,
    "UnexpectedXmlElement": "Unexpected XML element w:a in w:b",
    "UnknownOrgExportOption": "Ignoring unknown Org export option: foo:t",
    "CouldNotDeduceFormat": None,
    "RunningFilter": "Running filter x",
    "FilterCompleted": "Completed filter x in 3 ms",
    "CiteprocWarning": "Citeproc: citation smith not found",
    "ATXHeadingInLHS": None,
    "EnvironmentVariableUndefined": None,
    "DuplicateAttribute": 'Ignoring duplicate attribute id="x".',
    "NotUTF8Encoded": "input is not UTF-8 encoded: falling back to latin1.",
    "MakePDFInfo": "[makePDF] x",
    "MakePDFWarning": "[makePDF] x",
    "UnclosedDiv": "Div at line 1 column 1 unclosed at line 3 column 1, closing implicitly.",
    "UnsupportedCodePage": "Unsupported code page 4711. Text will likely be garbled.",
    "YamlWarning": "YAML warning (line 1 column 1): bad",
    "UnsupportedPdfStandard": None,
}  # fmt: skip
# The same of src/Text/Pandoc/Error.hs.
RAISED: dict[str, str | None] = {
    "PandocIOError": "pandoc: Heap exhausted; the current limit is 1048576 bytes",
    "PandocHttpError": "Could not fetch http://example.org/x",
    "PandocShouldNeverHappenError": "Something we thought was impossible happened! Please report",
    "PandocSomeError": "couldn't parse docx file: DocxError",
    "PandocParseError": "Error at (line 12, column 2): unexpected end of input ^",
    "PandocMakePDFError": None,
    "PandocOptionError": None,
    "PandocSyntaxMapError": None,
    "PandocFailOnWarningError": None,
    "PandocPDFProgramNotFoundError": None,
    "PandocPDFError": None,
    "PandocXMLError": "Invalid XML in 'word/document.xml': bad",
    "PandocFilterError": None,
    "PandocLuaError": None,
    "PandocNoScriptingEngine": None,
    "PandocCouldNotFindDataFileError": "Could not find data file 'x'",
    "PandocCouldNotFindMetadataFileError": "Could not find metadata file 'x'",
    "PandocResourceNotFound": "File 'x' not found in resource path",
    "PandocTemplateError": None,
    "PandocNoTemplateError": None,
    "PandocAppError": None,
    "PandocEpubSubdirectoryError": None,
    "PandocMacroLoop": r"Loop encountered in expanding macro \x",
    "PandocUTF8DecodingError": "UTF-8 decoding error in 'x' at byte offset 3 (ff).",
    "PandocIpynbDecodingError": None,
    "PandocUnsupportedCharsetError": "Unsupported charset 'x'",
    "PandocFormatError": None,
    "PandocUnknownReaderError": None,
    "PandocUnknownWriterError": None,
    "PandocUnsupportedExtensionError": None,
    "PandocCiteprocError": None,
    "PandocBibliographyError": None,
    "PandocInputNotTextError": "Expected text as an input, but received binary data from stdin.",
}


@lru_cache(maxsize=1)
def _kinds() -> dict[str, set[str]]:
    """Kinds of messages and of errors that the installed pandoc knows, by their module."""
    found = re.findall(
        rb":Text\.Pandoc\.(Logging|Error)\.([A-Z]\w+)\0", Path(pandoc_path()).read_bytes()
    )
    kinds: dict[str, set[str]] = {"Logging": set(), "Error": set()}
    for module, name in found:
        kinds[module.decode()].add(name.decode())
    return kinds


@pytest.mark.trust(
    "Messages",
    "every kind of message and error that the installed pandoc names",
    "words of ours; what nobody foresaw is quoted within a sentence of ours",
)
def test_every_kind_of_message_of_pandoc_is_known() -> None:
    kinds = _kinds()
    logged = kinds["Logging"] - {"ERROR", "WARNING", "INFO"}
    if not logged:
        pytest.skip("this pandoc does not name its messages")
    assert logged <= LOGGED.keys()
    assert {name for name in kinds["Error"] if name.startswith("Pandoc")} <= RAISED.keys()


@pytest.mark.parametrize("text", [text for text in LOGGED.values() if text])
def test_every_message_has_words_of_ours(text: str) -> None:
    message, mend, _ = in_words(text)
    assert "pandoc" not in message
    assert "{" not in message.replace(r"\foo{bar}", "").replace(r"\foo{x}", "").replace(
        r"\cite{smith}", ""
    )
    assert bool(message) == bool(mend)


@pytest.mark.parametrize("text", [text for text in RAISED.values() if text])
def test_every_refusal_has_words_of_ours(text: str) -> None:
    reason, mend = why_unreadable(text)
    assert "gives up" not in reason
    assert "{" not in reason
    assert mend


def test_what_nobody_foresaw_is_quoted() -> None:
    (problem,) = warnings("[WARNING] Moon is down", Head("a.rst", "text", 1))
    assert problem.message.endswith('noticed something ("Moon is down").')
    assert '("Moon is down")' in unreadable("a.rst", "Moon is down", 1).message
    assert unreadable("a.rst", "", 1).message.endswith("gives up.")


@pytest.mark.parametrize(
    ("suffix", "text", "expected"),
    [
        ("tex", "Words\n\n\\foo{bar} and \\noindent \\vspace{1em} more.",
         ["3:warning:document-warning"]),
        ("tex", "\\documentclass{article}\\foo{x}\n\\begin{document}\nA\\cite{b}\n\\end{document}",
         ["3:warning:document-warning"]),
        ("tex", "A\n\n\\begin{odd}\nwords\n\\end{odd}", ["3:hint:document-warning"]),
        ("rst", "A\n\n.. unknown:: x\n\n   words\n\nB [1]_", ["3:warning:document-warning",
         "7:warning:document-warning"]),
        ("html", "<p>a</p>\n<script>x()</script>\n<style>p {}</style>\n<form>b</form>",
         ["2:warning:markup-unsafe", "3:warning:markup-dropped", "4:warning:markup-unknown"]),
        ("org", "A\n\n#+OPTIONS: foo:t\n", ["3:hint:document-warning"]),
    ],
)  # fmt: skip
def test_nothing_that_a_document_loses_is_lost_without_a_word(
    suffix: str, text: str, expected: list[str]
) -> None:
    found = [one for one in said(read(text, path=f"essays/a.{suffix}")) if "title" not in one]
    assert sorted(set(found)) == expected
