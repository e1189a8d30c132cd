"""An import from end to end: sources → posts → essays → a series folder and its report."""

from __future__ import annotations

import fnmatch
import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from seriesbook.faults import FaultError, at_work
from seriesbook.importers.convert import Converted, Converter
from seriesbook.importers.detect import detect
from seriesbook.importers.folder import Draft, write_series
from seriesbook.importers.htmltree import first_words
from seriesbook.importers.images import Gallery
from seriesbook.importers.merge import read_state
from seriesbook.importers.model import Finding, Post
from seriesbook.importers.proof import prover
from seriesbook.importers.report import Skipped
from seriesbook.listening import heard_problems, listening
from seriesbook.problems import BookError, Problem, Where
from seriesbook.slugs import slugify
from seriesbook.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from seriesbook.importers.archives import Supply
    from seriesbook.importers.model import Importer
    from seriesbook.importers.options import ImportOptions
    from seriesbook.importers.report import ImportReport
    from seriesbook.spool import Kept


@dataclass(slots=True)
class _Gathering:
    """What has been read so far."""

    essays: list[Draft] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    seen: dict[str, set[str]] = field(default_factory=dict)  # hashes of texts by key


def import_series(
    paths: Sequence[Path],
    options: ImportOptions,
    sources: Mapping[str, Importer],
    progress: Callable[[str, int, int], None],
) -> tuple[ImportReport, tuple[Problem, ...]]:
    """Import all sources as one series; give the report, and warnings.

    Raises BookError if a source can't be read to its end, or holds nothing, or if Seriesbook
    itself fails: nothing is then written.
    """
    where = Where(paths[0].name if len(paths) == 1 else "import")
    try:
        with listening() as heard, at_work("importing", where):
            report, problems = _imported(paths, options, sources, progress)
    except FaultError as fault:
        raise BookError([fault.problem]) from fault
    return report, (*problems, *heard_problems(heard, where))


def _imported(
    paths: Sequence[Path],
    options: ImportOptions,
    sources: Mapping[str, Importer],
    progress: Callable[[str, int, int], None],
) -> tuple[ImportReport, tuple[Problem, ...]]:
    platforms, passed, problems = detect(paths, sources, options.limits)
    spool = Spool()
    pictures: dict[str, Kept] = {}
    gallery = Gallery(
        put=lambda path, data: pictures.update({path: spool.keep(data)}), limits=options.limits
    )
    if options.fetch:
        from seriesbook.importers.fetch import Fetcher  # noqa: PLC0415 - seldom needed

        gallery.fetch = Fetcher(limits=options.limits).get
    if options.to:
        _remember(gallery, options.to)
    gathered = _gather(platforms, sources, options, Converter(prover(), gallery), spool, progress)
    gathered.findings[:0] = passed
    if not gathered.essays:
        raise BookError([*problems, _nothing(paths, gathered.skipped)])
    names = tuple((s.name, kind) for kind, supplies in platforms for s in supplies)
    report = write_series(
        gathered.essays, options, pictures, names, tuple(gathered.skipped),
        tuple(gathered.findings), progress,
    )  # fmt: skip
    return report, tuple(problems)


def _remember(gallery: Gallery, folder: Path) -> None:
    """Pictures of an earlier import keep their names."""
    state = read_state(folder)
    known = {**state.files, **state.coming}
    prefix = "images/"
    gallery.known = {h: p[len(prefix) :] for p, h in known.items() if p.startswith(prefix)}
    gallery.names.update(gallery.known.values())


def _gather(
    platforms: Sequence[tuple[str, list[Supply]]],
    sources: Mapping[str, Importer],
    options: ImportOptions,
    converter: Converter,
    spool: Spool,
    progress: Callable[[str, int, int], None],
) -> _Gathering:
    gathered = _Gathering()
    count = 0
    for post in _posts(platforms, sources):
        if isinstance(post, Finding):
            gathered.findings.append(post)
            continue
        count += 1
        progress("Reading posts", count, count)
        _sort_in(post, options, converter, spool, gathered)
    return gathered


def _sort_in(
    post: Post, options: ImportOptions, converter: Converter, spool: Spool, gathered: _Gathering
) -> None:
    """Convert a post, or remember why it is left out; two of one name must differ in text."""
    why = _why_not(post, options)
    digests = gathered.seen.setdefault(_key(post), set())
    digest = hashlib.sha256(post.html.encode()).hexdigest()
    if not why and digest in digests:
        why = "posts that came twice"
    if why:
        gathered.skipped.append(Skipped(_title_or_words(post), why, post.place))
        return
    if digests:
        post = replace(post, key=f"{_key(post)}#{len(digests) + 1}")
    digests.add(digest)
    where = Where(post.place or post.title or "import")
    with at_work(f"converting {_title_or_words(post)!r}", where):
        _take(post, options, converter, spool, gathered)


