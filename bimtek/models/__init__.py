from bimtek.models.cycle import BimtekSession, Cycle, Dimension, Subdimension
from bimtek.models.finding import Finding

__all__ = ["BimtekSession", "Cycle", "Dimension", "Finding", "Subdimension"]
