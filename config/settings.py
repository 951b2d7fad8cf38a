"""Settings of the portal; every value that differs between places comes from the environment."""

import os
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config import databases, production
from portal.web import logs


def env(name: str, default: str = "") -> str:
    """An empty value counts as absent: compose hands over every name of its file."""
    return os.environ.get(name) or default


BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env("PORTAL_VAR", str(BASE_DIR / "var")))

PORTAL_MODE = env("PORTAL_MODE", "demo")
if PORTAL_MODE not in {"demo", "production"}:
    raise ImproperlyConfigured(f"PORTAL_MODE is demo or production, not {PORTAL_MODE!r}.")
IN_PRODUCTION = PORTAL_MODE == "production"
SECRET_KEY = env("SECRET_KEY", production.DEMO_SECRET)
# Keys that were in use before: they still open sessions and cookies, and sign nothing new.
SECRET_KEY_FALLBACKS = env("SECRET_KEY_FALLBACKS").replace(",", " ").split()
DEMO_PASSWORD = "benang-merah-2026"  # noqa: S105 -- printed by make run
DEBUG = env("DEBUG") == "1"
ALLOWED_HOSTS = env("ALLOWED_HOSTS", production.DEMO_HOSTS).replace(",", " ").split()
# Printed in letters and books, as text and as QR code.
PUBLIC_URL = env("PUBLIC_URL", f"http://127.0.0.1:{env('PORT', '8000')}")
if IN_PRODUCTION and (
    reason := production.refusal(
        secrets=[SECRET_KEY, *SECRET_KEY_FALLBACKS],
        debug=DEBUG,
        hosts=ALLOWED_HOSTS,
        public_url=PUBLIC_URL,
        services={name: env(name) for name in ("DATABASE_URL", "REDIS_URL")},
    )
):
    raise ImproperlyConfigured(f"Production does not start: {reason}")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "django_htmx",
    "template_partials",
    "lib.audit",
    "lib.files",
    "lib.jobs",
    "lib.threads",
    "lib.ui",
    "opd",
    "bimtek",
    "masterplan",
    "commitments",
    "portal",
]

MIDDLEWARE = [
    "portal.web.access_log.AccessLog",
    "portal.web.middleware.PlainHttpRefused",
    "django.middleware.security.SecurityMiddleware",
    "portal.web.middleware.Headers",
    "portal.web.health.Probes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.web.waiting.WaitForDatabase",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.web.plan_address.PlanAddress",
    "portal.web.middleware.Acceptable",
    "portal.web.middleware.HoursOfTheRegion",
    "portal.web.middleware.RedirectsForScripts",
    "portal.web.middleware.ErrorPages",
]

CSRF_FAILURE_VIEW = "portal.web.errors.csrf_failure"
FORM_RENDERER = "lib.ui.renderer.PortalRenderer"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.ui.navigation.page_context",
            ],
        },
    },
]

DATABASES = {"default": databases.default(env("DATABASE_URL"), VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL")
BROKER_DIR = VAR_DIR / "broker"
if not REDIS_URL:
    (BROKER_DIR / "queue").mkdir(parents=True, exist_ok=True)

JOBS_LEASE_S = int(env("JOBS_LEASE_S", "30"))

# Limits of tries stand in the alias `default`: in the database, so that a restart or a second web process
# does not reset them. MAX_ENTRIES is high because culling would reset them too. All else uses `local`.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "portal"},
}

AUTH_USER_MODEL = "opd.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["opd.accounts.sign_in.hasher.PortalArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "opd.accounts.sign_in.passwords.WithoutContextWords"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "opd.accounts.sign_in.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
# All OPDs share one address behind the office's proxy: failures count per account and address
# (opd.accounts.sign_in.password_limits).
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": False}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if IN_PRODUCTION else 0
SESSION_ENGINE = "portal.web.sessions"
SESSION_COOKIE_AGE = 12 * 3600  # of a stranger; portal.web.sessions ends the others
MESSAGE_STORAGE = "portal.web.notices.Storage"

# Token first: a stranger is then told 401 with what to send, not 403. Limits and words live in opd.rest.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "knox.auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["lib.rest.parsing.StrictJSON"],
    "DEFAULT_PAGINATION_CLASS": "lib.rest.paging.Pages",
    "DEFAULT_SCHEMA_CLASS": "lib.rest.schema.Operation",
    "EXCEPTION_HANDLER": "lib.rest.problems.answer",
    "FORMAT_SUFFIX_KWARG": None,
    "URL_FORMAT_OVERRIDE": None,
}
REST_KNOX = {"TOKEN_TTL": timedelta(days=90), "AUTO_REFRESH": False}
SPECTACULAR_SETTINGS = {
    "TITLE": "Portal Masterplan Smart City",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "FindingKind": "bimtek.findings.models.FindingKind.choices",
        "SectionKind": "masterplan.sections.models.SectionKind.choices",
        "SectionState": "masterplan.sections.selectors.SHOWN_STATES",
        "AgreementKind": "commitments.agreements.models.AgreementKind.choices",
        "ReviewDecision": "masterplan.versions.rounds.models.Decision.choices",
        "SignDecision": "commitments.letters.models.SignDecision.choices",
        "RevisionState": "masterplan.versions.models.RevisionState.choices",
        "AnswerEnum": "lib.threads.models.Answer.choices",
        "VerdictEnum": "commitments.verification.selectors.Verdict.choices",
        "CommitmentState": "commitments.letters.models.CommitmentState.choices",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "lib.rest.schema.close_bodies",
    ],
}

LANGUAGE_CODE = "id"
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.web.static_files.PortalStatics"},
}
MEDIA_ROOT = Path(env("MEDIA_ROOT", str(VAR_DIR / "media")))
FILE_UPLOAD_PERMISSIONS = 0o640
# Two megabytes hold the longest section that is accepted, written as JSON; whole files have their own limit.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 5

# In production the reverse proxy speaks TLS and says so; the two health addresses answer it in plain HTTP.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IN_PRODUCTION else None
SECURE_SSL_REDIRECT = IN_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
# HSTS speaks for this host alone: other names under the office's domain are not the portal's to bind.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IN_PRODUCTION else 0
# "__Host-": a browser takes it over TLS only, for this host alone, for every path; no neighbour can set it.
SESSION_COOKIE_NAME = "__Host-sid" if IN_PRODUCTION else "sessionid"
SESSION_COOKIE_SECURE = IN_PRODUCTION
CSRF_COOKIE_NAME = "__Host-csrf" if IN_PRODUCTION else "csrftoken"
CSRF_COOKIE_SECURE = IN_PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [production.origin_of(PUBLIC_URL)] if IN_PRODUCTION else []

LOGGING = logs.configuration(in_production=IN_PRODUCTION)
