"""Why a template makes no page, in the words of who writes it, and at its line."""

from __future__ import annotations

import re
import traceback
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateNotFound, TemplateSyntaxError
from lxml import etree

from seriesbook.problems import Problem, Where
from seriesbook.themefolder import BASE
from seriesbook.xhtml import MarkupError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seriesbook.limits import Limits
    from seriesbook.theme import Theme

_COMPARE = "Compare it with the one in plain."
# What lxml, Jinja and Python say, what is meant, and how to mend it.
_WORDS = tuple(
    (re.compile(pattern), message, mend)
    for pattern, message, mend in (
        (r"Opening and ending tag mismatch: (?P<tag>\S+) line \d+ and",
         "the element <{tag}> is not closed", "Write its end where it belongs."),
        (r"Entity '(?P<name>.*?)' not defined", "&{name}; is not known in a page",
         "Write the character itself."),
        (r"PCDATA invalid Char value", "it makes a character that no book may hold",
         "Remove it."),
        (r"xmlParseEntityRef|EntityRef: expecting", "there is a bare &", "Write &amp; for it."),
        (r"Namespace prefix (?P<name>\S+) .*not defined", "the prefix {name}: is not declared",
         "Declare it with xmlns, or leave it out."),
        (r"(?P<what>.*?), line \d+, column \d+",
         "it makes markup that is not well-formed ({what})", _COMPARE),
        (r"maximum recursion depth", "it calls or includes itself without end",
         "Look at what includes or calls what."),
        (r"access to attribute '(?P<name>.*)' of .* is unsafe",
         "a template may not use {name}, which changes what it is given or leads into Python",
         "Remove it."),
        (r"'[^']*?(?P<kind>\w+) object' has no (?:attribute|element) '(?P<name>.*)'",
         "{kind} has no {name}", _COMPARE),
        (r"'(?P<name>.*)' is undefined", "there is no {name}", "See the guide for what there is."),
        (r"No (?P<kind>filter|test) named '(?P<name>.*)'", "there is no {kind} {name}", _COMPARE),
        (r"(?P<what>it uses a number beyond .*)", "{what}",
         "Use a smaller one, or raise `theme_number` in [limits] of series.toml."),
        (r"(?P<what>it (?:takes|makes) more .*)", "{what}",
         "Make it do less, or raise `theme_steps` or `page_characters` in [limits] of"
         " series.toml."),
        (r"(?P<what>.*)", "{what}", _COMPARE),
    )
)  # fmt: skip


def fault(
    name: str, context: Mapping[str, Any], theme: Theme, limits: Limits, error: Exception
) -> Problem:
    """The problem of a template that raised an error, or whose page is not well-formed."""
    template, line = _place(name, context, theme, limits, error)
    message, mend = _words(error)
    return Problem(
        Where(theme.file_of(template), line),
        "theme-broken",
        f"the template makes no page: {message}.",
        mend,
    )


def _words(error: Exception) -> tuple[str, str]:
    if isinstance(error, TemplateNotFound):
        return f"no theme of its chain has the template {error.name!r}", "Correct the name."
    if isinstance(error, KeyError):
        return f"there is no {error.args[0]!r}", "See the guide for what there is."
    said = " ".join(str(error).split()).rstrip(".") or type(error).__name__
    for pattern, message, mend in _WORDS:
        if match := pattern.match(said):
            return message.format(**match.groupdict()), mend
    return said, _COMPARE


def _place(
    name: str, context: Mapping[str, Any], theme: Theme, limits: Limits, error: Exception
) -> tuple[str, int | None]:
    """The template and its line: of its syntax, of its filling in, or of what it made."""
    known = dict(theme.templates)
    if isinstance(error, TemplateSyntaxError) and error.name in known:
        return str(error.name), error.lineno
    if isinstance(error, MarkupError) and isinstance(error.__cause__, etree.XMLSyntaxError):
        return theme.environment(limits).source_of(name, dict(context), _line(error.__cause__))
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename in known]
    own = [f for f in frames if not f.filename.startswith(f"{BASE}/")] or frames
    return (own[-1].filename, own[-1].lineno) if own else (name, None)


def _line(error: etree.XMLSyntaxError) -> int:
    """The line of a page: of an element that is not closed, that where it opens."""
    opened = re.match(r"Opening and ending tag mismatch: \S+ line (\d+)", str(error))
    return int(opened[1]) if opened else error.lineno or 1
