"""Addresses of the portal. Each app keeps its own; this file only says where they begin."""

from django.urls import include, path

from commitments.urls import public_urlpatterns
from portal.home import views as home_views
from portal.web import health

urlpatterns = [
    path("", home_views.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("plan/choose/", home_views.plan_choose, name="plan_choose"),
    path("api/", include(("portal.web.api", "api"))),
    path("accounts/", include("opd.accounts.urls")),
    path("opd/", include("opd.urls")),
    path("bimtek/", include("bimtek.urls")),
    path("", include("masterplan.urls")),
    path("commitments/", include("commitments.urls")),
    *public_urlpatterns,
]

handler400 = "portal.web.errors.bad_request"
handler403 = "portal.web.errors.permission_denied"
handler404 = "portal.web.errors.not_found"
handler500 = "portal.web.errors.server_error"
