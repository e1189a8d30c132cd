"""The typographer of formats whose texts come typeset: it changes nothing."""

from __future__ import annotations

import html


class PlainTypographer:
    """Captions and titles as they are."""

    def inline(self, text: str) -> str:
        """A text as inline XHTML."""
        return html.escape(text, quote=False)

    def plain(self, text: str) -> str:
        """The text itself."""
        return text
