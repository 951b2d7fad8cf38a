"""Addresses of the plan, by noun: pages, then the API's."""

from django.urls import path

from masterplan.api import comments as comments_api
from masterplan.api import exports as exports_api
from masterplan.api import plans as plans_api
from masterplan.api import programmes as programmes_api
from masterplan.api import revisions as revisions_api
from masterplan.api import rounds as rounds_api
from masterplan.api import sections as sections_api
from masterplan.views import (
    changes,
    comments,
    exports,
    programme_acts,
    programme_parts,
    programmes,
    reading,
    revisions,
    rounds,
    sections,
)

app_name = "masterplan"
urlpatterns = [
    path("programmes/", programmes.programme_list, name="programme_list"),
    path("programmes/add/", programmes.programme_add, name="programme_add"),
    path("programmes/<int:pk>/", programmes.programme_detail, name="programme_detail"),
    path("programmes/<int:pk>/edit/", programmes.programme_edit, name="programme_edit"),
    path("programmes/<int:pk>/set-aside/", programme_acts.programme_set_aside, name="programme_set_aside"),
    path("programmes/<int:pk>/restore/", programme_acts.programme_restore, name="programme_restore"),
    path("programmes/<int:pk>/delete/", programme_acts.programme_delete, name="programme_delete"),
    path(
        "programmes/for-finding/<int:pk>/",
        programme_parts.programme_for_finding,
        name="programme_for_finding",
    ),
    path("programmes/for-opd/<int:pk>/", programme_parts.programme_for_opd, name="programme_for_opd"),
    path("sections/", sections.section_tree, name="section_tree"),
    path("sections/<int:pk>/", sections.section_detail, name="section_detail"),
    path("sections/<int:pk>/edit/", sections.section_edit, name="section_edit"),
    path("sections/<int:pk>/ready/", sections.section_ready, name="section_ready"),
    path("sections/<int:pk>/assign/", sections.section_assign, name="section_assign"),
    path("revisions/", revisions.revision_list, name="revision_list"),
    path("revisions/freeze/", revisions.revision_freeze, name="revision_freeze"),
    path("revisions/<int:pk>/", revisions.revision_detail, name="revision_detail"),
    path("revisions/<int:pk>/read/", reading.revision_read, name="revision_read"),
    path("revisions/<int:pk>/json/", revisions.revision_json, name="revision_json"),
    path("revisions/<int:pk>/changes/", changes.revision_changes, name="revision_changes"),
    path("revisions/<int:pk>/round/", revisions.round_open, name="round_open"),
    path("rounds/<int:pk>/", rounds.round_detail, name="round_detail"),
    path("rounds/<int:pk>/print/", rounds.round_print, name="round_print"),
    path("rounds/<int:pk>/comments/add/", comments.comment_add, name="comment_add"),
    path("rounds/comments/<int:pk>/answer/", comments.comment_answer, name="comment_answer"),
    path("rounds/<int:pk>/close/", rounds.round_close, name="round_close"),
    path("exports/<int:pk>/", exports.export_progress, name="export_progress"),
    path("exports/<int:pk>/file/", exports.export_file, name="export_file"),
    path("exports/<int:pk>/retry/", exports.export_retry, name="export_retry"),
]
api_urlpatterns = [
    path("plans/", plans_api.Plans.as_view(), name="plan_list"),
    path("plans/<slug:slug>/", plans_api.OnePlan.as_view(), name="plan_detail"),
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
    path("plans/<slug:slug>/revisions/", revisions_api.PlanRevisions.as_view(), name="revision_list"),
    path("revisions/<int:pk>/", revisions_api.OneRevision.as_view(), name="revision_detail"),
    path("revisions/<int:pk>/content/", revisions_api.RevisionContent.as_view(), name="revision_content"),
    path("revisions/<int:pk>/changes/", revisions_api.RevisionChanges.as_view(), name="revision_changes"),
    path("revisions/<int:pk>/rounds/", rounds_api.RevisionRounds.as_view(), name="round_open"),
    path("rounds/<int:pk>/", rounds_api.OneRound.as_view(), name="round_detail"),
    path("rounds/<int:pk>/comments/", comments_api.RoundComments.as_view(), name="comment_list"),
    path("rounds/<int:pk>/close/", rounds_api.CloseRound.as_view(), name="round_close"),
    path("comments/<int:pk>/answer/", comments_api.AnswerComment.as_view(), name="comment_answer"),
    path("exports/<int:pk>/", exports_api.OneExport.as_view(), name="export_detail"),
    path("exports/<int:pk>/file/", exports_api.ExportFile.as_view(), name="export_file"),
    path("exports/<int:pk>/retry/", exports_api.RetryExport.as_view(), name="export_retry"),
]
