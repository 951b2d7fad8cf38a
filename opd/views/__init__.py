"""Pages of offices and of the people who hold them."""
