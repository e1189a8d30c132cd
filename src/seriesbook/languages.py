"""Language tags: BCP 47 (https://www.rfc-editor.org/info/bcp47), as authors write them."""

from __future__ import annotations

import re

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}(?:-[A-Za-z0-9]{1,8})*")
# Names that are written in the place of tags.
_NAMES = {
    "english": "en", "british english": "en-GB", "american english": "en-US", "french": "fr",
    "français": "fr", "german": "de", "deutsch": "de", "spanish": "es", "español": "es",
    "italian": "it", "italiano": "it", "portuguese": "pt", "português": "pt", "dutch": "nl",
    "nederlands": "nl", "russian": "ru", "русский": "ru", "polish": "pl", "polski": "pl",
    "czech": "cs", "greek": "el", "latin": "la", "arabic": "ar", "hebrew": "he", "turkish": "tr",
    "chinese": "zh", "中文": "zh", "japanese": "ja", "日本語": "ja", "korean": "ko",
    "swedish": "sv", "danish": "da", "norwegian": "nb", "finnish": "fi", "hindi": "hi",
    "ukrainian": "uk", "hungarian": "hu", "romanian": "ro", "catalan": "ca", "irish": "ga",
    "welsh": "cy", "esperanto": "eo",
}  # fmt: skip
_REGIONS = {"UK": "GB"}  # reserved in ISO 3166, but no region of BCP 47


def language_tag(text: str) -> str | None:
    """A tag in its usual letters (`en_gb` → `en-GB`, `zh-hant` → `zh-Hant`); None if it is none.

    Letters by RFC 5646 §2.1.1.
    """
    tag = text.strip().replace("_", "-").partition(".")[0]
    if not _TAG.fullmatch(tag):
        return None
    first, *others = tag.split("-")
    return "-".join([first.lower(), *map(_subtag, others)])


def tag_example(text: str) -> str:
    """How to mend what is no tag."""
    known = _NAMES.get(text.strip().lower())
    return f"Write {known}." if known else "Use one such as en, en-GB, fr, zh-Hant."


def _subtag(text: str) -> str:
    if len(text) == 2:
        return _REGIONS.get(text.upper(), text.upper())
    return text.title() if len(text) == 4 and text.isalpha() else text.lower()
