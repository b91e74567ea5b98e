"""Set the panel up, and hand out its ASGI application."""

import os
from importlib import import_module
from typing import cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from starlette.types import ASGIApp

from firstline.domain.errors import FirstlineError


class TablesMissing(FirstlineError):
    """A database that was made for an older version, or for none yet."""

    def __init__(self) -> None:
        super().__init__(
            "the panel's database lacks tables of this version; run `firstline panel --migrate`, "
            "or `firstline run` which makes them itself"
        )


class SettingsWrong(FirstlineError):
    """Settings of the panel that make no sense."""

    def __init__(self, error: ValidationError) -> None:
        super().__init__("\n".join(map(_in_words, error.errors())))


def _in_words(error: ErrorDetails) -> str:
    """Name the variable, where the error is that of one."""
    names = [f"FIRSTLINE_PANEL_{str(name).upper()}: " for name in error["loc"][:1]]
    return "".join(names) + error["msg"].removeprefix("Value error, ")


def set_up() -> None:
    """Make Django ready in this process.

    Raises:
        SettingsWrong: they make no sense.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstline.panel.django_settings")
    import django  # noqa: PLC0415 - reads the settings

    try:
        django.setup()
    except ValidationError as error:
        raise SettingsWrong(error) from error


def bring_up_to_date() -> None:
    """Give the database the tables that this version needs."""
    from django.core.management import call_command  # noqa: PLC0415

    set_up()
    call_command("migrate", verbosity=0)


def require_tables() -> None:
    """Make Django ready, on a database that has the tables of this version.

    Raises:
        TablesMissing: it has not; nothing is changed.
    """
    set_up()
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise TablesMissing


def panel_application() -> ASGIApp:
    from django.conf import settings  # noqa: PLC0415

    from firstline.panel.asgi import application  # noqa: PLC0415

    import_module(settings.ROOT_URLCONF)  # else the first person waits for all pages to load
    return cast("ASGIApp", application)


def panel_path() -> str:
    from django.conf import settings  # noqa: PLC0415

    return str(settings.FORCE_SCRIPT_NAME)
