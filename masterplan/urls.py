"""Addresses of the plan, by noun: pages, then the API's."""

from django.urls import path

from masterplan.plan import api as plan
from masterplan.programmes import api as programmes_api
from masterplan.programmes import views as programmes
from masterplan.sections import api as sections_api
from masterplan.sections import views as sections
from masterplan.versions import api as versions_api
from masterplan.versions import views as versions
from masterplan.versions.compare import views as compare
from masterplan.versions.files import api as files_api
from masterplan.versions.files import views as files
from masterplan.versions.reading import views as reading
from masterplan.versions.rounds import api as rounds_api
from masterplan.versions.rounds import views as rounds

app_name = "masterplan"
urlpatterns = [
    path("programmes/", programmes.programme_list, name="programme_list"),
    path("programmes/add/", programmes.programme_add, name="programme_add"),
    path("programmes/<int:pk>/", programmes.programme_detail, name="programme_detail"),
    path("programmes/<int:pk>/edit/", programmes.programme_edit, name="programme_edit"),
    path("programmes/<int:pk>/set-aside/", programmes.programme_set_aside, name="programme_set_aside"),
    path("programmes/<int:pk>/restore/", programmes.programme_restore, name="programme_restore"),
    path("programmes/<int:pk>/delete/", programmes.programme_delete, name="programme_delete"),
    path(
        "programmes/for-finding/<int:pk>/",
        programmes.programme_for_finding,
        name="programme_for_finding",
    ),
    path("programmes/for-finding/<int:pk>/link/", programmes.programme_link, name="programme_link"),
    path("programmes/for-opd/<int:pk>/", programmes.programme_for_opd, name="programme_for_opd"),
    path("sections/", sections.section_tree, name="section_tree"),
    path("sections/<int:pk>/", sections.section_detail, name="section_detail"),
    path("sections/<int:pk>/edit/", sections.section_edit, name="section_edit"),
    path("sections/<int:pk>/ready/", sections.section_ready, name="section_ready"),
    path("sections/<int:pk>/assign/", sections.section_assign, name="section_assign"),
    path("revisions/", versions.revision_list, name="revision_list"),
    path("revisions/freeze/", versions.revision_freeze, name="revision_freeze"),
    path("revisions/<int:pk>/", versions.revision_detail, name="revision_detail"),
    path("revisions/<int:pk>/read/", reading.revision_read, name="revision_read"),
    path("revisions/<int:pk>/json/", versions.revision_json, name="revision_json"),
    path("revisions/<int:pk>/changes/", compare.revision_changes, name="revision_changes"),
    path("revisions/<int:pk>/round/", versions.round_open, name="round_open"),
    path("rounds/<int:pk>/", rounds.round_detail, name="round_detail"),
    path("rounds/<int:pk>/print/", rounds.round_print, name="round_print"),
    path("rounds/<int:pk>/comments/add/", rounds.comment_add, name="comment_add"),
    path("rounds/comments/<int:pk>/answer/", rounds.comment_answer, name="comment_answer"),
    path("rounds/<int:pk>/close/", rounds.round_close, name="round_close"),
    path("exports/<int:pk>/", files.export_progress, name="export_progress"),
    path("exports/<int:pk>/file/", files.export_file, name="export_file"),
    path("exports/<int:pk>/retry/", files.export_retry, name="export_retry"),
]
api_urlpatterns = [
    path("plans/", plan.Plans.as_view(), name="plan_list"),
    path("plans/<slug:slug>/", plan.OnePlan.as_view(), name="plan_detail"),
    path("plans/<slug:slug>/programmes/", programmes_api.PlanProgrammes.as_view(), name="programme_list"),
    path("programmes/<int:pk>/", programmes_api.OneProgramme.as_view(), name="programme_detail"),
    path(
        "programmes/<int:pk>/set-aside/",
        programmes_api.SetAsideProgramme.as_view(),
        name="programme_set_aside",
    ),
    path("programmes/<int:pk>/restore/", programmes_api.RestoreProgramme.as_view(), name="programme_restore"),
    path("plans/<slug:slug>/sections/", sections_api.PlanSections.as_view(), name="section_list"),
    path("sections/<int:pk>/", sections_api.OneSection.as_view(), name="section_detail"),
    path("sections/<int:pk>/body/", sections_api.SectionBody.as_view(), name="section_body"),
    path("sections/<int:pk>/ready/", sections_api.SectionReady.as_view(), name="section_ready"),
    path("sections/<int:pk>/assign/", sections_api.SectionAssign.as_view(), name="section_assign"),
    path("plans/<slug:slug>/revisions/", versions_api.PlanRevisions.as_view(), name="revision_list"),
    path("revisions/<int:pk>/", versions_api.OneRevision.as_view(), name="revision_detail"),
    path("revisions/<int:pk>/content/", versions_api.RevisionContent.as_view(), name="revision_content"),
    path("revisions/<int:pk>/changes/", versions_api.RevisionChanges.as_view(), name="revision_changes"),
    path("revisions/<int:pk>/rounds/", rounds_api.RevisionRounds.as_view(), name="round_open"),
    path("rounds/<int:pk>/", rounds_api.OneRound.as_view(), name="round_detail"),
    path("rounds/<int:pk>/comments/", rounds_api.RoundComments.as_view(), name="comment_list"),
    path("rounds/<int:pk>/close/", rounds_api.CloseRound.as_view(), name="round_close"),
    path("comments/<int:pk>/answer/", rounds_api.AnswerComment.as_view(), name="comment_answer"),
    path("exports/<int:pk>/", files_api.OneExport.as_view(), name="export_detail"),
    path("exports/<int:pk>/file/", files_api.ExportFile.as_view(), name="export_file"),
    path("exports/<int:pk>/retry/", files_api.RetryExport.as_view(), name="export_retry"),
]
