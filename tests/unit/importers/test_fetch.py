from __future__ import annotations

import ipaddress
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from seriesbook.importers.fetch import Fetcher, is_public
from seriesbook.importers.model import Finding
from seriesbook.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

PUBLIC = "93.184.216.34"
PAGES: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/a.png": (200, {"Content-Type": "image/png"}, b"png"),
    "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, b"<p>"),
    "/large": (200, {"Content-Type": "image/png"}, b"0" * 5_000),
    "/moved": (302, {"Location": "/a.png"}, b""),
    "/inward": (302, {"Location": "http://inside.example/a.png"}, b""),
    "/to-file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
}


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, headers, data = PAGES.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def web() -> Iterator[Fetcher]:
    """A fetcher to whom a real server on this machine is a host of the public web."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    hosts = {
        "a.example": [PUBLIC],
        "inside.example": ["10.0.0.1"],
        "both.example": [PUBLIC, "::1"],
        "none.example": [],
    }
    yield Fetcher(
        resolver=lambda host, _: hosts[host],
        connect=lambda *_: socket.create_connection(("127.0.0.1", server.server_port), 5),
    )
    server.shutdown()
    server.server_close()
    thread.join()


def refused(found: bytes | Finding) -> str:
    assert isinstance(found, Finding)
    return found.what.removeprefix("picture on the web: ")


def test_pictures_are_got_and_redirects_followed(web: Fetcher) -> None:
    assert web.get("http://a.example/a.png") == b"png"
    assert web.get("http://a.example/moved") == b"png"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://inside.example/a.png", "its host is not on the public web"),
        ("http://both.example/a.png", "its host is not on the public web"),
        ("http://none.example/a.png", "its host has no address"),
        ("http://a.example/inward", "its host is not on the public web"),
        ("http://a.example/to-file", "its address is none of the web's"),
        ("http://a.example/loop", "it is redirected too often"),
        ("http://a.example/page", "it is no picture but text/html"),
        ("http://a.example/none", "the server answers 404"),
        ("http://user@a.example/a.png", "its address is none of the web's"),
        ("file:///etc/passwd", "its address is none of the web's"),
        ("http://[bad/a.png", "it can't be reached"),
    ],
)
def test_what_is_refused(web: Fetcher, url: str, why: str) -> None:
    assert refused(web.get(url)) == why


def test_bounds(web: Fetcher) -> None:
    web.limits = Limits(fetch_bytes=4_999, fetch_number=2)
    assert refused(web.get("http://a.example/large")) == "it is too large"
    assert web.get("http://a.example/a.png") == b"png"
    assert refused(web.get("http://a.example/a.png")) == "there are too many"
    web.limits = Limits(fetch_total_bytes=2)
    assert refused(web.get("http://a.example/a.png")) == "they are too large in all"


def test_loopback_is_refused_with_the_real_resolver() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    port = server.server_address[1]
    for host in ("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433"):
        found = Fetcher().get(f"http://{host}:{port}/a.png")
        assert refused(found) in {"its host is not on the public web", "it can't be reached"}
    server.server_close()


@pytest.mark.parametrize(
    ("address", "public"),
    [
        (PUBLIC, True), ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False),
        ("224.0.0.1", False), ("255.255.255.255", False), ("::1", False), ("fe80::1", False),
        ("fc00::1", False), ("::ffff:127.0.0.1", False), ("::ffff:93.184.216.34", False),
        ("64:ff9b::a00:1", False), ("2002:7f00:1::", False), ("ff02::1", False),
    ],
)  # fmt: skip
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public
