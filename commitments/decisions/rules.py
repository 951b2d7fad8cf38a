"""Who may make a version final together with what was promised from it."""

from lib.acts import Act
from masterplan.versions import rules as versions_rules
from masterplan.versions.models import Revision

FINALISE = Act(
    name="plan.finalised",
    about=Revision,
    rule=versions_rules.can_finalise,
    refusal=versions_rules.FINALISE.refusal,
    words="menetapkan masterplan final",
    facts=("missing",),
)
