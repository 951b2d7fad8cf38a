from django.urls import path

from masterplan.api import comments, exports, plans, programmes, revisions, rounds, sections

api_urlpatterns = [
    path("plans/", plans.Plans.as_view(), name="plan_list"),
    path("plans/<slug:slug>/", plans.OnePlan.as_view(), name="plan_detail"),
    path("plans/<slug:slug>/programmes/", programmes.PlanProgrammes.as_view(), name="programme_list"),
    path("programmes/<int:pk>/", programmes.OneProgramme.as_view(), name="programme_detail"),
    path(
        "programmes/<int:pk>/set-aside/", programmes.SetAsideProgramme.as_view(), name="programme_set_aside"
    ),
    path("programmes/<int:pk>/restore/", programmes.RestoreProgramme.as_view(), name="programme_restore"),
    path("plans/<slug:slug>/sections/", sections.PlanSections.as_view(), name="section_list"),
    path("sections/<int:pk>/", sections.OneSection.as_view(), name="section_detail"),
    path("sections/<int:pk>/body/", sections.SectionBody.as_view(), name="section_body"),
    path("sections/<int:pk>/ready/", sections.SectionReady.as_view(), name="section_ready"),
    path("sections/<int:pk>/assign/", sections.SectionAssign.as_view(), name="section_assign"),
    path("plans/<slug:slug>/revisions/", revisions.PlanRevisions.as_view(), name="revision_list"),
    path("revisions/<int:pk>/", revisions.OneRevision.as_view(), name="revision_detail"),
    path("revisions/<int:pk>/content/", revisions.RevisionContent.as_view(), name="revision_content"),
    path("revisions/<int:pk>/changes/", revisions.RevisionChanges.as_view(), name="revision_changes"),
    path("revisions/<int:pk>/rounds/", rounds.RevisionRounds.as_view(), name="round_open"),
    path("rounds/<int:pk>/", rounds.OneRound.as_view(), name="round_detail"),
    path("rounds/<int:pk>/comments/", comments.RoundComments.as_view(), name="comment_list"),
    path("rounds/<int:pk>/close/", rounds.CloseRound.as_view(), name="round_close"),
    path("comments/<int:pk>/answer/", comments.AnswerComment.as_view(), name="comment_answer"),
    path("exports/<int:pk>/", exports.OneExport.as_view(), name="export_detail"),
    path("exports/<int:pk>/file/", exports.ExportFile.as_view(), name="export_file"),
    path("exports/<int:pk>/retry/", exports.RetryExport.as_view(), name="export_retry"),
]
