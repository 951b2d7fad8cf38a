"""How the portal holds: the whole country in one database, and five hundred people who write at once."""
