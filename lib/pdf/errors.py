"""Why a page was not printed. Each message is Indonesian and can be shown as it is."""


class RenderRefused(Exception):
    """The page asks for more than is printed; another attempt does not help."""


class RenderStopped(Exception):
    """The process that rendered ended before it answered; another attempt may succeed."""
