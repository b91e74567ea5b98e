"""Who tries to sign in from where, for the pause after too many failures."""

from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Find the address that a request comes from.

    What a client says about itself is not believed. Behind proxies that the settings name it is
    the last address in `X-Forwarded-For` that none of them has.
    """
    peer = request.META.get("REMOTE_ADDR") or ""
    return behind_proxies(peer, request.META.get("HTTP_X_FORWARDED_FOR", ""))


def behind_proxies(peer: str, forwarded: str) -> str:
    """Likewise from the peer of a connection and its header `X-Forwarded-For`."""
    for address in (peer, *(each.strip() for each in reversed(forwarded.split(",")))):
        if not _is_trusted_proxy(address):
            return address if _is_address(address) else peer
    return peer


def _is_trusted_proxy(address: str) -> bool:
    proxies = settings.PANEL.trusted_proxies
    return _is_address(address) and any(
        ip_address(address) in ip_network(network) for network in proxies
    )


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def named_account(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str | None:
    """Name the account as its address is stored, however it was typed."""
    given = (credentials or {}).get("username") or request.POST.get("username")
    return str(given).strip().lower() if given else None


def names_nobody(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> bool:
    return named_account(request, credentials) is None
