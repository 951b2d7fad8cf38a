"""Addresses of commitments, agreements and decisions; and those of verification, which need no account."""

from django.urls import path, re_path

from commitments.agreements import api as agreements_api
from commitments.agreements import views as agreements
from commitments.decisions import api as decisions_api
from commitments.decisions import views as decisions
from commitments.letters import api as letters_api
from commitments.letters import views as letters
from commitments.letters.board import views as board
from commitments.signing import api as signing_api
from commitments.signing import views as signing
from commitments.verification import api as verification_api
from commitments.verification import views as verification

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
    path("<int:pk>/opened/", signing.opened, name="commitment_opened"),
    path("<int:pk>/answer/", signing.answer, name="commitment_answer"),
    path("<int:pk>/receipt/", signing.receipt, name="commitment_receipt"),
    path("for-programme/<int:pk>/", letters.for_programme, name="commitment_for_programme"),
    path("for-opd/<int:pk>/", letters.for_opd, name="commitment_for_opd"),
    path("agreements/", agreements.index, name="agreement_list"),
    path("agreements/add/", agreements.add, name="agreement_add"),
    path("agreements/<int:pk>/edit/", agreements.edit, name="agreement_edit"),
    path("agreements/<int:pk>/scan/", agreements.scan, name="agreement_scan"),
    path("rounds/<int:pk>/decide/", decisions.decide, name="round_decide"),
    path("revisions/<int:pk>/book/", decisions.order_book, name="book_request"),
    path("revisions/<int:pk>/finalise/", decisions.finalise, name="revision_finalise"),
]
# At the top level, without a namespace. The QR code of a printed page is upper case, so /V/ answers too.
public_urlpatterns = [
    path("verify/", verification.verify_form, name="verify_form"),
    re_path(r"^[vV]/(?P<code>[\s\S]+?)/?$", verification.verify, name="verify"),
]
api_urlpatterns = [
    path("plans/<slug:slug>/commitments/", letters_api.Commitments.as_view(), name="commitment_list"),
    path("plans/<slug:slug>/board/", letters_api.Board.as_view(), name="board"),
    path("revisions/<int:pk>/commitments/", letters_api.Issue.as_view(), name="issue"),
    path("commitments/<int:pk>/", letters_api.OneCommitment.as_view(), name="commitment_detail"),
    path("commitments/<int:pk>/letter/", letters_api.LetterFile.as_view(), name="commitment_letter"),
    path("commitments/<int:pk>/slice/", letters_api.SliceFile.as_view(), name="commitment_slice"),
    path("commitments/<int:pk>/opened/", signing_api.Opened.as_view(), name="commitment_opened"),
    path("commitments/<int:pk>/sign/", signing_api.Sign.as_view(), name="commitment_sign"),
    path("commitments/<int:pk>/withdraw/", letters_api.Withdraw.as_view(), name="commitment_withdraw"),
    path("commitments/<int:pk>/ask-again/", letters_api.AskAgain.as_view(), name="commitment_ask_again"),
    path("commitments/<int:pk>/retry/", letters_api.RetryLetter.as_view(), name="commitment_retry"),
    path("rounds/<int:pk>/decide/", decisions_api.Decide.as_view(), name="round_decide"),
    path("revisions/<int:pk>/finalise/", decisions_api.Finalise.as_view(), name="revision_finalise"),
    path("revisions/<int:pk>/exports/", decisions_api.OrderBook.as_view(), name="book_request"),
    path("cycles/<slug:slug>/agreements/", agreements_api.Agreements.as_view(), name="agreement_list"),
    path("agreements/<int:pk>/", agreements_api.OneAgreement.as_view(), name="agreement_detail"),
    path("agreements/<int:pk>/scan/", agreements_api.AgreementScan.as_view(), name="agreement_scan"),
    path("verify/<str:code>/", verification_api.Verify.as_view(), name="verify"),
]
