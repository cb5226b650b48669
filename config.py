"""Settings by environment; every key is explained in docs/configuration.md. No secrets here."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent
_DATABASES = ("sqlite:", "postgresql+psycopg:")


def instance_folder() -> Path:
    """Where this installation keeps its secrets, database, files and search index."""
    return Path(os.environ.get("GUILDHALL_INSTANCE") or ROOT / "instance").resolve()


def database_url() -> str:
    """The database: SQLite in the instance folder unless DATABASE_URL says otherwise."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{instance_folder() / 'guildhall.sqlite3'}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    if not url.startswith(_DATABASES):
        raise SystemExit("DATABASE_URL must begin with sqlite:/// or postgresql://")
    return url


class Production:
    """Settings that are right on a council's own server; the instance folder adds the secret."""

    ENVIRONMENT = "production"
    COUNCIL_NAME = os.environ.get("GUILDHALL_COUNCIL_NAME", "Our council")
    PRODUCT_NAME = "Guildhall"
    TIMEZONE = "Europe/London"
    SQLALCHEMY_ENGINE_OPTIONS = {"hide_parameters": True, "pool_pre_ping": True}
    MAX_CONTENT_LENGTH = 50 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE = 10 * 1024 * 1024
    MAX_FORM_PARTS = 2000
    TRUSTED_PROXIES = 0
    HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_NAME = "__Host-session"
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    SESSION_COOKIE_SECURE = True
    REMEMBER_COOKIE_NAME = "__Host-remember"
    REMEMBER_COOKIE_HTTPONLY = True
    REMEMBER_COOKIE_SECURE = True
    REMEMBER_COOKIE_SAMESITE = "Lax"
    REMEMBER_COOKIE_DURATION = 14 * 24 * 3600
    PERMANENT_SESSION_LIFETIME = 12 * 3600
    WTF_CSRF_TIME_LIMIT = None
    SIGN_IN_ATTEMPTS = 5
    SIGN_IN_LOCKOUT_MINUTES = 15
    SIGN_IN_LIMIT_PER_ADDRESS = "30 per 15 minutes; 200 per day"
    SIGN_IN_LIMIT_PER_ACCOUNT = "60 per hour"
    KNOWN_DEVICE_COOKIE_NAME = "__Host-known-device"
    KNOWN_DEVICE_COOKIE_DURATION = 365 * 24 * 3600
    ACCESSIBILITY_CONTACT = "Democratic Services"
    CLOSING_TIME = "17:00"
    BANK_HOLIDAY_NATION = "ENG"


class Development(Production):
    """Settings for the demo council and for work on Guildhall itself, over plain HTTP."""

    ENVIRONMENT = "development"
    HSTS_SECONDS = 0
    SESSION_COOKIE_NAME = "session"
    SESSION_COOKIE_SECURE = False
    REMEMBER_COOKIE_NAME = "remember_token"
    REMEMBER_COOKIE_SECURE = False
    KNOWN_DEVICE_COOKIE_NAME = "known_device"


class Testing(Development):
    """Settings for the tests; each test run has its own instance folder and database."""

    ENVIRONMENT = "testing"
    TESTING = True
    SECRET_KEY = "tests only"
    SERVER_NAME = None


BY_NAME = {"production": Production, "development": Development, "testing": Testing}


def chosen() -> type[Production]:
    """The settings named by GUILDHALL_ENV; production when it is silent."""
    name = os.environ.get("GUILDHALL_ENV", "production")
    if name not in BY_NAME:
        raise SystemExit(f"GUILDHALL_ENV is {name}; it can be {', '.join(BY_NAME)}.")
    return BY_NAME[name]
