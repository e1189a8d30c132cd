from __future__ import annotations

import pytest

from seriesbook.isbn import digits_of, is_isbn


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("978-3-16-148410-0", True), ("ISBN 978 3 16 148410 0", True), ("0-306-40615-2", True),
        ("080442957X", True), ("urn:isbn:9783161484100", True), ("978-3-16-148410-1", False),
        ("0-306-40615-3", False), ("1234567890128", False), ("978", False), ("", False),
        ("X306406152", False),
    ],
)  # fmt: skip
def test_check_digits(text: str, valid: bool) -> None:
    assert is_isbn(text) is valid


def test_digits_are_bare() -> None:
    assert digits_of("urn:isbn:978-3-16-148410-0") == "9783161484100"
