"""Addresses of the plan, by noun."""

from django.urls import include, path

from masterplan.urls import exports, programmes, revisions, rounds, sections

app_name = "masterplan"
urlpatterns = [
    path("programmes/", include(programmes.urlpatterns)),
    path("sections/", include(sections.urlpatterns)),
    path("revisions/", include(revisions.urlpatterns)),
    path("rounds/", include(rounds.urlpatterns)),
    path("exports/", include(exports.urlpatterns)),
]
