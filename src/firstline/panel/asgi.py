"""The panel as an ASGI application, to be mounted at its path."""

import os

import django
from django.core.handlers.asgi import ASGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstline.panel.django_settings")
django.setup(set_prefix=False)
application = ASGIHandler()
