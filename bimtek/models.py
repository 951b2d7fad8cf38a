"""Django looks for the tables of an app here; each stands in the folder of its noun."""

from bimtek.cycle.models import Cycle, Dimension, Subdimension
from bimtek.findings.models import Finding
from bimtek.sessions.models import BimtekSession

__all__ = ["BimtekSession", "Cycle", "Dimension", "Finding", "Subdimension"]
