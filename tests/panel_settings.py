"""The panel's settings in tests: a folder of its own, and passwords that are hashed quickly."""

import os
import tempfile

os.environ.setdefault("FIRSTLINE_PANEL_FOLDER", tempfile.mkdtemp(prefix="firstline-panel-"))

from firstline.panel.django_settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A real file as in production: in memory, two threads would not wait for each other.
    DATABASES["default"]["TEST"] = {"NAME": str(PANEL.folder / "test.sqlite3")}  # noqa: F405
