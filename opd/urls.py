from django.urls import path

from opd.api import offices as api
from opd.views import holders, offices

app_name = "opd"
urlpatterns = [
    path("holders/", holders.listing, name="holder_list"),
    path("holders/<int:pk>/end/", holders.end, name="holder_end"),
    path("<int:pk>/", offices.detail, name="opd_detail"),
    path("<int:pk>/holders/add/", holders.add, name="holder_add"),
]
api_urlpatterns = [
    path("me/", api.Me.as_view(), name="me"),
    path("opds/", api.Offices.as_view(), name="opd_list"),
    path("opds/<int:pk>/", api.OneOffice.as_view(), name="opd_detail"),
    path("opds/<int:pk>/holders/", api.Holders.as_view(), name="holder_list"),
    path("holders/<int:pk>/end/", api.EndTerm.as_view(), name="holder_end"),
]
