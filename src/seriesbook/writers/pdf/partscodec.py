"""Parts as bytes and back, for the cache. Data only: reading it can run nothing."""

from __future__ import annotations

import json

from seriesbook.parts import Annotation, Figure, Parts, Stream

_LENGTH = 8


def packed(parts: Parts) -> bytes:
    """Parts as bytes: JSON after its length, then the streams."""
    head = json.dumps(
        {
            "text": parts.text.decode("latin-1"),
            "slots": parts.slots,
            "plain": parts.plain,
            "streams": [(len(stream.data), stream.twin) for stream in parts.streams],
            "contents": parts.contents,
            "annotations": [
                (a.page, a.target, a.corners, a.text.decode("latin-1"), a.key)
                for a in parts.annotations
            ],
            "figures": [(figure.page, figure.corners) for figure in parts.figures],
            "owners": parts.owners,
            "ids": parts.ids,
            "top": parts.top,
        },
        separators=(",", ":"),
    ).encode()
    streams = (stream.data for stream in parts.streams)
    return b"".join((len(head).to_bytes(_LENGTH, "big"), head, *streams))


def unpacked(data: bytes) -> Parts:
    """What `packed` wrote."""
    start = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
    head = json.loads(data[_LENGTH:start])
    streams = []
    for length, twin in head["streams"]:
        streams.append(Stream(data[start : start + length], twin))
        start += length
    return Parts(
        text=head["text"].encode("latin-1"),
        slots=tuple(head["slots"]),
        plain=head["plain"],
        streams=tuple(streams),
        contents=tuple(head["contents"]),
        annotations=tuple(
            Annotation(page, target, tuple(corners), text.encode("latin-1"), key)
            for page, target, corners, text, key in head["annotations"]
        ),
        figures=tuple(Figure(page, tuple(corners)) for page, corners in head["figures"]),
        owners=head["owners"],
        ids=tuple(head["ids"]),
        top=head["top"],
    )
