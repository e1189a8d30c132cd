"""The order of essays: by their days, and within a series by its numbers."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from seriesbook.importers.model import Finding, SeriesHint
from seriesbook.importers.postlinks import same_place
from seriesbook.importers.seriesphrases import value_of
from seriesbook.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seriesbook.importers.model import Post

_NUMBERED = re.compile(
    r"(?P<stem>.{3,}?)[\s,:–—-]*(?:[(\[]\s*(?P<round>\d{1,2}|[IVX]{1,5})\s*[)\]]|"
    r"(?:#|№|n[o°º]\.?)\s?(?P<hash>\d{1,2})|\s(?P<roman>[IVX]{1,5}))"
)


def in_order(posts: Sequence[Post]) -> list[int]:
    """The indices of posts in the order of the book: pages last, without a day as the source has.

    The numbered posts of a series take the places that their days give them all, in the order of
    their numbers. So one without a number stays in its time: a series is often called so from its
    second part on.
    """
    last = dt.date.max
    order = sorted(
        range(len(posts)), key=lambda i: (posts[i].kind == "page", posts[i].date or last, i)
    )
    numbers = _numbers(posts)
    titles = {slugify(p.series.title) for p in posts if p.series and p.series.title}
    groups: dict[tuple[bool, str], list[int]] = {}
    for index in order:
        if index in numbers:
            series = posts[index].series
            name = slugify(series.title) if series and series.title and len(titles) > 1 else ""
            groups.setdefault((posts[index].kind == "page", name), []).append(index)
    place_of = {index: place for place, index in enumerate(order)}
    for found in groups.values():
        places = [place_of[index] for index in found]
        for place, index in zip(places, sorted(found, key=numbers.__getitem__), strict=True):
            order[place] = index
    return order


def numbered_by_titles(posts: Sequence[Post]) -> list[Post]:
    """Posts with the numbers that titles say only together: "Boats", "Boats II", "Boats (3)".

    Taken where two or more have one stem and numbers that follow each other.
    """
    stems: dict[str, dict[int, int]] = {}
    for index, post in enumerate(posts):
        match = _NUMBERED.fullmatch(post.title.strip())
        number = value_of(match["round"] or match["hash"] or match["roman"]) if match else None
        if match and number and not (post.series and post.series.number):
            stems.setdefault(slugify(match["stem"]), {}).setdefault(number, index)
    for index, post in enumerate(posts):
        stem = slugify(post.title)
        if stem in stems and not (post.series and post.series.number):
            stems[stem].setdefault(1, index)
    found = list(posts)
    for numbers in stems.values():
        if not any(number + 1 in numbers for number in numbers):
            continue
        for number, index in numbers.items():
            post = posts[index]
            match = _NUMBERED.fullmatch(post.title.strip())
            hint = post.series or SeriesHint(title=match["stem"] if match else post.title)
            finding = Finding("guessed", "number in the series, by its title", post.title)
            found[index] = replace(
                post, series=replace(hint, number=number), findings=(*post.findings, finding)
            )
    return found


def _numbers(posts: Sequence[Post]) -> dict[int, int]:
    """Numbers by index: what a post says of itself, else its place in a list of parts."""
    placed = {
        same_place(url): number
        for post in posts
        if post.series
        for number, (_, url) in enumerate(post.series.parts, 1)
        if url
    }
    found: dict[int, int] = {}
    for index, post in enumerate(posts):
        said = post.series.number if post.series else None
        number = said or placed.get(same_place(post.url))
        if number is not None:
            found[index] = number
    return found
