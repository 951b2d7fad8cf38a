from django.urls import path

from masterplan.views import changes, reading, revisions

urlpatterns = [
    path("", revisions.revision_list, name="revision_list"),
    path("freeze/", revisions.revision_freeze, name="revision_freeze"),
    path("<int:pk>/", revisions.revision_detail, name="revision_detail"),
    path("<int:pk>/read/", reading.revision_read, name="revision_read"),
    path("<int:pk>/json/", revisions.revision_json, name="revision_json"),
    path("<int:pk>/changes/", changes.revision_changes, name="revision_changes"),
    path("<int:pk>/round/", revisions.round_open, name="round_open"),
]
