"""Rows that several people edit: the version a person read, set aside and taken back."""
