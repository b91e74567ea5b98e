"""Django's settings, all made from `PanelSettings`."""

from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from firstline.panel.mail_servers import mail_server
from firstline.panel.secrets import kept_secret
from firstline.panel.settings import PanelSettings
from firstline.panel.translations.compiling import compiled

PANEL = PanelSettings()
HERE = Path(__file__).parent

SECRET_KEY = PANEL.secret_key.get_secret_value() or kept_secret(PANEL.folder)
ALLOWED_HOSTS = list(PANEL.hosts)
DEBUG = False
FORCE_SCRIPT_NAME = PANEL.path

APPS = (
    "services",
    "accounts",
    "audit",
    "keys",
    "webhooks",
    "chats",
    "jobs",
    "usage",
    "content",
    "topics",
    "releases",
    "onboarding",
    "training",
    "annotation",
    "conversations",
    "customer_data",
    "canned",
    "inbox",
    "feedback",
    "appointments",
    "insights",
)
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks_db",
    *(f"firstline.panel.{app}" for app in APPS),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "firstline.panel.errors.RefusedBodies",
    "firstline.panel.errors.ClearErrors",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "firstline.panel.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "firstline.panel.navigation.navigation",
                "firstline.panel.topics.pausing.shown_pauses",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "firstline.panel.tags",
            ],
        },
    }
]
ASGI_APPLICATION = "firstline.panel.asgi.application"

_SQLITE = f"sqlite:///{(PANEL.folder / 'panel.sqlite3').absolute()}"
DATABASES = {"default": dj_database_url.parse(PANEL.database_url or _SQLITE)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A transaction that will write says so at once: it waits its turn instead of failing.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
    }
else:
    # Requests come in ever new threads; each would wait for a connection of its own.
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 10}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    *(["firstline.panel.accounts.oidc.OidcBackend"] if PANEL.oidc_issuer else []),
]
OIDC_RP_CLIENT_ID = PANEL.oidc_client_id
OIDC_RP_CLIENT_SECRET = PANEL.oidc_client_secret.get_secret_value()
OIDC_RP_SCOPES = "openid email profile"
OIDC_AUTHENTICATION_CALLBACK_URL = "oidc-callback"
OIDC_CREATE_USER = False  # only who was invited
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 10
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
AXES_FAILURE_LIMIT = PANEL.sign_in_failures
AXES_COOLOFF_TIME = timedelta(minutes=PANEL.sign_in_pause_minutes)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "firstline.panel.accounts.views.paused"
AXES_CLIENT_IP_CALLABLE = "firstline.panel.accounts.addresses.client_address"
AXES_USERNAME_CALLABLE = "firstline.panel.accounts.addresses.named_account"
# Who comes from the OpenID Connect provider guesses no password.
AXES_WHITELIST_CALLABLE = "firstline.panel.accounts.addresses.names_nobody"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PANEL.https
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "firstline_session", "firstline_csrf"
# Pages carry the token themselves, so that no script needs to read it from the cookie.
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = PANEL.path
LANGUAGE_COOKIE_SAMESITE, LANGUAGE_COOKIE_SECURE = "Lax", PANEL.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PANEL.https else None
SECURE_HSTS_SECONDS = 31_536_000 if PANEL.https else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
CSRF_FAILURE_VIEW = "firstline.panel.errors.stale_form"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000  # a template file; histories are streamed to disk
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_TEMP_DIR = None

MAIL = mail_server(PANEL.email_url)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = PANEL.folder / "mail"
EMAIL_TIMEOUT = 10
if MAIL:
    EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL.is_encrypted, MAIL.becomes_encrypted
DEFAULT_FROM_EMAIL = PANEL.email_from

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ja", _("Japanese")), ("ru", _("Russian"))]
LOCALE_PATHS = [compiled(PANEL.folder / "locale")]
LANGUAGE_COOKIE_NAME = "firstline_language"
USE_TZ, TIME_ZONE = True, "UTC"

STATIC_URL = "static/"
STATICFILES_DIRS = [HERE / "static", ("looks", HERE.parent / "looks" / "files")]
# No build step: files are found where their packages keep them, and revalidated by the browser.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
LOGGING_CONFIG = None  # whoever hosts the panel sets up logging
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
