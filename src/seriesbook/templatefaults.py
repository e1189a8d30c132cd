"""Why a template makes no page, in the words of who writes it, and at its line."""

from __future__ import annotations

import re
import traceback
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateNotFound, TemplateSyntaxError
from lxml import etree

from seriesbook.problems import Problem, Where, in_a_sentence
from seriesbook.templatewords import words_of
from seriesbook.themefolder import BASE
from seriesbook.xhtml import MarkupError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seriesbook.limits import Limits
    from seriesbook.theme import Theme


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
    return words_of(in_a_sentence(str(error)) or type(error).__name__)


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
