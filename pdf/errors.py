"""Why a page was not printed, in words a person in the office understands."""


class RenderRefused(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """The page asks for something the printer does not do; trying again does not help.

    The message is Indonesian, names the cause and can be shown as it is.
    """
