from __future__ import annotations

import pytest

from seriesbook.rightward import with_addresses_left_to_right


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<a class="url" href="x">x</a>', '<a dir="ltr" class="url" href="x">x</a>'),
        (
            '<a href="https://a.b/">https://a.b/</a>',
            '<a dir="ltr" href="https://a.b/">https://a.b/</a>',
        ),
        ('<a href="https://a.b/">שלום</a>', '<a href="https://a.b/">שלום</a>'),
        ("<code>x</code> <codex>", '<code dir="ltr">x</code> <codex>'),
        ('<pre class="y" dir="rtl">', '<pre class="y" dir="rtl">'),
    ],
)
def test_addresses_and_code_run_to_the_right(markup: str, expected: str) -> None:
    assert with_addresses_left_to_right(markup) == expected
