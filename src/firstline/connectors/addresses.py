"""Which servers may be asked: none in a private network, unless the operator allows the network.

Whoever configures a connector in the panel names an address, and Firstline asks it from inside the
operator's network. A name is resolved when a connection is made, and the connection goes to the
very address that was checked, so that a name server cannot say one thing and then another.

    reach = Reach.over("10.1.0.0/16")
    client = httpx2.Client(transport=reach.transport())
"""

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Self, TypeAlias

import httpcore2
import httpx2

from firstline.domain.errors import FirstlineError

IPAddress: TypeAlias = IPv4Address | IPv6Address
IPNetwork: TypeAlias = IPv4Network | IPv6Network

_NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address


class AddressRefused(FirstlineError):
    """An address that is none, or that must not be asked from here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What may be reached: the public internet, and the networks that the operator allows."""

    networks: tuple[IPNetwork, ...] = ()

    @classmethod
    def over(cls, *networks: str) -> Self:
        return cls(networks=tuple(map(ip_network, networks)))

    def check(self, url: str) -> None:
        """Check an address before it is kept: its form, and where its host lies now.

        Raises:
            AddressRefused: it is no address, may not be asked, or would carry secrets in the
                clear: plain HTTP is for allowed networks only.
        """
        parsed = _parsed(url)
        port = parsed.port or (443 if parsed.scheme == "https" else 80)
        found = self.addresses_of(parsed.host, port)
        if parsed.scheme == "http" and not all(map(self._is_allowed, found)):
            raise AddressRefused(f"over {parsed.host} secrets would travel in the clear: https://")

    def addresses_of(self, host: str, port: int) -> tuple[IPAddress, ...]:
        """Resolve a host that may be asked.

        Raises:
            AddressRefused: it has no address, or one that may not be asked.
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise AddressRefused(f"{host} has no address; check its name") from error
        addresses = tuple(dict.fromkeys(_plain(str(entry[4][0])) for entry in found))
        for address in addresses:
            if not self._is_open(address):
                raise AddressRefused(
                    f"{host} lies in a private network ({address}); whoever runs Firstline can "
                    "allow it by FIRSTLINE_PANEL_ALLOWED_NETWORKS"
                )
        return addresses

    def transport(self) -> httpx2.HTTPTransport:
        """Make what carries a client's requests: only to what may be reached."""
        return _CheckedTransport(self)

    def _is_open(self, address: IPAddress) -> bool:
        return (address.is_global and not address.is_multicast) or self._is_allowed(address)

    def _is_allowed(self, address: IPAddress) -> bool:
        return any(address in network for network in self.networks)


def _parsed(url: str) -> httpx2.URL:
    try:
        parsed = httpx2.URL(url)
    except httpx2.InvalidURL as error:
        raise AddressRefused(f"`{url[:80]}` is no address ({error})") from error
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise AddressRefused(f"`{url[:80]}` is no address; write https://host/path")
    if parsed.userinfo:
        raise AddressRefused("keep names and passwords out of the address; it is shown")
    return parsed


def _plain(text: str) -> IPAddress:
    """Read an address; one that only wraps an IPv4 address as that one."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address


class _CheckedTransport(httpx2.HTTPTransport):
    """Connects as any other, through a backend that checks."""

    def __init__(self, reach: Reach) -> None:
        super().__init__(trust_env=False)
        # The public constructor takes no backend (https://github.com/encode/httpx/pull/3749).
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(), network_backend=_CheckedBackend(reach)
        )


class _CheckedBackend(httpcore2.SyncBackend):
    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the address that was checked; TLS still asks for the host's name."""
        first = self._reach.addresses_of(host, port)[0]
        return super().connect_tcp(str(first), port, timeout, local_address, socket_options)
