"""The panel's settings in tests: a folder of its own, and passwords that are hashed quickly."""

import os
import tempfile

os.environ.setdefault("FIRSTLINE_PANEL_FOLDER", tempfile.mkdtemp(prefix="firstline-panel-"))

from firstline.panel.django_settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
