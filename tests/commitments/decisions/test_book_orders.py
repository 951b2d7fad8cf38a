"""A book is ordered of the version as it stands now, not as somebody read it a while ago."""

import pytest

from commitments.decisions import services as decisions
from lib.errors import Conflict
from masterplan.versions.files.models import Export
from masterplan.versions.models import Revision
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_version_made_final_since_it_was_read_gets_no_draft_book(world: World):
    seen = Revision.objects.get(pk=world.revision_approved.pk)
    drafts = Export.objects.filter(revision=seen, is_final=False)
    before = drafts.count()
    decisions.finalise(
        Revision.objects.get(pk=seen.pk),
        actor=world.people["leader"],
        seen_sha256=seen.sha256,
        missing_reason="Menyusul.",
    )
    with pytest.raises(Conflict, match="sudah mempunyai buku final"):
        decisions.request(seen, actor=world.people["editor"])
    assert drafts.count() == before


def test_what_was_said_of_a_version_since_it_was_read_is_in_its_book(world: World):
    seen = Revision.objects.get(pk=world.revision.pk)
    Revision.objects.filter(pk=seen.pk).update(chain_head="c" * 64)
    assert seen.chain_head != "c" * 64
    ordered = decisions.request(seen, actor=world.people["editor"])
    assert ordered.edition["chain_head"] == "c" * 64
