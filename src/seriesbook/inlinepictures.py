"""Pictures that stand within a page, a stylesheet or a drawing as `data:`, and their bounds."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from seriesbook.limits import Limits

_SPACE = re.compile(rb"\s+")


def bytes_of(address: str) -> bytes:
    """What a `data:` address holds; empty if it can't be read."""
    head, _, text = address.strip().partition(",")
    data = unquote_to_bytes(text)
    if not head.rstrip().lower().endswith(";base64"):
        return data
    try:
        return base64.b64decode(_SPACE.sub(b"", data))
    except ValueError:
        return b""


def size_fault(address: str, limits: Limits) -> str:
    """Why a picture in an address is beyond measure, as what it has; "" if it is not."""
    from seriesbook.pictures import opened  # noqa: PLC0415 - Pillow takes 30 ms to import

    data = bytes_of(address)
    if len(data) > limits.image_bytes:
        return f"a picture of more than {limits.image_bytes:,} bytes"
    try:
        with opened(data) as image:
            large = image.width * image.height > limits.image_pixels
    except Exception:  # Pillow raises whatever damaged data lead to; who draws it will tell
        return ""
    return f"a picture of more than {limits.image_pixels:,} pixels" if large else ""
