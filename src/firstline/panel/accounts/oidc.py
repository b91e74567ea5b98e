"""Signing on at an OpenID Connect provider, for people who were invited.

The library carries the flow: state, nonce, PKCE, the code for tokens. What it leaves open is
decided here: where the endpoints are, whom a token must come from and be for, and who may enter.
"""

from collections.abc import Mapping
from typing import Any

import jwt
import requests
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from firstline.domain.errors import FirstlineError
from firstline.panel.accounts.languages import remember_language
from firstline.panel.accounts.models import User
from firstline.panel.accounts.provider import Provider, provider_at, signing_key

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
"""Never one where the client's secret would be the key."""
CLOCKS_DIFFER_S = 60
NEEDED = ("iss", "aud", "sub", "exp", "iat", "nonce")


def _provider() -> Provider:
    return provider_at(settings.PANEL.oidc_issuer)


class OidcBackend(OIDCAuthenticationBackend):  # type: ignore[misc]  # untyped
    def __init__(self) -> None:
        # Made for every request of a signed-on person, so it may not ask the provider.
        self.UserModel = get_user_model()
        self.OIDC_RP_CLIENT_ID = settings.OIDC_RP_CLIENT_ID
        self.OIDC_RP_CLIENT_SECRET = settings.OIDC_RP_CLIENT_SECRET

    @property
    def OIDC_OP_TOKEN_ENDPOINT(self) -> str:  # noqa: N802 - the library's name
        return str(_provider().token_endpoint)

    @property
    def OIDC_OP_USER_ENDPOINT(self) -> str:  # noqa: N802
        return str(_provider().userinfo_endpoint)

    def verify_token(self, token: str, **kwargs: Any) -> Mapping[str, Any]:  # noqa: ANN401
        """Check who signed a token, for whom, when, and in answer to what.

        Raises:
            SuspiciousOperation: it is not for us, or not from the provider.
        """
        provider = _provider()
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                signing_key(provider, token),
                algorithms=ALGORITHMS,
                audience=self.OIDC_RP_CLIENT_ID,
                issuer=provider.issuer,
                leeway=CLOCKS_DIFFER_S,
                options={"require": list(NEEDED)},
            )
        except jwt.PyJWTError as error:
            raise SuspiciousOperation(f"an ID token was refused: {error}") from error
        if claims["nonce"] != kwargs.get("nonce"):
            raise SuspiciousOperation("an ID token answers another sign-on")
        if claims.get("azp", self.OIDC_RP_CLIENT_ID) != self.OIDC_RP_CLIENT_ID:
            raise SuspiciousOperation("an ID token was made for another client")
        return claims

    def get_userinfo(
        self, access_token: str, id_token: str, payload: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Add what the provider tells apart from the token, if it speaks of the same person.

        Raises:
            SuspiciousOperation: it speaks of somebody else.
        """
        told = super().get_userinfo(access_token, id_token, payload)
        if told.get("sub") != payload["sub"]:
            raise SuspiciousOperation("the provider tells about another person")
        return {**payload, **told}

    def verify_claims(self, claims: Mapping[str, Any]) -> bool:
        """Believe an e-mail address only if the provider has verified it."""
        return bool(claims.get("email")) and claims.get("email_verified") in (True, "true")

    def filter_users_by_claims(self, claims: Mapping[str, Any]) -> list[User]:
        user = User.objects.of(str(claims["email"]))
        return [user] if user and user.is_active else []

    def update_user(self, user: User, claims: Mapping[str, Any]) -> User:
        """Take over the name of a person who has given none."""
        if not user.name and claims.get("name"):
            user.name = str(claims["name"])[:100]
            user.save(update_fields=("name",))
        return user


@method_decorator(login_not_required, name="dispatch")
class StartSignOn(OIDCAuthenticationRequestView):  # type: ignore[misc]
    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        super(OIDCAuthenticationRequestView, self).__init__(**kwargs)
        self.OIDC_RP_CLIENT_ID = settings.OIDC_RP_CLIENT_ID

    @property
    def OIDC_OP_AUTH_ENDPOINT(self) -> str:  # noqa: N802
        return str(_provider().authorization_endpoint)

    def get(self, request: HttpRequest) -> HttpResponse:
        if not settings.PANEL.oidc_issuer:
            raise Http404
        response: HttpResponse = super().get(request)
        return response


@method_decorator(login_not_required, name="dispatch")
class FinishSignOn(OIDCAuthenticationCallbackView):  # type: ignore[misc]
    def get(self, request: HttpRequest) -> HttpResponse:
        if not settings.PANEL.oidc_issuer:
            raise Http404
        try:
            response: HttpResponse = super().get(request)
        except FirstlineError as error:
            return self.login_failure(str(error))
        except (SuspiciousOperation, requests.RequestException):
            return self.login_failure()
        return response

    def login_success(self) -> HttpResponse:
        response: HttpResponse = super().login_success()
        if self.user.language:
            remember_language(response, self.user.language)
        return response

    def login_failure(self, why: str = "") -> HttpResponse:
        """Go back to the sign-in page; strangers do not learn what exactly was wrong."""
        words = _(
            "You could not be signed on. Ask an owner to invite the e-mail address that your "
            "provider has verified, or try again."
        )
        messages.error(self.request, why or words)
        return redirect("sign-in")
