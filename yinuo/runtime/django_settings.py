"""Django's settings, computed from the one table (``settings_table.py``)."""

import secrets
from pathlib import Path

from yinuo.runtime import database, logs, reach, settings_table

YINUO = settings_table.load()
YINUO_HOME = YINUO.home
YINUO_KEYS = YINUO.home / "keys"
YINUO_CIPHER = YINUO.cipher
YINUO_MEDIA = YINUO.home / "media"
YINUO_POLICIES = YINUO.policies
YINUO_POLICY_IN_FORCE = YINUO.policy
YINUO_DEMO = YINUO.demo
YINUO_PART_STATES = "yinuo.runtime.health.states"
YINUO_ABROAD = YINUO.abroad
YINUO_OPERATOR = settings_table.operator(YINUO.home)
YINUO_PART_STATES = "yinuo.runtime.health.states"
YINUO_STAND_INS = reach.stand_ins(YINUO)
YINUO_OUTBOUND_ENDPOINTS = reach.endpoints(YINUO)
YINUO_OUTBOUND_FOLDERS = reach.folders(YINUO)
BASE_DIR = Path(__file__).resolve().parents[2]


def _secret(file: Path) -> str:
    """The secret of cookies; before ``yinuo init`` a new one for every process, so nothing outlives it."""
    return file.read_text(encoding="ascii").strip() if file.exists() else secrets.token_urlsafe(48)


SECRET_KEY = _secret(YINUO_KEYS / "secret.key")
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *YINUO.hosts, *([YINUO.domain] if YINUO.domain else [])]
CSRF_TRUSTED_ORIGINS = [f"https://{YINUO.domain}"] if YINUO.domain else []

INSTALLED_APPS = [
    "yinuo.promise",
    "yinuo.media",
    "yinuo.realtime",
    "yinuo.accounts",
    "yinuo.credentials",
    "yinuo.consultations",
    "yinuo.patients",
    "yinuo.followups",
    "yinuo.channel",
    "yinuo.security",
    "yinuo.notices",
    "yinuo.wallet",
    "yinuo.rights",
    "yinuo.namecards",
    "yinuo.console",
    "yinuo.web",
    "procrastinate.contrib.django",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "yinuo.runtime.headers.proxied",
    "django.middleware.security.SecurityMiddleware",
    "yinuo.runtime.headers.guarded",
    "yinuo.promise.storage.StorageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "yinuo.accounts.middleware.ActorMiddleware",
    "yinuo.security.middleware.VisitMiddleware",
    "yinuo.promise.gate.web.DoorMiddleware",
]
LOGIN_URL = "/accounts/login/"
ROOT_URLCONF = "yinuo.runtime.urls"
WSGI_APPLICATION = "yinuo.runtime.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.csrf",
            ],
        },
    }
]

DATABASES = {"default": database.django_entry(database.url(YINUO))}

SESSION_ENGINE = "yinuo.accounts.sessions"
SESSION_COOKIE_NAME = "yinuo_session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = bool(YINUO.domain)
CSRF_COOKIE_NAME = "yinuo_csrf"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = "yinuo_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if YINUO.domain else 0

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "yinuo" / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = YINUO.home / "static"
_STATIC = {
    "hashed": "yinuo.runtime.static_files.Hashed",
    "plain": "django.contrib.staticfiles.storage.StaticFilesStorage",
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC[YINUO.static_names]},
}
# Uploads stay in memory: a temporary file would be a photograph in the clear on the disk.
FILE_UPLOAD_HANDLERS = ["yinuo.media.uploads.MemoryOnlyUploadHandler"]
# A policy that is too long must come far enough to be told so.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LOGGING_CONFIG = "yinuo.runtime.logs.configure"
LOGGING = logs.config(YINUO.log_level)
