"""Tokens of the council's own identity provider: OpenID Connect and OAuth client credentials.

People and programs get a signed token from their provider and send it as they would send a key.
Nothing of it is kept here. Needs the extra `oidc`.

Source: OpenID Connect Discovery 1.0; RFC 9068, JSON Web Token profile for OAuth 2.0 access tokens.
"""

from __future__ import annotations

import json
import urllib.request
from typing import TYPE_CHECKING, Any

from api.access import OF_ROLE, ROLES
from api.http.problems import Problem
from api.store.identity import is_possible

if TYPE_CHECKING:
    from api.http.caller import Caller
    from api.settings import ServiceSettings

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
"""Signatures with a public key alone: with a shared one whoever checks could also sign."""
LEEWAY_SECONDS = 30
WAIT_SECONDS = 5


class IdentityProvider:
    """One provider, known by its issuer address."""

    def __init__(self, settings: ServiceSettings) -> None:
        """Ask the provider where its keys are when the first token comes.

        Raises ImportError without the extra.
        """
        import jwt  # noqa: PLC0415  # of an extra

        self._jwt = jwt
        self._settings = settings
        self._keys: Any = None

    def caller(self, token: str) -> Caller | None:
        """Return who shows a token; None where it is not valid for this service.

        Raises Problem where the provider cannot be reached.
        """
        from api.http.caller import Caller  # noqa: PLC0415  # which asks for this

        claims = self._claims(token)
        if claims is None:
            return None
        settings = self._settings
        tenant = str(claims.get(settings.oidc_tenant_claim, settings.oidc_tenant))
        named = claims.get(settings.oidc_role_claim, ())
        said = {named} if isinstance(named, str) else {str(each) for each in named}
        roles = [role for role in ROLES if role in said]
        if not roles or not is_possible(tenant):
            return None
        role = roles[-1]
        actor = claims.get("preferred_username") or claims.get("name") or claims["sub"]
        scopes = frozenset().union(*(OF_ROLE[each] for each in roles))
        return Caller(tenant=tenant, actor=str(actor)[:200], role=role, scopes=scopes)

    def _claims(self, token: str) -> dict[str, Any] | None:
        jwt = self._jwt
        try:
            if self._keys is None:
                self._keys = jwt.PyJWKClient(self._keys_address(), timeout=WAIT_SECONDS)
            key = self._keys.get_signing_key_from_jwt(token)
            claims: dict[str, Any] = jwt.decode(
                token,
                key.key,
                algorithms=list(ALGORITHMS),
                audience=self._settings.oidc_audience,
                issuer=self._settings.oidc_issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWKClientConnectionError, OSError) as error:
            detail = "The identity provider cannot be reached."
            raise Problem("no_identity_provider", detail, headers={"Retry-After": "5"}) from error
        except jwt.PyJWTError:
            return None
        return claims

    def _keys_address(self) -> str:
        issuer = str(self._settings.oidc_issuer).rstrip("/")
        address = f"{issuer}/.well-known/openid-configuration"
        # The address is the operator's own.
        with urllib.request.urlopen(address, timeout=WAIT_SECONDS) as answer:  # noqa: S310
            return str(json.loads(answer.read(1_000_000))["jwks_uri"])
