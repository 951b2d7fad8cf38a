"""What a person should do first: one list per role, most urgent on top."""

from config.home.work.editor import for_editor
from config.home.work.items import WorkItem
from config.home.work.offices import for_admin, for_head, for_operator
from config.home.work.reviewers import for_facilitator, for_leader

__all__ = ["WorkItem", "for_admin", "for_editor", "for_facilitator", "for_head", "for_leader", "for_operator"]
