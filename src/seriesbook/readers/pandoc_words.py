"""What pandoc's messages mean to an author: tables of its own texts and of words of ours.

https://github.com/jgm/pandoc, src/Text/Pandoc/Logging.hs and Error.hs. A test wants words here for
each kind of message that the installed pandoc knows and that our use of it can lead to.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from seriesbook.problems import Severity

LONGEST = 100


class Words(NamedTuple):
    """What a message means and how to mend it, with the severity of that."""

    message: str
    mend: str
    severity: Severity = "warning"


class Row(NamedTuple):
    """A pattern of pandoc's texts, and what is meant; None for what no author needs to know."""

    pattern: re.Pattern[str]
    words: Words | None


def _row(pattern: str, message: str = "", mend: str = "", severity: Severity = "warning") -> Row:
    words = Words(message, mend, severity) if message else None
    return Row(re.compile(pattern, re.DOTALL), words)


_LOOK = "Look at that place in the book; write it in another way if it is wrong."
_DAMAGED = "it is damaged, or not of the kind that its name says"
_SAVE = "Open it in the program that made it and save it again."
_PICTURE = "Insert it into the document (not as a link), or put the file into the series folder."

# What looks like a command of LaTeX but is about looks alone: themes decide these.
_LOOKS = (
    "noindent|indent|[vh]space|[vh]fill|vfil|newpage|clearpage|cleardoublepage|pagebreak|nopagebreak"
    "|linebreak|nolinebreak|bigskip|medskip|smallskip|pagestyle|thispagestyle|pagenumbering"
    "|setlength|addtolength|setcounter|addtocounter|centering|raggedright|raggedleft|sloppy"
    "|fussy|tableofcontents|listoffigures|listoftables|maketitle|usepackage|documentclass"
    "|makeatletter|makeatother|frontmatter|mainmatter|backmatter|hyphenation|columnbreak|null"
    "|phantom|hphantom|vphantom|rule|linespread|baselineskip|parskip|parindent|onehalfspacing"
    "|doublespacing|singlespacing|flushbottom|raggedbottom|protect|leavevmode|strut|hline|cline"
)
WARNINGS = (
    _row(rf"Skipped '\\(?:{_LOOKS})(?![A-Za-z])"),
    _row(r"Could not load include file \S+\.sty\b"),
    _row(r"(?:Fetching|Extracting|Loaded|No value for 'lang'|This document format requires) "),
    _row(r"Running filter |Completed filter |\[makePDF\] "),
    _row(r"Could not fetch resource '?([^\s']+?)'?(?::\s|:?$)",
         "the image {} is not inside the document.", _PICTURE),
    _row(r"Could not load include file (\S+)",
         "the file {} is not read: a text can't include another.",
         "Copy its words into this file."),
    _row(r"Parsing include file (\S+) failed", "the file {} is not read.",
         "Copy its words into this file."),
    _row(r"Skipped '\\end\{"),
    _row(r"Skipped '\\begin\{(\w+\*?)\}.*' at",
         "{} is not known here; its text was kept without it.",
         "Look at that place in the book.", "hint"),
    _row(r"Skipped '(.*)' at", "\"{}\" could not be read and is left out.",
         "Write it in another way."),
    _row(r"Ignored element (.*)", "{} is not known here and is left out.", _LOOK),
    _row(r"Parsing unescaped '(.*)' at", "{} stands here bare, and was taken as it is.",
         "Write a backslash before it if it is meant as a character.", "hint"),
    _row(r"Not rendering (?:RawInline|RawBlock) \(Format \"(\w+)\"\) \"(.*)\"",
         "a piece of {} is left out: \"{}\".", "Say it in words, or write it in another way."),
    _row(r"Not rendering (\w+)", "a piece of the text ({}) is left out.", _LOOK),
    _row(r"Duplicate link reference '(.*?)'", "the link {} is defined twice.",
         "Give one of the two another name."),
    _row(r"Duplicate note reference '(.*?)'", "the note {} is defined twice.",
         "Give one of the two another label."),
    _row(r"Note with key '(.*?)' defined at .* but not used",
         "the note {} has no mark in the text, and is left out.",
         "Put its mark where it belongs, or remove it."),
    _row(r"Duplicate identifier '(.*?)'", "two places have the name {}.",
         "Give one of the two another name."),
    _row(r"Reference not found for '(.*)'", "the reference {} leads nowhere.",
         "Correct or remove it."),
    _row(r"Circular reference '(.*?)'", "the reference {} leads to itself.",
         "Correct or remove it."),
    _row(r"Undefined toggle '(.*?)'", "the switch {} is not defined.", "Define or remove it."),
    _row(r"Macro '(.*?)' already defined", "the macro {} is defined twice; the first is used.",
         "Remove one of the two."),
    _row(r"Docx parser warning: Docx comment (\S+)",
         "comment {} of the document loses its looks.", "Comments are not in the book.", "hint"),
    _row(r"Docx parser warning: Cannot parse EndNote citation",
         "a citation by EndNote can't be read; its words are kept.", _LOOK),
    _row(r"Docx parser warning: ",
         "a part of the Word document can't be read and is left out.",
         "Save it again in Word, and look whether all is in the book."),
    _row(r"Could not determine image size for (\S+?):?(?:\s|$)",
         "the size of the picture {} is not known.", "Save it again as PNG or JPEG.", "hint"),
    _row(r"Could not convert image (\S+?):?(?:\s|$)", "the picture {} can't be used.",
         "Save it again as PNG or JPEG."),
    _row(r"Could not determine mime type for (\S+)", "it is not known what kind of file {} is.",
         "Save it again as PNG or JPEG."),
    _row(r"Could not convert TeX math (.*?), rendering as TeX",
         "the formula {} can't be read, and stands as it is written.",
         "Correct it, or put a picture of it in."),
    _row(r"Could not parse CSS", "a style of the document can't be read; the theme decides.",
         "Nothing needs to be done.", "hint"),
    _row(r"Could not highlight code block", "this code is set without colours.",
         "Nothing needs to be done.", "hint"),
    _row(r"Invalid 'lang' value '(.*?)'", "{} is no language that is known.",
         "Write a tag such as en or pt-BR."),
    _row(r"Missing character: (.*)", "the character {} is missing.", "Write it differently."),
    _row(r"Deprecated: (.*?)\.?(?:\s|$)", "{} is an old way to write it.",
         "Nothing needs to be done.", "hint"),
    _row(r"The term (.*?) has no translation|Could not load translations for (.*)",
         "a word that the document asks for is not there in its language: {}.", _LOOK),
    _row(r"Unexpected XML element (\S+) in (\S+)",
         "the document has something where it does not belong ({} in {}).", _SAVE),
    _row(r"Ignoring unknown Org export option: (.*)",
         "the export option {} is not known, and does nothing.", "Remove it.", "hint"),
    _row(r"Ignoring duplicate attribute (.*?)=", "the attribute {} is there twice; one was taken.",
         "Remove one of the two.", "hint"),
    _row(r".*is not UTF-8 encoded", "the text is not in UTF-8; it was read as Latin-1.",
         "Save it as UTF-8, and see whether accents and quotation marks are right."),
    _row(r"Div at .* unclosed at", "a division is not closed; it was closed here.",
         "Write its end where it belongs."),
    _row(r"Unsupported code page (\d+)",
         "the document is in a code page ({}) that is not known; letters may be wrong.", _SAVE),
    _row(r"Citeproc: (.*)", "a citation can't be made: {}.", "Write it out in words."),
    _row(r"YAML warning", "the head can't be read as it is.", "Look at its quotes and colons."),
    _row(r"IO Error \(ignored\)", "a file that the document asks for can't be read.", _PICTURE),
)  # fmt: skip

