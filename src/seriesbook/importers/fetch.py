"""Pictures from the web, for --fetch: bounded, and from public addresses only.

Every name is resolved by us, every address it has must be public, and the connection is made to
the very address that was checked, so that a name can't change its mind in between. Redirects
are followed by hand and checked in the same way.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from seriesbook.importers.model import Finding
from seriesbook.limits import USUAL, Limits

if TYPE_CHECKING:
    from collections.abc import Callable

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536


class RefusedError(Exception):
    """An address that is not fetched, and why."""


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


@dataclass(slots=True)
class Fetcher:
    """Gets files, up to a number and a size in all. `resolver` gives the addresses of a host."""

    resolver: Callable[[str, int], list[str]] = resolve
    connect: Callable[[str, int, float], socket.socket] = field(
        default=lambda address, port, seconds: socket.create_connection((address, port), seconds)
    )
    number: int = 0
    total: int = 0
    limits: Limits = USUAL

    def get(self, url: str) -> bytes | Finding:
        """The bytes at an address, or a finding that tells why there are none."""
        try:
            return self._get(url)
        except RefusedError as error:
            return Finding("unreachable", f"picture on the web: {error}", url)
        except (OSError, http.client.HTTPException, ValueError, UnicodeError):
            return Finding("unreachable", "picture on the web: it can't be reached", url)

    def _get(self, url: str) -> bytes:
        for _ in range(self.limits.fetch_redirects + 1):
            self._count()
            status, place, data = self._request(url)
            if status in _REDIRECTS and place:
                url = urljoin(url, place)
                continue
            if status != http.client.OK:
                raise RefusedError(f"the server answers {status}")
            self.total += len(data)
            return data
        raise RefusedError("it is redirected too often")

    def _count(self) -> None:
        self.number += 1
        if self.number > self.limits.fetch_number:
            raise RefusedError("there are too many")
        if self.total > self.limits.fetch_total_bytes:
            raise RefusedError("they are too large in all")

    def _request(self, url: str) -> tuple[int, str, bytes]:
        parts = urlsplit(url)
        host, scheme = parts.hostname or "", parts.scheme.lower()
        if scheme not in _PORTS or not host or parts.username:
            raise RefusedError("its address is none of the web's")
        port = parts.port or _PORTS[scheme]
        address = self._public(host, port)
        connection = _Pinned(
            host, port, address, self.connect, self.limits.fetch_seconds, secure=scheme == "https"
        )
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            headers = {"Accept": "image/*", "User-Agent": "Seriesbook", "Connection": "close"}
            connection.request("GET", target, headers=headers)
            answer = connection.getresponse()
            if answer.status in _REDIRECTS:
                return answer.status, answer.getheader("Location") or "", b""
            kind = (answer.getheader("Content-Type") or "").partition(";")[0].strip().lower()
            if answer.status == http.client.OK and kind and not _may_be_picture(kind):
                raise RefusedError(f"it is no picture but {kind}")
            return answer.status, "", _bounded(answer, self.limits.fetch_bytes)
        finally:
            connection.close()

    def _public(self, host: str, port: int) -> str:
        """One address of a host, all of which must be public."""
        found = [ipaddress.ip_address(a.partition("%")[0]) for a in self.resolver(host, port)]
        if not found:
            raise RefusedError("its host has no address")
        if not all(map(is_public, found)):
            raise RefusedError("its host is not on the public web")
        return str(found[0])


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address is one of the public web: global, and no disguise of one that is not."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)  # NAT64, RFC 6052
        if inner is not None and not is_public(inner):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _may_be_picture(kind: str) -> bool:
    return kind.startswith("image/") or kind in {"application/octet-stream", "binary/octet-stream"}


def _bounded(answer: http.client.HTTPResponse, most: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := answer.read(_CHUNK):
        size += len(piece)
        if size > most:
            raise RefusedError("it is too large")
        pieces.append(piece)
    return b"".join(pieces)


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that has been checked, under the name of its host."""

    def __init__(
        self,
        host: str,
        port: int,
        address: str,
        connect: Callable[[str, int, float], socket.socket],
        seconds: float,
        *,
        secure: bool,
    ) -> None:
        super().__init__(host, port, timeout=seconds)
        self._seconds = seconds
        self._address = address
        self._connect = connect
        self._secure = secure

    def connect(self) -> None:
        """Open the socket; with TLS, the certificate must be the host's."""
        made = self._connect(self._address, self.port, self._seconds)
        if self._secure:
            made = ssl.create_default_context().wrap_socket(made, server_hostname=self.host)
        self.sock = made
