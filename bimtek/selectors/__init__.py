"""Page-shaped reads of the workshops and of what they found."""

from bimtek.selectors.cycles import bimtek_cycle, current_cycle

__all__ = ["bimtek_cycle", "current_cycle"]
