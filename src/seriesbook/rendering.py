"""A template filled in: well-formed, and a page and no program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seriesbook import xhtml
from seriesbook.activecontent import active_content, declarations
from seriesbook.deadline import TooSlowError, deadline
from seriesbook.mishaps import too_slow
from seriesbook.problems import BookError, Problem, Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
        declared = tuple(declarations(document)) if theme.own else ()
        tree = xhtml.parse_document("<html/>" if declared else document)
    except TooSlowError:
        raise BookError([too_slow(Where(theme.file_of(name)), limits.layout_seconds)]) from None
    except Exception as error:
        if not theme.own:
            raise
        from seriesbook.templatefaults import fault  # noqa: PLC0415 - seldom needed

        raise BookError([fault(name, context, theme, limits, error)]) from error
    unsafe = declared or (tuple(active_content(tree, limits)) if theme.own else ())
    if unsafe:
        raise BookError(_unsafe(name, context, theme, limits, unsafe))
    return document


def _unsafe(
    name: str,
    context: Mapping[str, Any],
    theme: Theme,
    limits: Limits,
    found: Iterable[tuple[int, str]],
) -> list[Problem]:
    environment = theme.environment(limits)
    problems = []
    for line, what in dict.fromkeys(found):
        template, at = environment.source_of(name, dict(context), line)
        where = Where(theme.file_of(template), at)
        message = f"the page that this template makes has {what}."
        mend = "Remove it: a book runs nothing and loads nothing from the web."
        problems.append(Problem(where, "theme-unsafe", message, mend))
    return problems
