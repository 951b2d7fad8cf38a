from django.urls import path

from opd.views import holders, offices

app_name = "opd"
urlpatterns = [
    path("holders/", holders.listing, name="holder_list"),
    path("holders/<int:pk>/end/", holders.end, name="holder_end"),
    path("<int:pk>/", offices.detail, name="opd_detail"),
    path("<int:pk>/holders/add/", holders.add, name="holder_add"),
]
