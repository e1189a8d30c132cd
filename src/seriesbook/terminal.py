"""What the command line shows: problems, progress, summaries."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING, Any

import click

from seriesbook.problems import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from types import TracebackType

    from seriesbook.cachebounds import Entry
    from seriesbook.doctor import Finding
    from seriesbook.importers.report import ImportReport
    from seriesbook.problems import BookError, Problem, Severity
    from seriesbook.report import Report, ShownBook
    from seriesbook.watch import News

DEBUG = "seriesbook.debug"  # the key under which click keeps whether details are wanted
# Names that a line lists; of more, it gives their number.
_NAMED = 3
_COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow", "hint": "blue"}


def show_problems(problems: Iterable[Problem], *, as_json: bool) -> None:
    """Write problems to stderr: for people, or as JSON lines.

    JSON is ASCII, so that no control character of a source reaches a terminal.
    """
    ordered = in_order(problems)
    if as_json:
        from seriesbook.report import problem_json  # noqa: PLC0415 - keeps `--help` fast

        for problem in ordered:
            click.echo(json.dumps(problem_json(problem)), err=True)
        return
    for problem in ordered:
        click.echo(_problem_line(problem), err=True)
    said = _counts(ordered)
    if said:
        click.echo(f"{said}. To learn more: seriesbook explain {_first(ordered).code}", err=True)


def _problem_line(problem: Problem) -> str:
    head, mark, rest = str(problem).partition(f"{problem.severity}[{problem.code}]")
    return head + _coloured(mark, problem.severity) + rest


def _first(problems: tuple[Problem, ...]) -> Problem:
    """The first of the gravest problems."""
    return next((p for p in problems if p.severity == "error"), problems[0])


def _counts(problems: tuple[Problem, ...]) -> str:
    counts = [(s, sum(p.severity == s for p in problems)) for s in ("error", "warning")]
    return ", ".join(f"{n} {word}{'s' if n > 1 else ''}" for word, n in counts if n)


def show_books(books: Iterable[ShownBook], report: dict[str, Any] | None) -> None:
    """Write to stdout what was built, for people; or the report as JSON, if one is given."""
    if report is not None:
        click.echo(json.dumps(report))
        return
    for book in books:
        pages = f", {book.pages} pages" if book.pages else ""
        click.echo(f"{book.path} ({_size(book.bytes)}{pages})")


def show_reasons(report: dict[str, Any], *, anew: bool) -> None:
    """Write to stdout which parts were made anew, and why; none if the book was not made `anew`.

    What was made anew comes first: a book has hundreds of parts.
    """
    for made in report["editions"].values():
        parts = {part["part"]: part["why"] for part in made["rebuilt"]}
        names = [*parts, *made["reused"]]
        rebuilt = parts if anew else {}
        click.echo(f"{made['file']}: {len(rebuilt)} of {len(names)} parts made anew")
        width = max(map(len, names), default=0)
        for name in names:
            state, why = (
                ("rebuilt", rebuilt[name]) if name in rebuilt else ("reused", "in the cache")
            )
            click.echo(f"  {state:<7}  {name:<{width}}  {why}")


def show_failure(problems: Iterable[Problem], *, as_json: bool) -> None:
    """Write the problems of a build that made nothing; as JSON, an empty report too."""
    show_problems(problems, as_json=as_json)
    if as_json:
        from seriesbook.report import problem_json  # noqa: PLC0415 - keeps `--help` fast

        said = [problem_json(problem) for problem in in_order(problems)]
        click.echo(json.dumps({"editions": {}, "problems": said}))


def show_cause(error: BookError) -> None:
    """The details of what made a build or import fail, if it was a fault of our own."""
    from seriesbook.faults import FaultError  # noqa: PLC0415 - seldom needed

    if isinstance(error.__cause__, FaultError):
        show_details(error.__cause__.details)


def show_details(details: str) -> None:
    """Write a traceback to stderr, if it was asked for (`--debug`)."""
    context = click.get_current_context(silent=True)
    if details and context and context.meta.get(DEBUG):
        click.echo("".join(c if c.isprintable() or c == "\n" else "?" for c in details), err=True)


def show_import(report: ImportReport, *, as_json: bool) -> None:
    """Write to stdout what was imported, and to stderr what to do next.

    Of a dry run that is the whole report, since there is no file of it.
    """
    if as_json:
        click.echo(json.dumps(report.as_json()))
        return
    from seriesbook.importers.report import (  # noqa: PLC0415 - keeps `--help` fast
        REPORT,
        as_markdown,
        summary,
    )

    for line in as_markdown(report).splitlines() if report.dry_run else summary(report):
        click.echo(_printable(line))
    for path in report.conflicts():
        click.echo(
            _coloured(f"{path}: you and the source have both changed it", "warning"), err=True
        )
    if report.dry_run:
        click.echo("Nothing was written.", err=True)
    else:
        click.echo(
            f"Now: read {report.folder}/{REPORT}, then seriesbook build {report.folder}", err=True
        )


def show_import_failure(problems: Iterable[Problem], *, as_json: bool) -> None:
    """Write the problems of an import that made nothing; as JSON, an empty report too."""
    show_problems(problems, as_json=as_json)
    if as_json:
        from seriesbook.report import problem_json  # noqa: PLC0415 - keeps `--help` fast

        said = [problem_json(problem) for problem in in_order(problems)]
        click.echo(json.dumps({"essays": [], "problems": said}))


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def show_findings(findings: Iterable[Finding]) -> None:
    """Write to stdout what is there, and how to get what is not."""
    for finding in findings:
        colour = "green" if finding.found else "red" if finding.need.required else "yellow"
        state = "ok" if finding.found else "MISSING" if finding.need.required else "missing"
        mark = click.style(f"{state:<7}", fg=colour)
        place = finding.found or finding.get
        click.echo(f"{mark}  {finding.need.name:<15}  {finding.need.purpose:<41}  {place}")


def show_cache(folder: Path, entries: Sequence[Entry], limit: int) -> None:
    """Write to stdout what a cache holds."""
    total = sum(entry.bytes for entry in entries)
    click.echo(f"{folder}: {len(entries)} entries, {_size(total)} of at most {_size(limit)}")
    for kind in sorted({entry.kind for entry in entries}):
        sizes = [entry.bytes for entry in entries if entry.kind == kind]
        click.echo(f"  {kind:<12} {len(sizes):>6} {_size(sum(sizes)):>10}")


class NewsPrinter:
    """Tells how each build went while a series is watched: one line, and what is new to mend.

    Warnings that the build before had, too, are only counted.
    """

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._known: frozenset[Problem] = frozenset()

    def __call__(self, news: News) -> None:
        """Show a build."""
        fresh = [p for p in news.problems if p.severity == "error" or p not in self._known]
        self._known = frozenset(news.problems)
        if self._as_json:
            from seriesbook.report import problem_json  # noqa: PLC0415 - keeps `--help` fast

            said = [problem_json(problem) for problem in news.problems]
            made = news.report.as_json()["editions"] if news.report else {}
            line = {"changed": news.changed, "editions": made, "problems": said,
                    "seconds": round(news.seconds, 3), "fault": news.fault}  # fmt: skip
            click.echo(json.dumps(line))
        else:
            for problem in in_order(fresh):
                click.echo(_problem_line(problem), err=True)
            show_details(news.fault)
            click.echo(news_line(news))
        sys.stdout.flush()


def news_line(news: News) -> str:
    """A build in one line: what changed, what was set anew, how long it took, what is wrong."""
    parts = [_listed(news.changed) or "First build", *_made(news.report)]
    counts = _counts(news.problems)
    parts += [counts] if counts else []
    parts += ["Seriesbook failed"] if news.fault else []
    line = f"{parts[0]}: {'; '.join(parts[1:])} ({news.seconds:.2f} s)"
    return "".join(filter(str.isprintable, line))


def _made(report: Report | None) -> list[str]:
    if report is None:
        return ["nothing written"]
    anew = dict.fromkeys(part for book in report.books for part, _ in book.written.rebuilt)
    again = dict.fromkeys(part for book in report.books for part in book.written.reused)
    parts = [f"set {_listed(tuple(anew))}"] if anew and (again or len(anew) <= _NAMED) else []
    parts += [f"set all {len(anew)} parts"] if len(anew) > _NAMED and not again else []
    return [*parts, f"made {_listed(tuple(book.path.name for book in report.books))}"]


def _listed(names: tuple[str, ...]) -> str:
    """The first names, and how many there are besides."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


