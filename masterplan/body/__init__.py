"""The body of a section: ProseMirror-shaped JSON with a stable id on every block, its schema, and the plain
text a simple form edits. Pure: no database, no framework."""

from masterplan.body.schema import Doc, check_body, is_empty, plain_text
from masterplan.body.text import body_from_text, passage, read_text, text_from_body

__all__ = [
    "Doc",
    "body_from_text",
    "check_body",
    "is_empty",
    "passage",
    "plain_text",
    "read_text",
    "text_from_body",
]
