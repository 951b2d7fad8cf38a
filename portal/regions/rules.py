"""Who may fill a region from its folder."""

from lib.acts import Act, by_command
from masterplan.plan.models import Masterplan

LOAD = Act(
    name="folder.loaded",
    about=Masterplan,
    rule=by_command,
    refusal="Data daerah diisi melalui perintah load_region.",
    words="memuat berkas daerah",
    facts=("made", "renewed", "skipped"),
)
