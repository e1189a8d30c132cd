"""Problems of a manifest, gathered at the lines of its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook.problems import Problem, Where

if TYPE_CHECKING:
    from seriesbook.codes import Code
    from seriesbook.problems import Severity
    from seriesbook.values import Values


class Complaints:
    """What is wrong with the manifest at `path`, whose values are `values`."""

    def __init__(self, path: str, values: Values) -> None:
        self.path = path
        self.values = values
        self.problems: list[Problem] = []

    def say(
        self, key: str, code: Code, message: str, mend: str, severity: Severity = "error"
    ) -> None:
        """Add a problem of a dotted key, '' for the whole."""
        where = Where(self.path, self.values.line(key))
        self.problems.append(Problem(where, code, message, mend, severity))
