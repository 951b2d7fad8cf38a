"""Django looks for the tables of an app here; each stands in the folder of its noun."""

from commitments.agreements.models import Agreement
from commitments.letters.models import Commitment, LetterTemplate, Signature

__all__ = ["Agreement", "Commitment", "LetterTemplate", "Signature"]
