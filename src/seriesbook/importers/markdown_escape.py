"""Text that our Markdown would take for markup, written so that it stays text.

The rules are those of Python-Markdown with our syntax (readers/syntax.py): an author should see
as few backslashes as possible, so a character is escaped only where it could mean something.
"""

from __future__ import annotations

import re

_TEMPLATE = re.compile(r"\{\{[^{}\n]*\}\}|\{%[^\n]*?%\}|<%[^\n]*?%>")
_SPECIAL = re.compile(
    r"\\(?=[\\`*_{}\[\]()>#+\-.!|\"']|$)"  # a backslash that would escape what follows
    r"|`|\{"
    r"|(?<!\s)\*|\*(?!\s|$)|\*$"  # an asterisk that does not stand alone
    r"|(?<![\w])_(?!\s)|(?<!\s)_(?![\w])"
    r"|\[(?=\^)|\](?=[(\[:])|\]$|!(?=\[)|!$"
    r"|<(?=[A-Za-z/!?%])|<$"
    r"|&(?=#|\w+;)"
)
_ENTITIES = {"<": "&lt;", "&": "&amp;"}
_ALL = re.compile(r"[!-/:-@\[-`{-~]")
# At the beginning of a line: what would open a block. The group is what gets the backslash.
_LINE_START = re.compile(
    r"(?P<mark>#)(?:#|\s|$)|(?P<mark2>[-+*])(?:\s|$)|\d+(?P<mark3>\.)(?:\s|$)|(?P<mark4>>)"
    r"|(?P<mark5>\|)|(?P<mark6>\[)[^\[\]]*\\?\]:|(?P<mark7>[-*_])(?:[ ]*[-*_]){2,}\s*$"
)
# What no backslash helps against: definitions, fences of tildes, underlines of headings.
_LINE_START_ENTITY = re.compile(r"(?P<mark>:)\s|(?P<tilde>~)~~|(?P<equals>=)=*\s*$")
_UNSAFE_URL = re.compile(r"[\s<>\"`\\{}|^\[\]]")


def escape(text: str) -> str:
    """A piece of text as Markdown that reads back to it."""
    pieces, at = [], 0
    for match in _TEMPLATE.finditer(text):  # stays as typed
        if "`" in match[0]:
            continue
        pieces += [_escaped(text[at : match.start()]), match[0]]
        at = match.end()
    return "".join([*pieces, _escaped(text[at:])])


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda m: _ENTITIES.get(m[0], f"\\{m[0]}"), text)


def escape_all(text: str) -> str:
    """The same, with every mark of ASCII as a reference: ugly, and safe anywhere."""
    return _ALL.sub(lambda m: f"&#{ord(m[0])};", text)


def escape_start(line: str) -> str:
    """A line of Markdown that would open a block by its first characters, as text."""
    match = _LINE_START.match(line)
    if match:
        at = next(match.start(name) for name, found in match.groupdict().items() if found)
        return f"{line[:at]}\\{line[at:]}"
    match = _LINE_START_ENTITY.match(line)
    return f"&#{ord(line[0])};{line[1:]}" if match else line


def address(url: str) -> str:
    """An address for the round brackets of a link."""
    quoted = _UNSAFE_URL.sub(lambda m: "".join(f"%{b:02X}" for b in m[0].encode()), url.strip())
    if quoted.count("(") != quoted.count(")") or quoted.startswith("("):
        quoted = quoted.replace("(", "%28").replace(")", "%29")
    return re.sub(r"&(?=#?\w+;)", "&amp;", quoted)


def code_span(text: str) -> str:
    """Text between as many backticks as it takes; '' for nothing."""
    text = " ".join(text.split())
    runs = [len(run) for run in re.findall("`+", text)]
    fence = "`" * next(n for n in range(1, len(runs) + 2) if n not in runs)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}" if text else ""


def caption(markdown: str) -> str:
    """A line of Markdown for the quoted title of an image, which is read as Markdown twice."""
    markdown = re.sub(r"[\\`\[\]{]", lambda m: f"\\{m[0]}", markdown)
    return markdown.replace("&", "&amp;") if re.search(r"&#?\w+;", markdown) else markdown


def alt_text(text: str) -> str:
    """Plain text for the square brackets of an image."""
    return re.sub(r"[\\`\[\]{]", lambda m: f"\\{m[0]}", " ".join(text.split()))