FAILURES = (
    _row(r"couldn't (?:unpack|parse) docx|Could not (?:unzip ODT|find (?:content|styles)\.xml"
         r"|read styles|convert opendocument)|Invalid XML", _DAMAGED, _SAVE),
    _row(r".*[Hh]eap exhausted|.*[Hh]eap overflow|.*[Ss]tack overflow",
         "it takes more memory than `document_megabytes` allows",
         "Cut it into several, or raise the limit in [limits] of series.toml."),
    _row(r"Loop encountered in expanding macro (\S+)", "the macro {} calls itself without end",
         "Define it by other words."),
    _row(r"Include file loop", "it includes itself without end", "Copy the words into this file."),
    _row(r"UTF-8 decoding error", "it is not in UTF-8", "Save it as UTF-8."),
    _row(r"Unsupported charset '(.*?)'", "it is in {}, which is not known", "Save it as UTF-8."),
    _row(r"Expected text as an input", "it is not a text", "See what kind of file it is."),
    _row(r"File '(.*?)' not found|Could not find (?:data|metadata) file '(.*?)'"
         r"|Could not fetch (\S+)", "it asks for the file {}, which is not read",
         "Copy its words into this file."),
    _row(r"(?:YAML|JSON) .*(?:error|exception)|.*parse exception", "its head can't be read",
         "Look at its quotes and colons."),
    _row(r"unexpected end of (?:input|file)", "it ends before something that was begun is closed",
         "Look for a bracket, a brace or an environment that is open here or before."),
    _row(r"unexpected (?:token )?(\S.*?)(?: expecting .*)?$", "{} can't stand here",
         "Look for a bracket, a brace or an environment that is not closed, here or before."),
    _row(r"Something we thought was impossible", "pandoc fails on it",
         "Write what is at its end in another way, or save it in another format."),
)  # fmt: skip


def words_for(text: str, rows: tuple[Row, ...]) -> tuple[bool, Words | None]:
    """Whether a text of pandoc's is known, and what it means."""
    for row in rows:
        if match := row.pattern.match(text):
            if row.words is None:
                return True, None
            groups = [group for group in match.groups() if group]
            said = [group.replace("\\\\", "\\")[:LONGEST] for group in groups]
            return True, row.words._replace(message=row.words.message.format(*said))
    return False, None
