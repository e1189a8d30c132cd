"""series.toml for an import: what the posts have in common, and what the source lacks."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from seriesbook.languages import language_tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from seriesbook.importers.model import Post


def series_title(posts: Sequence[Post]) -> str:
    """The series' title: what most posts say of it, else the publication's name."""
    said = Counter(post.series.title for post in posts if post.series and post.series.title)
    if said and sum(said.values()) * 2 > len(posts):
        return said.most_common(1)[0][0]
    published = Counter(post.publication for post in posts if post.publication)
    if published:
        return published.most_common(1)[0][0]
    return posts[0].title if len(posts) == 1 else ""


def common_authors(posts: Sequence[Post]) -> tuple[str, ...]:
    """The authors that most essays have; all of them in order of their share, if no few have."""
    sets = Counter(post.authors for post in posts if post.authors)
    if not sets:
        return ()
    most, count = sets.most_common(1)[0]
    if count * 2 > sum(sets.values()):
        return most
    names = Counter(name for post in posts for name in post.authors)
    return tuple(name for name, _ in names.most_common(8))


def common(values: Iterable[str]) -> str:
    """The value that more than half have; '' if none."""
    counted = Counter(values)
    value, count = counted.most_common(1)[0] if counted else ("", 0)
    return value if count * 2 > sum(counted.values()) else ""


def language_of(posts: Sequence[Post]) -> str:
    """The language of most posts, as a tag."""
    found = Counter(filter(None, (language_tag(post.language) for post in posts)))
    return found.most_common(1)[0][0] if found else ""


def draft_manifest(
    title: str,
    posts: Sequence[Post],
    bios: dict[str, str],
    parts: Sequence[tuple[str, str, str]],
) -> str:
    """The text of series.toml. `bios` are files by author; `parts` titles, addresses, files."""
    lines = [*_lines(title, posts, bios), *_parts(parts)]
    return "\n".join(lines).lstrip("\n") + "\n"


def _lines(title: str, posts: Sequence[Post], bios: dict[str, str]) -> Iterator[str]:
    yield f"title = {_text(title)}" if title else "# The source does not say what it is called."
    language = language_of(posts)
    if language:
        yield f"language = {_text(language)}"
    license_ = common(post.license for post in posts)
    if license_:
        yield f"license = {_text(license_)}"
    authors = common_authors(posts)
    if len(authors) == 1 and not bios:
        yield f"author = {_text(authors[0])}"
    for name in authors if len(authors) > 1 or bios else ():
        yield ""
        yield "[[authors]]"
        yield f"name = {_text(name)}"
        if name in bios:
            yield f"bio = {_text(bios[name])}"


def _parts(parts: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    """The parts of the series as comments: what is not here is named, and not invented."""
    if parts:
        yield ""
        yield "# The parts of this series, as its first publication lists them:"
        for number, (title, url, name) in enumerate(parts, 1):
            place = f"essays/{name}" if name else "not in the source"
            address = f" <{url}>" if url and not name else ""
            yield f"# {number}. {' '.join(title.split())}{address} ({place})"


def _text(value: str) -> str:
    """A basic string of TOML, which JSON's strings are too (https://toml.io/en/v1.0.0#string)."""
    return json.dumps(" ".join(value.split()), ensure_ascii=False).replace("\x7f", "\\u007f")
