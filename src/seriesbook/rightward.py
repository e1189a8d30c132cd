"""What runs from left to right within text that runs from right to left."""

from __future__ import annotations

import re

# Code, and links that show their address. Their start tags in markup of our own making.
_CODE = re.compile(r"<(code|pre|kbd|samp)(?=[ >])(?![^>]* dir=)")
_ADDRESS = re.compile(
    r'<a (?![^>]*\bdir=)(?=[^>]*class="(?:url|address)"|[^>]*href="[^"]*"[^>]*>(?:https?://|www\.))'
)


def with_addresses_left_to_right(document: str) -> str:
    """Markup in which addresses and code say their direction; else points and slashes go astray.

    It is said in the markup, since a stylesheet of an e-book must not say it (EPUB 3.3 §6.3).
    """
    return _ADDRESS.sub('<a dir="ltr" ', _CODE.sub(r'<\1 dir="ltr"', document))
