"""The rows of the fault table, one function each: it hurts the set and returns what could be observed."""
