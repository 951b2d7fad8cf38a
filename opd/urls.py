from django.urls import path

from opd.accounts import api as accounts_api
from opd.offices import api as offices_api
from opd.offices import views as offices

app_name = "opd"
urlpatterns = [
    path("holders/", offices.listing, name="holder_list"),
    path("holders/<int:pk>/end/", offices.end, name="holder_end"),
    path("<int:pk>/", offices.detail, name="opd_detail"),
    path("<int:pk>/holders/add/", offices.add, name="holder_add"),
]
api_urlpatterns = [
    path("me/", accounts_api.Me.as_view(), name="me"),
    path("opds/", offices_api.Offices.as_view(), name="opd_list"),
    path("opds/<int:pk>/", offices_api.OneOffice.as_view(), name="opd_detail"),
    path("opds/<int:pk>/holders/", offices_api.Holders.as_view(), name="holder_list"),
    path("holders/<int:pk>/end/", offices_api.EndTerm.as_view(), name="holder_end"),
]
