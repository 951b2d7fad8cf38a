from django.urls import path

from masterplan.views import programme_acts, programme_parts, programmes

urlpatterns = [
    path("", programmes.programme_list, name="programme_list"),
    path("add/", programmes.programme_add, name="programme_add"),
    path("<int:pk>/", programmes.programme_detail, name="programme_detail"),
    path("<int:pk>/edit/", programmes.programme_edit, name="programme_edit"),
    path("<int:pk>/set-aside/", programme_acts.programme_set_aside, name="programme_set_aside"),
    path("<int:pk>/restore/", programme_acts.programme_restore, name="programme_restore"),
    path("<int:pk>/delete/", programme_acts.programme_delete, name="programme_delete"),
    path("for-finding/<int:pk>/", programme_parts.programme_for_finding, name="programme_for_finding"),
    path("for-opd/<int:pk>/", programme_parts.programme_for_opd, name="programme_for_opd"),
]
