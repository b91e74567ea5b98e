"""Set the panel up, and hand out its ASGI application."""

import os
from typing import cast

from starlette.types import ASGIApp


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


def panel_application() -> ASGIApp:
    from firstline.panel.asgi import application  # noqa: PLC0415

    return cast("ASGIApp", application)


def panel_path() -> str:
    from django.conf import settings  # noqa: PLC0415

    return str(settings.FORCE_SCRIPT_NAME)
