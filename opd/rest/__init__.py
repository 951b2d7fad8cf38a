"""What the API of every app shares: how it reads, refuses, pages, repeats and describes itself."""
