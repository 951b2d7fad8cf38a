"""Who may fill a cycle and its framework."""

from bimtek.cycle.models import Cycle
from lib.acts import Act, by_command

REFUSAL = "Siklus diisi melalui perintah load_region."

LOAD_CYCLE = Act(name="cycle.loaded", about=Cycle, rule=by_command, refusal=REFUSAL, words="memuat siklus")
LOAD_FRAMEWORK = Act(
    name="framework.loaded", about=Cycle, rule=by_command, refusal=REFUSAL, words="memuat dimensi dan Bimtek"
)
