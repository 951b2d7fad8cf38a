"""The workshops and their findings over HTTP, for programs."""
