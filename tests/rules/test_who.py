"""Who may do what: every rule with everybody it lets in. Whoever is not named is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from bimtek.cycle import rules as cycle
from bimtek.findings import rules as findings
from commitments.agreements import rules as agreements
from commitments.letters import rules as letters
from commitments.signing import rules as signing
from lib.access import SYSTEM, Actor
from masterplan.plan import rules as plan
from masterplan.programmes import rules as programmes
from masterplan.sections import rules as sections
from masterplan.versions import rules as versions
from masterplan.versions.files import rules as files
from masterplan.versions.rounds import rules as rounds
from opd.accounts import rules as accounts
from opd.accounts.roles import Role
from opd.offices import rules as offices
from tests.opd import factories
from tests.rules.conftest import Here
from tests.world import World

pytestmark = pytest.mark.django_db

Rule = Callable[[Actor, World], bool]

STAFF = "admin editor leader facilitator"
OPERATORS = "operator.own operator.other"
HEADS = "head.own head.other"
OWN = "operator.own head.own"
TABLE: list[tuple[str, Rule, str]] = [
    ("read the room", lambda a, w: cycle.can_read_bimtek(a, w.cycle), f"{STAFF} {OPERATORS}"),
    (
        "record a finding at all",
        lambda a, w: findings.can_record_finding(a, w.cycle),
        f"editor facilitator {OPERATORS}",
    ),
    ("record for every OPD", lambda a, w: findings.can_record_for_all(a, w.cycle), "editor facilitator"),
    (
        "record for the own OPD",
        lambda a, w: findings.can_record_for(a, w.cycle, w.opd.pk),
        "editor facilitator operator.own",
    ),
    ("record for no OPD", lambda a, w: findings.can_record_for(a, w.cycle, None), "editor facilitator"),
    ("change a finding", lambda a, w: findings.can_edit_finding(a, w.finding), "editor operator.own"),
    ("say which plan is current", lambda a, w: plan.can_make_current(a, w.plan), "editor"),
    ("read the living plan", lambda a, w: plan.can_read_living(a, w.plan), f"{STAFF} {OPERATORS}"),
    ("open a programme's form", lambda a, w: programmes.can_add_programme(a, w.plan), f"editor {OPERATORS}"),
    (
        "add a programme of the own OPD",
        lambda a, w: programmes.can_add_programme(a, w.plan, w.opd.pk),
        "editor operator.own",
    ),
    (
        "change a programme",
        lambda a, w: programmes.can_edit_programme(a, w.programme),
        "editor operator.own",
    ),
    ("write a section", lambda a, w: sections.can_edit_section(a, w.section), "editor operator.own"),
    ("write one nobody was given", lambda a, w: sections.can_edit_section(a, w.section_other), "editor"),
    ("assign a section", lambda a, w: sections.can_assign_section(a, w.section), "editor"),
    ("freeze", lambda a, w: versions.can_freeze(a, w.plan), "editor"),
    ("order a book", lambda a, w: files.can_export(a, w.revision), "editor leader facilitator"),
    ("open a round", lambda a, w: rounds.can_open_round(a, w.revision), "editor"),
    ("comment", lambda a, w: rounds.can_comment(a, w.round), "facilitator"),
    (
        "answer on the own section",
        lambda a, w: rounds.can_answer(a, w.comment),
        "editor operator.own",
    ),
    ("answer on one nobody was given", lambda a, w: rounds.can_answer(a, w.comment_other), "editor"),
    ("answer on a programme", lambda a, w: rounds.can_answer(a, w.comment_answered), "editor"),
    ("close a round", lambda a, w: rounds.can_close_round(a, w.round), "editor"),
    ("decide a round", lambda a, w: versions.can_decide(a, w.round), "facilitator"),
    ("make final", lambda a, w: versions.can_finalise(a, w.revision), "leader"),
    ("read comments", lambda a, w: rounds.can_read_comments(a, w.plan), STAFF),
    ("issue letters", lambda a, w: letters.can_issue(a, w.revision_approved), "editor"),
    ("reconcile letters", lambda a, w: letters.can_reconcile(a, w.revision_approved), "facilitator"),
    ("withdraw a letter", lambda a, w: letters.can_withdraw(a, w.commitment), "editor"),
    ("sign", lambda a, w: signing.can_sign(a, w.commitment), "head.own"),
    ("change an agreement", lambda a, w: agreements.can_edit_agreement(a, w.agreement), "editor"),
    ("see the board", lambda a, w: letters.can_see_board(a, w.region.pk), STAFF),
    ("appoint", lambda a, w: offices.can_appoint(a, w.opd), "admin"),
    ("see who holds offices", lambda a, w: offices.can_see_holders(a, w.region), "admin editor"),
    ("see names in an office", lambda a, w: offices.can_see_names(a, w.opd), f"admin editor {OWN}"),
    (
        "see an office's programmes",
        lambda a, w: offices.can_see_programmes(a, w.opd),
        f"{STAFF} {OPERATORS} head.own",
    ),
    ("see an office's letter", lambda a, w: offices.can_see_commitment(a, w.opd), f"{STAFF} {OWN}"),
    ("make accounts", lambda a, w: accounts.can_add_user(a), ""),
]


@pytest.mark.parametrize(("act", "may", "allowed"), TABLE, ids=[row[0] for row in TABLE])
def test_a_rule_lets_in_exactly_those_it_names(here: Here, act: str, may: Rule, allowed: str):
    let_in = {name for name, actor in here.people.items() if may(actor, here.world)}
    assert let_in == set(allowed.split())


@pytest.mark.parametrize(("act", "may", "allowed"), TABLE, ids=[row[0] for row in TABLE])
def test_the_same_role_elsewhere_opens_nothing_here(here: Here, act: str, may: Rule, allowed: str):
    assert not [actor for actor in here.strangers if may(actor, here.world)]


@pytest.mark.parametrize(("act", "may", "allowed"), TABLE, ids=[row[0] for row in TABLE])
def test_the_clock_and_the_commands_may_do_what_people_may(here: Here, act: str, may: Rule, allowed: str):
    assert may(SYSTEM, here.world)


def test_an_office_elsewhere_opens_nothing_here_even_for_itself(here: Here):
    """Its operator writes for that office, in its own region."""
    office = factories.opd(factories.region())
    operator = factories.user(Role.OPERATOR, office)
    assert not findings.can_record_for(operator, here.world.cycle, office.pk)
    assert not programmes.can_add_programme(operator, here.world.plan, office.pk)


def test_every_rule_stands_in_the_table():
    named = {name for _, rule, _ in TABLE for name in rule.__code__.co_names}
    modules: list[Any] = [findings, letters, versions, offices]
    rules = {name for module in modules for name in vars(module) if name.startswith("can_")}
    assert rules <= named
