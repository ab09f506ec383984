"""Shops' secrets in SSM Parameter Store, encrypted, remembered through Powertools' cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.errors import SetupError, Unavailable, named
from chalicelib.shops.model import ShopSecrets

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.parameters import SSMProvider

REMEMBERED_SECONDS = 300


class ParameterSecrets:
    """The ``Secrets`` port on SSM: one SecureString a shop."""

    def __init__(self, provider: SSMProvider, path: str) -> None:
        self._provider = provider
        self._path = path

    def find(self, shop: str, *, fresh: bool = False) -> ShopSecrets:
        """See :class:`chalicelib.shops.port.Secrets`."""
        from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError

        try:
            text = self._provider.get(
                self.name(shop), max_age=REMEMBERED_SECONDS, decrypt=True, force_fetch=fresh
            )
        except GetParameterError as error:
            raise _failure(error, self.name(shop)) from error
        return _secrets(str(text), self.name(shop))

    def store(self, shop: str, secrets: ShopSecrets) -> None:
        """Store a shop's secrets over earlier ones. For operators: functions may not."""
        document = msgspec.json.encode(secrets).decode()
        kind: Any = "SecureString"  # Powertools' types ask for a key of our own; AWS's will do
        self._provider.set(self.name(shop), document, parameter_type=kind, overwrite=True)

    def forget(self, shop: str) -> None:
        """See :class:`chalicelib.shops.port.Secrets`."""
        client = self._provider.client
        try:
            client.delete_parameter(Name=self.name(shop))
        except client.exceptions.ParameterNotFound:
            pass
        except (ClientError, BotoCoreError) as error:
            raise Unavailable(f"SSM: {type(error).__name__}") from error
        self._provider.store.clear()

    def name(self, shop: str) -> str:
        """Return the parameter's name."""
        return f"{self._path}/{shop}"


def _secrets(text: str, name: str) -> ShopSecrets:
    try:
        return msgspec.json.decode(text, type=ShopSecrets)
    except msgspec.DecodeError:
        # From None: the decoder's words may quote what it could not read.
        raise SetupError(f"SSM parameter {name} holds no secrets: add the shop again") from None


def _failure(error: Exception, name: str) -> Exception:
    """Tell what SSM said, which Powertools hides behind an error of its own."""
    said = named(error.__context__ or error)
    if said == "ParameterNotFound":
        return SetupError(f"the shop has no secrets: SSM parameter {name} does not exist")
    return Unavailable(f"SSM: {said}")
