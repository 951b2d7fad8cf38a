"""Why a page was not printed, in words a person in the office understands."""


class RenderRefused(Exception):
    """The page asks for something the printer does not do; trying again does not help.

    The message is Indonesian, names the cause and can be shown as it is.
    """
