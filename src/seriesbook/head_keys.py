"""The keys that authors put into the heads of their essays, and what they mean to us."""

from __future__ import annotations

import difflib

# Our field: the keys that mean it in our own series, Jekyll, Hugo, Pandoc and Obsidian; where a
# head has several of them, the first here counts.
FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "subtitle": ("subtitle", "sub_title", "subheading", "dek"),
    "short_title": ("short_title", "shorttitle", "running_head", "linktitle"),
    "number": ("number", "part_number", "chapter", "order", "weight"),
    "slug": ("slug", "permalink"),
    "summary": ("summary", "description", "excerpt", "abstract"),
    "author": ("author", "authors", "by"),
    "editor": ("editor", "editors"),
    "translator": ("translator", "translators"),
    "illustrator": ("illustrator", "illustrators"),
    "date": ("date", "published", "publishdate", "published_at", "pubdate", "created"),
    "updated": ("updated", "lastmod", "modified", "last_modified_at", "date_updated"),
    "epigraph": ("epigraph",),
    "epigraph_source": ("epigraph_source",),
    "url": ("original_url", "origin_url", "canonical_url", "canonicalurl", "canonical", "url"),
    "publication": ("publication", "first_published_in", "published_in", "venue"),
    "byline": ("byline",),
    "license": ("license", "licence", "rights"),
    "language": ("language", "lang", "locale"),
    "direction": ("direction", "dir"),
    "draft": ("draft",),
    "status": ("status",),
    "role": ("role",),
    "type": ("type",),
    "subjects": ("subjects", "keywords", "tags", "categories", "category", "tag"),
}
# Keys of other tools that say nothing a book needs.
_IGNORED = frozenset(
    "layout image images cover hero thumbnail aliases cssclass cssclasses toc math comments share "
    "series part parts id uid uuid redirect_from featured pin menu resources outputs output "
    "bibliography csl references header_includes documentclass geometry fontsize link_citations "
    "nocite format execute jupyter tumblr_url hide_table_of_contents sidebar nav_order eleventy "
    "og_image twitter_card author_profile classes sitemap robots feed publish hidden "
    "expirydate markup params cascade image_alt banner template theme copyright".split()
)
_KEYS = {key: field for field, keys in FIELDS.items() for key in keys}


def plain_key(key: str) -> str:
    """A key as our tables spell it."""
    return key.strip().lower().replace(" ", "_").replace("-", "_")


def field_of(key: str) -> str | None:
    """Our field for a key, or None."""
    return _KEYS.get(plain_key(key))


def rank_of(key: str) -> int:
    """Place of a key among those of its field: 0 counts most."""
    plain = plain_key(key)
    return FIELDS[_KEYS[plain]].index(plain)


def is_known(key: str) -> bool:
    """Whether a key means something to us, or to a tool that we know of."""
    return plain_key(key) in _KEYS or plain_key(key) in _IGNORED


def nearest_key(key: str) -> str:
    """The key that an unknown one was probably meant to be; '' if none looks like it."""
    return next(iter(difflib.get_close_matches(plain_key(key), _KEYS, 1, cutoff=0.8)), "")
