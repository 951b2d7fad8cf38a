from commitments.selectors.board import LABELS, NONE, BoardRow, board
from commitments.selectors.verification import Verification, verify

__all__ = ["LABELS", "NONE", "BoardRow", "Verification", "board", "verify"]
