"""Bounds on what comes from outside, in one place (see docs/architecture.md, Trust)."""

MAX_SOURCE_BYTES = 50_000_000
MAX_IMAGE_BYTES = 100_000_000
MAX_FONT_BYTES = 50_000_000
MAX_IMAGE_PIXELS = 100_000_000
MAX_YAML_ALIASES = 16
MAX_NESTING = 100
MAX_BRACKETS = 60
MAX_PANDOC_SECONDS = 60
MAX_PANDOC_MEGABYTES = 1024
# Exports of platforms: streamed, so that the bounds are on what a disk would bear, not on memory.
MAX_EXPORT_BYTES = 4_000_000_000
MAX_EXPORT_ITEM_CHARACTERS = 100_000_000  # of a post with its comments, which is held whole
MAX_EXPORT_MEMBERS = 50_000
MAX_EXPORT_RATIO = 200  # of a member's size to its packed size; prose packs to a third
MAX_PATH_LENGTH = 1_000
MAX_POST_CHARACTERS = 10_000_000
# Pictures from the web.
MAX_FETCH_BYTES = 30_000_000
MAX_FETCH_TOTAL_BYTES = 1_000_000_000
MAX_FETCH_NUMBER = 2_000
MAX_FETCH_REDIRECTS = 5
MAX_FETCH_SECONDS = 20.0
