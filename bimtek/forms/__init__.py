"""The shape of what is typed about findings."""

from bimtek.forms.acts import ReasonForm, VersionForm
from bimtek.forms.filters import FindingFilter
from bimtek.forms.finding import EntryForm, FindingForm, initial_of

__all__ = ["EntryForm", "FindingFilter", "FindingForm", "ReasonForm", "VersionForm", "initial_of"]
