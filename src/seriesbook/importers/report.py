"""What an import took, left out, guessed and could not carry over: for people and for programs."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from seriesbook.importers.markdown_escape import code_span, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seriesbook.importers.merge import Action
    from seriesbook.importers.model import Finding, FindingKind

REPORT = "import-report.md"
SHOWN = 12  # places of one kind that the report lists; the rest is counted
# Order and heading of each kind of finding.
KINDS: dict[FindingKind, str] = {
    "taken": "Taken",
    "dropped": "Left out",
    "guessed": "Guessed",
    "not-carried": "Not carried over",
    "unreachable": "Not reached",
}
ACTIONS: dict[Action, str] = {
    "new": "new",
    "updated": "updated: it changed at the source",
    "unchanged": "unchanged",
    "kept": "kept as you edited it",
    "conflict": "NOT written: you edited it, and it changed at the source",
    "removed": "not written again: you removed it",
}


@dataclass(frozen=True, slots=True)
class EssayEntry:
    """One essay of the import. `path` is its file in the series folder."""

    path: str
    title: str
    key: str
    url: str
    place: str
    action: Action
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A post that was not imported, and why."""

    title: str
    why: str
    place: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The outcome of an import. `others` are files that are no essays, by path."""

    folder: str
    title: str
    sources: tuple[tuple[str, str], ...]  # name, platform
    essays: tuple[EssayEntry, ...]
    skipped: tuple[Skipped, ...]
    findings: tuple[Finding, ...]
    parts: tuple[tuple[str, str, str], ...]  # of the series: title, address, file ('' if missing)
    others: tuple[tuple[str, Action], ...]
    dry_run: bool = False

    def counts(self) -> Counter[Action]:
        """How many files were dealt with in which way."""
        return Counter([*(e.action for e in self.essays), *(action for _, action in self.others)])

    def conflicts(self) -> list[str]:
        """Files that the author and the source have both changed."""
        essays = [entry.path for entry in self.essays if entry.action == "conflict"]
        return essays + [path for path, action in self.others if action == "conflict"]

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "folder": self.folder,
            "title": self.title,
            "dry_run": self.dry_run,
            "sources": [{"name": name, "platform": kind} for name, kind in self.sources],
            "essays": [_essay_json(entry) for entry in self.essays],
            "skipped": [{"title": s.title, "why": s.why, "place": s.place} for s in self.skipped],
            "findings": [_finding_json(finding) for finding in self.findings],
            "parts": [
                {"title": title, "url": url, "path": f"essays/{name}" if name else ""}
                for title, url, name in self.parts
            ],
            "files": [{"path": path, "action": action} for path, action in self.others],
            "conflicts": self.conflicts(),
        }


def _essay_json(entry: EssayEntry) -> dict[str, Any]:
    return {
        "path": entry.path,
        "title": entry.title,
        "key": entry.key,
        "url": entry.url,
        "place": entry.place,
        "action": entry.action,
        "findings": [_finding_json(finding) for finding in entry.findings],
    }


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "what": finding.what,
        "words": finding.words,
        "place": finding.place,
        "count": finding.count,
    }


def as_markdown(report: ImportReport) -> str:
    """The report as a page to read."""
    return (
        "\n".join([*_head(report), *_skipped(report), *_general(report), *_essays(report)]) + "\n"
    )


def _head(report: ImportReport) -> Iterator[str]:
    yield f"# Import report: {escape(report.title)}"
    yield ""
    for name, kind in report.sources:
        yield f"- Source: {escape(name)} ({kind})"
    for line in summary(report):
        yield f"- {escape(line)}"
    if report.parts:
        yield ""
        yield "## The parts of the series"
        yield ""
        for number, (title, url, name) in enumerate(report.parts, 1):
            place = f"`essays/{name}`" if name else "**not in the source**"
            address = f" <{url}>" if url and not name else ""
            yield f"{number}. {escape(title)}: {place}{address}"


def summary(report: ImportReport) -> list[str]:
    """A few lines that say how it went."""
    lines = [f"{_number(len(report.essays), 'essay')} in {report.folder}"]
    counts = report.counts()
    lines += [
        f"{_number(counts[action], 'file')} {words}"
        for action, words in ACTIONS.items()
        if counts[action]
    ]
    if report.skipped:
        reasons = Counter(skip.why for skip in report.skipped)
        listed = ", ".join(f"{why} ({count})" for why, count in reasons.most_common())
        lines.append(f"{_number(len(report.skipped), 'post')} not imported: {listed}")
    missing = sum(not name for _, _, name in report.parts)
    if missing:
        lines.append(f"{_number(missing, 'part')} of the series not in the source")
    for kind, heading in KINDS.items():
        kinds = Counter[str]()
        for finding in _all_findings(report):
            if finding.kind == kind:
                kinds[finding.what] += finding.count
        if kinds:
            listed = "; ".join(f"{what} ({count})" for what, count in kinds.most_common(6))
            more = f"; {len(kinds) - 6} more kinds" if len(kinds) > 6 else ""
            lines.append(f"{heading}: {listed}{more}")
    return lines


def _all_findings(report: ImportReport) -> Iterator[Finding]:
    yield from report.findings
    for entry in report.essays:
        yield from entry.findings


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _skipped(report: ImportReport) -> Iterator[str]:
    if not report.skipped:
        return
    yield ""
    yield "## Posts that were not imported"
    by_reason: dict[str, list[Skipped]] = defaultdict(list)
    for skip in report.skipped:
        by_reason[skip.why].append(skip)
    for why, skips in by_reason.items():
        yield ""
        yield f"{why[:1].upper()}{why[1:]}:"
        yield ""
        for skip in skips:
            yield f"- {escape(skip.title or 'Untitled')}{_at(skip.place)}"


def _at(place: str) -> str:
    return f" ({code_span(place)})" if place else ""


def _general(report: ImportReport) -> Iterator[str]:
    if report.findings:
        yield ""
        yield "## The source as a whole"
        yield from _findings(report.findings)


def _essays(report: ImportReport) -> Iterator[str]:
    yield ""
    yield "## Essays"
    for entry in report.essays:
        yield ""
        yield f"### {escape(entry.title)}"
        yield ""
        url = f" <{entry.url}>" if entry.url else ""
        yield f"`{entry.path}`: {ACTIONS[entry.action]}{_at(entry.place)}{url}"
        yield from _findings(entry.findings)


def _findings(findings: Iterable[Finding]) -> Iterator[str]:
    """Findings by kind, each kind of thing once with its count and the first of its words."""
    by_kind: dict[tuple[FindingKind, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        by_kind[finding.kind, finding.what].append(finding)
    for kind, heading in KINDS.items():
        lines = [
            line for (k, what), some in by_kind.items() if k == kind for line in _lines(what, some)
        ]
        if lines:
            yield ""
            yield f"{heading}:"
            yield ""
            yield from lines


def _lines(what: str, findings: list[Finding]) -> Iterator[str]:
    count = sum(finding.count for finding in findings)
    said = [finding for finding in findings if finding.words]
    if len(said) <= 1:
        words = f": {_words(said[0])}" if said else ""
        yield f"- {what}{f' ({count})' if count > 1 else ''}{words}"
        return
    yield f"- {what} ({count}):"
    for finding in said[:SHOWN]:
        yield f"    - {_words(finding)}"
    if len(said) > SHOWN:
        yield f"    - and {len(said) - SHOWN} more"


def _words(finding: Finding) -> str:
    return f"{escape(finding.words)}{_at(finding.place)}"
