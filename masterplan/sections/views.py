"""Sections: the tree of the books, the reading page, the form, and the writer's own mark."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lib import clock
from lib.access import access
from lib.errors import Invalid
from lib.forms.refusal import add_refusal
from lib.forms.remarks import remarks
from lib.http import version_of, warn
from lib.tables.neutral import Table
from lib.text.formats import jam
from masterplan.book.blocks import read_by
from masterplan.book.figures import figures_table
from masterplan.book.numbering import PlannedSection
from masterplan.book.prose import ProseBlock, prose
from masterplan.book.reading import WORDS_A_MINUTE, Reading, chapter_of, tables_in
from masterplan.plan import rules as plan_rules
from masterplan.plan.models import Masterplan
from masterplan.plan.workflow import is_open
from masterplan.sections import rules, services, workflow
from masterplan.sections.document import books_without_text
from masterplan.sections.forms import AssignForm, SectionForm
from masterplan.sections.models import Section
from masterplan.sections.selectors import counts_of, filtered, place_of, surroundings, tree, visible_sections
from masterplan.thread.selectors import page_of
from masterplan.versions import rules as versions_rules
from masterplan.versions.document import compile_plan
from opd.accounts.roles import Can
from opd.accounts.sign_in.requests import SignedInRequest, signed_in


@dataclass(frozen=True)
class LiveSection:
    prose: tuple[ProseBlock, ...]
    figures: Table | None
    planned: PlannedSection | None
    """With the table it shows; nothing for text."""

    @property
    def words(self) -> int:
        lines = [block.runs for block in self.prose]
        lines += [item.runs for block in self.prose for item in block.items]
        return sum(len("".join(run.text for run in line).split()) for line in lines)

    @property
    def minutes(self) -> int:
        return max(1, round(self.words / WORDS_A_MINUTE)) if self.words else 0


def read(section: Section) -> LiveSection:
    """A table reads what the tables of its chapter need: those before it decide its number."""
    text = prose(section.body)
    figures = figures_table(section.figures)
    if not section.is_live:
        return LiveSection(text, figures, None)
    books = books_without_text(section.masterplan)
    chapter = chapter_of(books, section.code)
    document = compile_plan(section.masterplan, read_by(tables_in(books, chapter))) | {"books": books}
    reading = Reading(document, only=chapter)
    planned = next(row for row in reading.planned.sections if row.code == section.code)
    return LiveSection(text, figures, planned)


STATES = ("", "empty", "writing", "ready", "table", "mine")


@require_GET
@signed_in
def section_tree(request: SignedInRequest) -> HttpResponse:
    plan: Masterplan = request.plans.of_list()
    if not plan_rules.can_read_living(request.user, plan):
        raise Http404("the living text is not for this person")
    books = tree(plan, request.user)
    rows = [row for book in books for row in book.rows]
    own = access(request.user).opds_for(Can.EDIT_SECTION)
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    shown = filtered(books, state, own)
    context = {
        "plan": plan,
        "whole": books,
        "books": shown,
        "rows": sum(len(book.rows) for book in shown),
        "counts": counts_of(rows),
        "mine": sum(row.office_id in own for row in rows),
        "is_writer": bool(own),
        "state": state,
        "can_freeze": versions_rules.can_freeze(request.user, plan) and is_open(plan),
    }
    return render(request, "masterplan/sections/tree.html", context)


@require_GET
@signed_in
def section_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The section as it reads now, live tables among it."""
    section = found_section(request, pk, "edited_by", "assigned_opd")
    page, printed_in = page_of(section, request.user)
    may_assign = rules.can_assign_section(request.user, section) and is_open(section.masterplan)
    context = {
        "section": section,
        "around": surroundings(section, request.user),
        "reading": read(section),
        "page": page,
        "printed_in": printed_in,
        "can_edit": rules.can_edit_section(request.user, section) and is_open(section.masterplan),
        "assign": AssignForm(section=section) if may_assign else None,
    }
    return render(request, "masterplan/sections/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def section_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    section = found_section(request, pk)
    rules.WRITE.require(request.user, section)
    workflow.require_prose(section)
    form = SectionForm(request.POST or None, section=section)
    if request.method == "POST" and saved(request, form):
        warn(request, remarks(form))
        messages.success(request, f"Tersimpan {jam(clock.now())}.", extra_tags=f"section:{section.pk}")
        return redirect("masterplan:section_detail", pk=section.pk)
    context = {"section": section, "form": form, "place": place_of(section)}
    status = 400 if request.method == "POST" else 200
    return render(request, "masterplan/sections/form.html", context, status=status)


@require_POST
@signed_in
def section_ready(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark the text that was read as ready, or take the mark away."""
    section = found_section(request, pk)
    is_ready = request.POST.get("ready") == "1"
    version = version_of(request)
    services.mark_ready(section, actor=request.user, is_ready=is_ready, expected_version=version)
    messages.success(request, "Bagian ini ditandai siap." if is_ready else "Tanda siap dicabut.")
    return redirect("masterplan:section_detail", pk=section.pk)


@require_POST
@signed_in
def section_assign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name the OPD whose operators write this section."""
    section = found_section(request, pk)
    rules.ASSIGN.require(request.user, section)
    form = AssignForm(request.POST, section=section)
    if not form.is_valid():
        raise Invalid("Pilih OPD dari daftar.")
    opd = form.cleaned_data["opd"]
    services.assign(section, actor=request.user, opd=opd, expected_version=version_of(request))
    listed = f"Ditugaskan kepada {opd.short_name}." if opd else "Dikembalikan kepada editor."
    messages.success(request, listed)
    return redirect("masterplan:section_detail", pk=section.pk)


def found_section(request: SignedInRequest, pk: int, *related: str) -> Section:
    """The section with its plan and the `related` rows; raises Http404 unless this person may read it."""
    section = get_object_or_404(visible_sections(request.user, *related), pk=pk)
    request.plans.of_row(pk=section.masterplan.pk)
    return section


def saved(request: SignedInRequest, form: SectionForm) -> bool:
    """False when the form now says what is wrong."""
    if not form.is_valid():
        return False
    try:
        services.write(form.section, actor=request.user, body=form.body, expected_version=version_of(request))
    except Invalid as refusal:
        add_refusal(form, refusal)
        return False
    return True
