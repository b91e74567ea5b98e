"""The panel as an ASGI application, to be mounted at its path."""

import os
from typing import cast

import django
from django.core.handlers.asgi import ASGIHandler

from firstline.panel.bodies import Application, LimitedBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstline.panel.django_settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402 - once they are read

application = LimitedBodies(
    cast("Application", ASGIHandler()), largest_history=settings.PANEL.max_upload_mb * 1_000_000
)
