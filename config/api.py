"""The API's root: where each app's part of it begins, and the description of the whole."""

from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView

from bimtek.urls import api_urlpatterns as bimtek
from commitments.urls import api_urlpatterns as commitments
from masterplan.urls.api import api_urlpatterns as masterplan
from opd.urls import api_urlpatterns as opd

urlpatterns = [
    path("schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    path("v1/", include([*opd, *bimtek, *masterplan, *commitments])),
]
