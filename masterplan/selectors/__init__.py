from masterplan.selectors.plans import current_plan, most_urgent, named_plan, plans_of

__all__ = ["current_plan", "most_urgent", "named_plan", "plans_of"]
