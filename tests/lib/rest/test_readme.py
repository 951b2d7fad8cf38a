"""The example of the README does what it says."""

import re
from pathlib import Path

import pytest

from lib.access import SYSTEM
from masterplan.programmes.models import Programme
from masterplan.versions.models import Revision
from opd.accounts import services as accounts
from tests import world as worlds

README = Path(__file__).resolve().parents[3] / "README.md"


@pytest.mark.django_db(transaction=True)
def test_the_example_walks_from_a_finding_to_a_version_that_is_verified(live_server, capsys):
    world = worlds.build()
    example = re.search(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    token = accounts.give_token(world.people["editor"], actor=SYSTEM)
    exec(example[1], {"TOKEN": token, "PORTAL": live_server.url, "PLAN": world.plan.slug})  # noqa: S102
    code, sha256, _, *sentence = capsys.readouterr().out.split()
    version = Revision.objects.get(label="v0.9")
    assert (version.sha256, Programme.objects.filter(code=code).count()) == (sha256, 1)
    assert " ".join(sentence) == "Versi ini tercatat, tetapi belum disetujui."
    assert code in version.content
