from commitments.models.agreement import Agreement
from commitments.models.commitment import Commitment, LetterTemplate, Signature

__all__ = ["Agreement", "Commitment", "LetterTemplate", "Signature"]
