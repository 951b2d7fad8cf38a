"""The plan, its text, its versions and their review over HTTP, for programs."""
