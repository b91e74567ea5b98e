"""Set the panel up, and hand out its ASGI application."""

import os
from typing import cast

from starlette.types import ASGIApp

from firstline.domain.errors import FirstlineError


class TablesMissing(FirstlineError):
    """A database that was made for an older version, or for none yet."""

    def __init__(self) -> None:
        super().__init__(
            "the panel's database lacks tables of this version; run `firstline panel --migrate`, "
            "or `firstline run` which makes them itself"
        )


def set_up() -> None:
    """Make Django ready in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstline.panel.django_settings")
    import django  # noqa: PLC0415 - reads the settings

    django.setup()


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
    from firstline.panel.asgi import application  # noqa: PLC0415

    return cast("ASGIApp", application)


def panel_path() -> str:
    from django.conf import settings  # noqa: PLC0415

    return str(settings.FORCE_SCRIPT_NAME)
