"""Keys of a service, and access tokens of a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Permission
from firstline.panel.keys.keys import NameNeeded, make_access_token, make_api_key, revoke
from firstline.panel.lists import page_of


@never_cache
@service_page(Permission.MANAGE)
def keys(request: ServiceRequest) -> HttpResponse:
    """List the keys of a service; a new one is shown once."""
    secret, error = "", ""
    if request.method == "POST":
        try:
            _key, secret = make_api_key(
                request.service, request.POST.get("name", ""), by=request.user
            )
        except NameNeeded as refusal:
            error = str(refusal)
    found = request.service.api_keys.select_related("made_by")
    address = request.build_absolute_uri(f"/services/{request.service.slug}/v1/answer")
    context = {"page": page_of(request, found), "secret": secret, "error": error}
    return render(
        request, "keys/keys.html", {**context, "address": address}, status=422 if error else 200
    )


@service_page(Permission.MANAGE)
def revoke_key(request: ServiceRequest, key_id: int) -> HttpResponse:
    """Ask first: nothing makes a revoked key valid again."""
    key = get_object_or_404(request.service.api_keys, pk=key_id)
    if request.method != "POST":
        return render(request, "keys/revoke_key.html", {"key": key})
    revoke(key, by=request.user)
    return redirect("keys", slug=request.service.slug)


@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """List this person's access tokens; a new one is shown once."""
    secret, error, user = "", "", _signed_in(request)
    if request.method == "POST":
        try:
            _token, secret = make_access_token(user, request.POST.get("name", ""))
        except NameNeeded as refusal:
            error = str(refusal)
    context = {"page": page_of(request, user.access_tokens.all()), "secret": secret}
    return render(
        request, "keys/tokens.html", {**context, "error": error}, status=422 if error else 200
    )


def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    user = _signed_in(request)
    token = get_object_or_404(user.access_tokens, pk=token_id)
    if request.method != "POST":
        return render(request, "keys/revoke_token.html", {"key": token})
    revoke(token, by=user)
    return redirect("tokens")


def _signed_in(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the middleware lets nobody else in
    return request.user
