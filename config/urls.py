"""Addresses of the portal. Each app keeps its own; this file only says where they begin."""

from django.urls import include, path

from commitments.urls import public_urlpatterns
from config import health, views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("plan/choose/", views.plan_choose, name="plan_choose"),
    path("api/", include(("config.api", "api"))),
    path("accounts/", include("config.account_urls")),
    path("opd/", include("opd.urls")),
    path("bimtek/", include("bimtek.urls")),
    path("", include("masterplan.urls")),
    path("commitments/", include("commitments.urls")),
    *public_urlpatterns,
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
