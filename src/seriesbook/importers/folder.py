"""The series folder that an import makes: names, order, links between essays, matter, manifest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from seriesbook.importers.blocks import is_same
from seriesbook.importers.essayhead import as_yaml, head_of
from seriesbook.importers.manifest_draft import (
    common_authors,
    draft_manifest,
    language_of,
    series_title,
)
from seriesbook.importers.merge import Merger, read_state
from seriesbook.importers.model import Finding
from seriesbook.importers.ordering import in_order, numbered_by_titles
from seriesbook.importers.postlinks import KnownPosts, same_place
from seriesbook.importers.report import REPORT, EssayEntry, ImportReport, Skipped, as_markdown
from seriesbook.slugs import number_of, slugify

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from seriesbook.importers.convert import Converted
    from seriesbook.importers.merge import Action
    from seriesbook.importers.model import Post
    from seriesbook.importers.options import ImportOptions
    from seriesbook.spool import Kept

BIO = "back/about-the-author.md"
COMMENTS = "back/comments.md"
_LONGEST = 60  # characters of a slug in a file's name


@dataclass(frozen=True, slots=True)
class Draft:
    """An essay whose text, and comments, were set aside."""

    made: Converted
    text: Kept
    slug: str
    key: str
    comments: Kept | None = None

    @property
    def post(self) -> Post:
        """What is known of the essay."""
        return self.made.post


def write_series(
    essays: list[Draft],
    options: ImportOptions,
    pictures: Mapping[str, Kept],
    sources: tuple[tuple[str, str], ...],
    skipped: tuple[Skipped, ...],
    findings: tuple[Finding, ...],
    progress: Callable[[str, int, int], None],
) -> ImportReport:
    """Write all files of the series, or only find out what would be written; give the report."""
    essays = _numbered(essays)
    ordered = [essays[index] for index in in_order([draft.post for draft in essays])]
    posts = [draft.post for draft in ordered]
    title = series_title(posts)
    folder = options.to or Path(slugify(title) if title else "imported-series")
    with Merger(folder, read_state(folder), options.dry_run) as merger:
        names = _names(ordered, merger.state.posts, folder)
        known = KnownPosts()
        for draft, name in zip(ordered, names, strict=True):
            known.add(draft.post, name, draft.made.anchors, draft.key)
        known.learn_site(link for draft in ordered for link in draft.made.held)
        others = _pictures(merger, pictures)
        common = common_authors(posts), _tag(language_of(posts), posts)
        entries = []
        for number, (draft, name) in enumerate(zip(ordered, names, strict=True), 1):
            progress("Writing essays", number, len(ordered))
            entries.append(_essay(draft, name, known, common, merger))
        parts = _parts(posts, names, known)
        others += _matter(ordered, title, parts, merger)
        report = ImportReport(
            folder.as_posix(), title or folder.name, sources, tuple(entries), skipped, findings,
            tuple(parts), tuple(others), options.dry_run,
        )  # fmt: skip
        merger.put_always(REPORT, as_markdown(report).encode("utf-8"))
        paths = {d.key: f"essays/{name}" for d, name in zip(ordered, names, strict=True)}
        merger.close(paths)
        return report


def _numbered(essays: Sequence[Draft]) -> list[Draft]:
    """Essays with the numbers that their titles say together."""
    posts = numbered_by_titles([draft.post for draft in essays])
    return [
        replace(draft, made=replace(draft.made, post=post))
        for draft, post in zip(essays, posts, strict=True)
    ]


def _names(essays: Sequence[Draft], earlier: Mapping[str, str], folder: Path) -> list[str]:
    """File names `NN-slug.md`; a post that was imported before keeps its name."""
    kept = {d.key: Path(earlier[d.key]).name for d in essays if d.key in earlier}
    used = {Path(path).name for path in earlier.values()}
    taken = {name.partition("-")[2] for name in used}
    first = max((number_of(name) or 0 for name in used), default=0)
    width = max(2, len(str(first + len(essays))))
    names: list[str] = []
    number = first
    for draft in essays:
        if draft.key in kept:
            names.append(kept[draft.key])
            continue
        number += 1
        slug = _short(draft.slug)
        name, again = f"{slug}.md", 2
        while name in taken or (folder / "essays" / f"{number:0{width}}-{name}").exists():
            name, again = f"{slug}-{again}.md", again + 1
        taken.add(name)
        names.append(f"{number:0{width}}-{name}")
    return names


def _short(slug: str) -> str:
    return slug if len(slug) <= _LONGEST else slug[:_LONGEST].rpartition("-")[0] or slug[:_LONGEST]


def _pictures(merger: Merger, pictures: Mapping[str, Kept]) -> list[tuple[str, Action]]:
    return [(path, merger.put(path, kept.read())) for path, kept in pictures.items()]


def _essay(
    draft: Draft,
    name: str,
    known: KnownPosts,
    common: tuple[tuple[str, ...], str],
    merger: Merger,
) -> EssayEntry:
    """Write an essay; its head says what differs from the authors and language all have."""
    body = draft.text.read().decode("utf-8")
    body, linked, lost = known.close(body, list(draft.made.held), name)
    head = head_of(draft.post, series_authors=common[0], language=common[1])
    action = merger.put(f"essays/{name}", f"{head}\n{body}".encode())
    findings = draft.post.findings
    if linked:
        findings = (
            *findings,
            Finding("taken", "link to another essay of the series", count=linked),
        )
    findings += tuple(
        Finding("not-carried", "link to a place on the old site", url) for url in lost
    )
    return EssayEntry(
        f"essays/{name}", draft.post.title, draft.key, draft.post.url, draft.post.place, action,
        findings,
    )  # fmt: skip


def _tag(tag: str, posts: Sequence[Post]) -> str:
    """The language as the posts spell it, so that theirs is not said again."""
    spelled = Counter(post.language for post in posts if post.language)
    return spelled.most_common(1)[0][0] if spelled else tag


def _parts(
    posts: Sequence[Post], names: Sequence[str], known: KnownPosts
) -> list[tuple[str, str, str]]:
    """Parts of the series as the longest list in a post has them: title, address, our file."""
    lists = [post.series.parts for post in posts if post.series and post.series.parts]
    found = max(lists, key=len, default=())
    return [
        (title, url, _held_part(number, title, url, posts, names, known))
        for number, (title, url) in enumerate(found, 1)
    ]


def _held_part(
    number: int,
    title: str,
    url: str,
    posts: Sequence[Post],
    names: Sequence[str],
    known: KnownPosts,
) -> str:
    """The file of a part, told by its address, its title or its number; '' if it is not here."""
    by_url = known.paths.get(same_place(url)) if url else None
    if by_url:
        return by_url
    for post, name in zip(posts, names, strict=True):
        hint = post.series
        numbered = hint is not None and hint.number == number and bool(hint.parts)
        if is_same(title, post.title) or slugify(title) == slugify(post.title) or numbered:
            return name
    return ""


def _matter(
    essays: Sequence[Draft],
    title: str,
    parts: Sequence[tuple[str, str, str]],
    merger: Merger,
) -> list[tuple[str, Action]]:
    """The bios, the comments, the manifest."""
    posts = [draft.post for draft in essays]
    done: list[tuple[str, Action]] = []
    found = _bios(posts)
    files: dict[str, str] = {}
    for name, text in found.items():
        path = BIO if len(found) == 1 else f"back/about-{slugify(name or 'the author')}.md"
        done.append((path, merger.put(path, text.encode("utf-8"))))
        if name:
            files[name] = path
    said = [draft.comments.read().decode("utf-8") for draft in essays if draft.comments]
    if said:
        head = f"---\n{as_yaml({'title': 'Comments', 'role': 'appendix'})}---\n\n"
        text = head + "\n\n".join(said) + "\n"
        done.append((COMMENTS, merger.put(COMMENTS, text.encode("utf-8"))))
    several = files if len(found) > 1 else {}
    manifest = draft_manifest(title, posts, several, parts)
    done.append(("series.toml", merger.put("series.toml", manifest.encode("utf-8"))))
    return done


def _bios(posts: Sequence[Post]) -> dict[str, str]:
    """Words about the authors, by name: the longest that any post has of each."""
    found: dict[str, str] = {}
    for post in posts:
        text = post.bio.strip()
        name = post.authors[0] if post.authors else ""
        if text and len(text) > len(found.get(name, "")):
            found[name] = text + "\n"
    if len(found) > 1 and "" in found:
        del found[""]
    return found
