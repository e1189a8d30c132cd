"""A template filled in: well-formed, and a page and no program."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any

from seriesbook import xhtml
from seriesbook.activecontent import active_content, declarations
from seriesbook.deadline import TooSlowError, deadline
from seriesbook.mishaps import too_slow
from seriesbook.problems import BookError, Problem, Where
from seriesbook.themefolder import BASE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seriesbook.limits import Limits
    from seriesbook.theme import Theme


def render(name: str, context: Mapping[str, Any], theme: Theme, limits: Limits) -> str:
    """Fill in a template and prove what comes of it.

    A theme that the author brings may be a stranger's: whatever its templates do is a Problem
    (raised as BookError).
    """
    try:
        with deadline(limits.layout_seconds):
            document = theme.environment(limits).page(name, dict(context))
        declared = declarations(document) if theme.own else ""
        tree = xhtml.parse_document("<html/>" if declared else document)
    except TooSlowError:
        raise BookError([too_slow(Where(theme.file_of(name)), limits.layout_seconds)]) from None
    except Exception as error:
        if not theme.own:
            raise
        raise BookError((_fault(name, theme, error),)) from error
    unsafe = (declared,) if declared else tuple(active_content(tree)) if theme.own else ()
    if unsafe:
        raise BookError(_unsafe(name, theme, what) for what in dict.fromkeys(unsafe))
    return document


def _fault(name: str, theme: Theme, error: Exception) -> Problem:
    template, line = _place(name, theme, error)
    said = str(error).strip().rstrip(".") or type(error).__name__
    return Problem(
        Where(theme.file_of(template), line),
        "theme-broken",
        f"the template makes no page: {said}.",
        "Compare it with the one in plain.",
    )


def _place(name: str, theme: Theme, error: Exception) -> tuple[str, int | None]:
    """The template and its line where an error arose: of its syntax, or while it was filled in."""
    known = dict(theme.templates)
    if getattr(error, "lineno", None) and getattr(error, "name", None) in known:
        return str(getattr(error, "name")), int(getattr(error, "lineno"))  # noqa: B009
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename in known]
    own = [f for f in frames if not f.filename.startswith(f"{BASE}/")] or frames
    return (own[-1].filename, own[-1].lineno) if own else (name, None)


def _unsafe(name: str, theme: Theme, what: str) -> Problem:
    return Problem(
        Where(theme.file_of(name)),
        "theme-unsafe",
        f"the page that this template makes has {what}.",
        "Remove it: a book runs nothing and loads nothing from the web.",
    )