def _posts(
    platforms: Sequence[tuple[str, list[Supply]]], sources: Mapping[str, Importer]
) -> Iterator[Post | Finding]:
    for name, supplies in platforms:
        importer = sources[name]
        if importer.read_all and len(supplies) > 1:
            yield from importer.read_all(supplies)
        else:
            for supply in supplies:
                yield from _read(importer, supply)


def _read(importer: Importer, supply: Supply) -> Iterator[Post | Finding]:
    """The posts of a source. One file of many that can't be read at all does not stop the rest."""
    begun = False
    try:
        with at_work("reading it", Where(supply.name)):
            for post in importer.read(supply):
                begun = True
                yield post
    except BookError as error:
        if begun or not supply.prefix:
            raise
        problem = error.problems[0]
        yield Finding(
            "not-carried", "file that can't be read", problem.message, str(problem.where)
        )


def _key(post: Post) -> str:
    return post.key or post.url or f"{post.title} {post.date}"


def _take(
    post: Post, options: ImportOptions, converter: Converter, spool: Spool, gathered: _Gathering
) -> None:
    post = _titled(post)
    made = converter.essay(post, _slug(post))
    if not made.text.strip():
        gathered.skipped.append(Skipped(post.title, "posts without text", post.place))
        return
    comments = [
        (c.author, c.date, converter.fragment(c.html, post)) for c in made.post.comments
    ] if options.comments else []  # fmt: skip
    finding = Finding("dropped", "comment (--comments keeps them)", count=len(made.post.comments))
    extra = (finding,) if made.post.comments and not options.comments else ()
    known = replace(made.post, findings=(*made.post.findings, *extra), comments=())
    bio = converter.fragment(known.bio, post) if known.bio else ""
    held = Converted(replace(known, bio=bio), "", made.held, made.anchors)
    text = spool.keep(made.text.encode("utf-8"))
    said = spool.keep(_comments(known, comments).encode("utf-8")) if comments else None
    gathered.essays.append(Draft(held, text, _slug(post), _key(post), said))


def _comments(post: Post, comments: Sequence[tuple[str, object, str]]) -> str:
    """The comments under a post, each with its author and day."""
    from seriesbook.importers.markdown_escape import escape  # noqa: PLC0415

    lines = [f"## {escape(post.title)}"]
    for author, date, text in comments:
        day = f", {str(date)[:10]}" if date else ""
        lines.append(f"**{escape(author or 'Anonymous')}**{day}")
        lines.append("\n".join(f"> {line}".rstrip() for line in text.strip().split("\n")))
    return "\n\n".join(lines)


def _why_not(post: Post, options: ImportOptions) -> str:
    """Why a post is not imported; '' if it is."""
    size = len(post.html)
    reasons = (
        (post.kind == "page" and not options.pages, "pages (--pages takes them)"),
        (post.status == "draft" and not options.drafts, "drafts (--drafts takes them)"),
        (post.status == "private" and not options.drafts, "private posts (--drafts takes them)"),
        (bool(options.select) and not _selected(post, options.select), "posts not selected"),
        (size > options.limits.post_characters, "posts longer than any essay"),
        (not post.html.strip(), "posts without text"),
    )
    return next((why for true, why in reasons if true), "")


def _selected(post: Post, patterns: Sequence[str]) -> bool:
    """Whether a pattern of --select fits the slug, title, address or a tag of a post."""
    said = (post.slug, post.title, post.url, slugify(post.title), *post.tags)
    return any(
        fnmatch.fnmatchcase(words.casefold(), pattern.casefold())
        for words in said
        for pattern in patterns
    )


def _title_or_words(post: Post) -> str:
    return post.title or post.slug or first_words(post.html) or post.url or post.key


def _titled(post: Post) -> Post:
    """A post without a title is called after its address, or its day."""
    if post.title.strip():
        return post
    words = unquote(post.slug).replace("-", " ").strip()
    title = words[:1].upper() + words[1:] if words and not words.isdecimal() else ""
    title = title or (f"Post of {post.date.isoformat()}" if post.date else "Untitled")
    finding = Finding("guessed", "title of a post without one", title, post.place)
    return replace(post, title=title, findings=(*post.findings, finding))


def _slug(post: Post) -> str:
    """The name of an essay: what its address said, else what its title says."""
    given = slugify(unquote(post.slug).rstrip("/").rpartition("/")[2]) if post.slug else ""
    usable = given and given != "untitled" and not given.isdecimal()
    return given if usable else slugify(post.title)


def _nothing(paths: Sequence[Path], skipped: Sequence[Skipped]) -> Problem:
    where = Where(str(paths[0])) if paths else Where(".")
    if not skipped:
        return Problem(where, "import-empty", "there is no post in it.", "Check the source.")
    reasons = ", ".join(f"{why} ({count})" for why, count in _reasons(skipped))
    mend = "Take them with the option named." if "(--" in reasons else "Check the source."
    return Problem(where, "import-empty", f"no post in it is imported: {reasons}.", mend)


def _reasons(skipped: Sequence[Skipped]) -> list[tuple[str, int]]:
    return Counter(skip.why for skip in skipped).most_common()
