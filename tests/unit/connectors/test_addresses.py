import http.server
import threading
from collections.abc import Iterator

import httpx2
import pytest

from firstline.connectors.addresses import AddressRefused, Reach

INSIDE = (
    "https://127.0.0.1/",
    "https://10.1.2.3/orders",
    "https://192.168.0.1/",
    "https://169.254.169.254/latest/meta-data",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://224.0.0.1/",
    "https://[::1]/",
    "https://[fd00::1]/",
    "https://[fe80::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://2130706433/",
    "https://localhost/",
)


@pytest.mark.parametrize("url", INSIDE)
def test_nothing_inside_the_network_may_be_asked(url: str) -> None:
    with pytest.raises(AddressRefused, match="private network"):
        Reach().check(url)


@pytest.mark.parametrize("url", ["https://1.1.1.1/orders", "https://[2606:4700::1111]/"])
def test_the_public_internet_may(url: str) -> None:
    Reach().check(url)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://1.1.1.1/", "no address"),
        ("1.1.1.1/orders", "no address"),
        ("https://", "no address"),
        ("https://1.1.1.1:port/", "no address"),
        ("https://ann:secret@1.1.1.1/", "passwords"),
        ("http://1.1.1.1/", "in the clear"),
        ("https://no-such-host.invalid/", "has no address"),
    ],
)
def test_what_is_no_address_or_tells_secrets_is_refused(url: str, why: str) -> None:
    with pytest.raises(AddressRefused, match=why):
        Reach().check(url)


def test_an_operator_allows_a_network_and_nothing_beside_it() -> None:
    reach = Reach.over("10.1.0.0/16")

    reach.check("http://10.1.200.3:8080/orders")

    with pytest.raises(AddressRefused):
        reach.check("http://10.2.0.1/")


@pytest.fixture
def server_inside() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
    server.RequestHandlerClass.log_message = lambda *_: None  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_connection_is_refused_even_where_nobody_checked_before(server_inside: str) -> None:
    with httpx2.Client(transport=Reach().transport()) as client, pytest.raises(AddressRefused):
        client.get(server_inside)


def test_a_connection_into_an_allowed_network_is_made(server_inside: str) -> None:
    reach = Reach.over("127.0.0.1/32", "::1/128")

    with httpx2.Client(transport=reach.transport()) as client:
        assert client.head(server_inside).status_code == 200
