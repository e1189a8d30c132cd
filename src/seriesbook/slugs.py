"""Slugs: the stable, ASCII names of sections, made from file names and never from positions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from anyascii import anyascii

from seriesbook.problems import Outcome, Problem, Where
from seriesbook.roles import ROLES, role_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?=[-_. ]|$)")
_LEADING = re.compile(r"(\d+)(?=[-_. ]|$)[-_. ]*")
MAX_LENGTH = 80
# Names that the books use themselves, and names that Windows keeps for devices.
RESERVED = frozenset(
    {*ROLES, *"nav toc package landmarks page-list con prn aux nul".split()}
    | {f"{device}{n}" for device in ("com", "lpt") for n in range(1, 10)}
)


class Named(Protocol):
    """What of a head has to do with its slug (see `frontmatter.Head`)."""

    @property
    def slug(self) -> str:
        """The slug that the author gives, '' for none."""

    @property
    def role(self) -> str:
        """The role that the author gives, '' for none."""

    def line(self, field: str) -> int | None:
        """Line of a field of the head."""


def slugify(text: str) -> str:
    """ASCII letters, digits and hyphens, in lower case; `untitled` if nothing is left."""
    words = re.sub(r"[^a-z0-9]+", "-", anyascii(text).replace("'", "").lower())
    slug = words.strip("-")
    if len(slug) > MAX_LENGTH:
        slug = slug[:MAX_LENGTH].rpartition("-")[0] or slug[:MAX_LENGTH]
    return slug or "untitled"


def stem_of(path: str) -> str:
    """Name of a source without folders and suffix; of its folder if it is an `index` file."""
    pure = PurePosixPath(path)
    return pure.parent.name if pure.stem.lower() == "index" and pure.parent.name else pure.stem


def number_of(path: str) -> int | None:
    """The number that a file's name begins with, if any; a date is not one."""
    stem = stem_of(path)
    if _DATE.match(stem):
        return None
    match = _LEADING.match(stem)
    return int(match[1]) if match else None


def natural_key(path: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key in which `2-two` comes before `10-ten`."""
    pieces = re.split(r"(\d+)", path.casefold())
    return (*((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in pieces if p), (2, 0, path))


def assign_slugs(heads: Mapping[str, Named]) -> Outcome[dict[str, str]]:
    """Give every source a slug of its own: what its head says, else what its name says.

    Two names that differ in their numbers alone keep the numbers (`03-same`, `04-same`), so that
    neither depends on the other's position. An essay never takes a name of `RESERVED`.
    """
    explicit = {path: slugify(head.slug) for path, head in heads.items() if head.slug}
    derived = {path: _bare(path) for path in heads if path not in explicit}
    repeated = Counter([*derived.values(), *explicit.values()])
    wanted = explicit | {
        path: slugify(stem_of(path)) if repeated[slug] > 1 else slug
        for path, slug in derived.items()
    }
    taken = set(explicit.values())
    slugs: dict[str, str] = {}
    for path in (*explicit, *derived):
        slug = wanted[path]
        if slug in RESERVED and not _is_matter(path, heads[path]):
            slug = f"{slug}-essay"
        given = path in explicit and slug not in slugs.values()
        slugs[path] = slug if given else _free(slug, taken)
        taken.add(slugs[path])
    problems = (*_duplicates(explicit, heads), *_reserved(explicit, slugs, heads))
    return Outcome({path: slugs[path] for path in heads}, problems)


def _is_matter(path: str, head: Named) -> bool:
    """Whether a source may have the name of its role."""
    name = head.role or ("" if path.startswith("essays/") else _bare(path))
    return role_name(name) in ROLES and role_name(name) not in {"essay", "part"}


def _bare(path: str) -> str:
    """Slug of a name without its leading date or number; with it, if nothing else is left."""
    stem = stem_of(path)
    bare = _DATE.sub("", stem, count=1).lstrip("-_. ")
    bare = _LEADING.sub("", bare, count=1) or stem
    return slugify(bare)


def _free(slug: str, taken: Iterable[str]) -> str:
    if slug not in taken:
        return slug
    number = 2
    while f"{slug}-{number}" in taken:
        number += 1
    return f"{slug}-{number}"


def _duplicates(explicit: Mapping[str, str], heads: Mapping[str, Named]) -> tuple[Problem, ...]:
    by_slug: dict[str, list[str]] = defaultdict(list)
    for path, slug in explicit.items():
        by_slug[slug].append(path)
    return tuple(
        Problem(
            Where(path, heads[path].line("slug")),
            "slug-duplicate",
            f"the slug {slug!r} is also that of {_others(paths, path)}.",
            "Give each essay a slug of its own, or remove the line.",
        )
        for slug, paths in by_slug.items()
        if len(paths) > 1
        for path in paths
    )


def _reserved(
    explicit: Mapping[str, str], slugs: Mapping[str, str], heads: Mapping[str, Named]
) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            Where(path, heads[path].line("slug")),
            "slug-reserved",
            f"every book uses the name {slug!r} itself; this essay is called {slugs[path]!r}.",
            "Choose another slug.",
            "warning",
        )
        for path, slug in explicit.items()
        if slugs[path] == f"{slug}-essay"
    )


def _others(paths: list[str], path: str) -> str:
    return ", ".join(other for other in paths if other != path)