class Progress:
    """One line that is rewritten, where a terminal looks on; nothing elsewhere.

    A library would draw a bar of its own design and cost its import; a line is enough here.
    Leaving the `with` block takes the line away, before anything else is written.
    """

    def __init__(self, *, quiet: bool) -> None:
        self._shown = 0
        self._live = not quiet and sys.stderr.isatty()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: object, traceback: TracebackType | None
    ) -> None:
        if self._shown:
            self._rewrite("")

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage is."""
        if self._live:
            text = f"{stage} {done}/{total}"
            width = shutil.get_terminal_size().columns - 1  # a longer line could not be taken back
            self._rewrite("".join(filter(str.isprintable, text))[:width])

    def _rewrite(self, text: str) -> None:
        padding = " " * max(self._shown - len(text), 0)
        self._shown = max(self._shown, len(text))  # known even if Ctrl-C comes while it is shown
        click.echo(f"\r{text}{padding}\r{text}", nl=False, err=True)
        self._shown = len(text)


def _coloured(text: str, severity: Severity) -> str:
    return click.style(text, fg=_COLOURS[severity], bold=severity == "error")


def _size(count: int) -> str:
    for unit, name in ((1_000_000_000, "GB"), (1_000_000, "MB")):
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{max(round(count / 1000), 1)} kB"
