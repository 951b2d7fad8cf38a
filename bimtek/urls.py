from django.urls import path

from bimtek.views import acts, entry, findings, sessions

app_name = "bimtek"
urlpatterns = [
    path("", sessions.overview, name="session_list"),
    path("sessions/<int:pk>/", entry.room, name="session_detail"),
    path("sessions/<int:pk>/findings/add/", entry.record, name="finding_record"),
    path("findings/", findings.listing, name="finding_list"),
    path("findings/add/", findings.add, name="finding_add"),
    path("findings/<int:pk>/", findings.detail, name="finding_detail"),
    path("findings/<int:pk>/edit/", findings.edit, name="finding_edit"),
    path("findings/<int:pk>/set-aside/", acts.set_aside, name="finding_set_aside"),
    path("findings/<int:pk>/restore/", acts.restore, name="finding_restore"),
    path("findings/<int:pk>/delete/", acts.delete, name="finding_delete"),
]
