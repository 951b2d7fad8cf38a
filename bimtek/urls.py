from django.urls import path

from bimtek.cycle import api as cycle
from bimtek.findings import api as findings_api
from bimtek.findings import views as findings

app_name = "bimtek"
urlpatterns = [
    path("", findings.overview, name="session_list"),
    path("sessions/<int:pk>/", findings.room, name="session_detail"),
    path("sessions/<int:pk>/findings/add/", findings.record, name="finding_record"),
    path("findings/", findings.listing, name="finding_list"),
    path("findings/add/", findings.add, name="finding_add"),
    path("findings/<int:pk>/", findings.detail, name="finding_detail"),
    path("findings/<int:pk>/edit/", findings.edit, name="finding_edit"),
    path("findings/<int:pk>/set-aside/", findings.set_aside, name="finding_set_aside"),
    path("findings/<int:pk>/restore/", findings.restore, name="finding_restore"),
    path("findings/<int:pk>/delete/", findings.delete, name="finding_delete"),
]
api_urlpatterns = [
    path("cycles/", cycle.Cycles.as_view(), name="cycle_list"),
    path("cycles/<slug:slug>/", cycle.OneCycle.as_view(), name="cycle_detail"),
    path("cycles/<slug:slug>/findings/", findings_api.CycleFindings.as_view(), name="finding_list"),
    path("findings/<int:pk>/", findings_api.OneFinding.as_view(), name="finding_detail"),
    path("findings/<int:pk>/set-aside/", findings_api.SetAside.as_view(), name="finding_set_aside"),
    path("findings/<int:pk>/restore/", findings_api.Restore.as_view(), name="finding_restore"),
]
