from masterplan.selectors.plans import current_plan, most_urgent, named_plan

__all__ = ["current_plan", "most_urgent", "named_plan"]
