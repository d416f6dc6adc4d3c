"""Which database this process uses, and how it connects."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from yinuo.runtime.settings_table import Settings


def url(settings: Settings) -> str:
    """The address for this process's role.

    ``DATABASE_URL`` wins; else what ``yinuo up`` wrote for the PostgreSQL that it started itself.
    """
    owner = settings.database_role == "owner"
    if settings.database:
        return (settings.database_owner if owner else "") or settings.database
    file = settings.home / "run" / ("database_owner.url" if owner else "database.url")
    return file.read_text(encoding="utf-8").strip() if file.exists() else "postgresql://yinuo_app@localhost/yinuo"


def server(address: str) -> tuple[str, int] | Path:
    """Where that server is: host and port, or the folder of its socket."""
    entry = django_entry(address)
    if str(entry["HOST"]).startswith("/"):
        return Path(entry["HOST"]).resolve()
    return str(entry["HOST"] or "localhost").lower(), int(entry["PORT"] or 5432)


def django_entry(address: str) -> dict[str, Any]:
    """One entry of Django's ``DATABASES``; values are bound by the server, so that plans are prepared once."""
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "yinuo",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": options.pop("port", "") or (str(parts.port) if parts.port else ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"server_side_binding": True, "connect_timeout": 5, "application_name": "yinuo", **options},
    }
