from masterplan.selectors.plans import current_plan, most_urgent

__all__ = ["current_plan", "most_urgent"]
