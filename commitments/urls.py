"""Addresses of commitments, agreements and decisions; and those of verification, which need no account."""

from django.urls import path, re_path

from commitments.views import agreements, approvals, board, fragments, letters, signing, verification

app_name = "commitments"
urlpatterns = [
    path("", board.board, name="board"),
    path("issue/<int:revision_pk>/", board.issue, name="issue"),
    path("<int:pk>/", letters.detail, name="commitment_detail"),
    path("<int:pk>/progress/", letters.progress, name="commitment_progress"),
    path("<int:pk>/retry/", letters.retry, name="commitment_retry"),
    path("<int:pk>/letter.pdf", letters.letter, name="commitment_letter"),
    path("<int:pk>/slice.json", letters.slice_json, name="commitment_slice"),
    path("<int:pk>/withdraw/", letters.withdraw, name="commitment_withdraw"),
    path("<int:pk>/ask-again/", letters.ask_again, name="commitment_ask_again"),
    path("<int:pk>/sign/", signing.sign, name="commitment_sign"),
    path("<int:pk>/answer/", signing.answer, name="commitment_answer"),
    path("<int:pk>/receipt/", signing.receipt, name="commitment_receipt"),
    path("for-programme/<int:pk>/", fragments.for_programme, name="commitment_for_programme"),
    path("for-opd/<int:pk>/", fragments.for_opd, name="commitment_for_opd"),
    path("agreements/", agreements.index, name="agreement_list"),
    path("agreements/add/", agreements.add, name="agreement_add"),
    path("agreements/<int:pk>/edit/", agreements.edit, name="agreement_edit"),
    path("agreements/<int:pk>/scan/", agreements.scan, name="agreement_scan"),
    path("rounds/<int:pk>/decide/", approvals.decide, name="round_decide"),
    path("revisions/<int:pk>/book/", approvals.order_book, name="book_request"),
    path("revisions/<int:pk>/finalise/", approvals.finalise, name="revision_finalise"),
]
# At the top level, without a namespace. The QR code of a printed page is upper case, so /V/ answers too.
public_urlpatterns = [
    path("verify/", verification.verify_form, name="verify_form"),
    re_path(r"^[vV]/(?P<code>[^/]+)/?$", verification.verify, name="verify"),
]
