"""What the API of every app shares: how it reads, refuses, pages and describes itself."""
