"""A noun is a folder, a layer is a file in it: here a layer of every noun of an app is found by its name."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path


def import_layer(app: str, layer: str) -> None:
    """Import `<noun>/<layer>.py` of every noun and sub-noun of the app, in the order of their paths.

    What stands in such a module enters its register, that of Django's models for example.
    """
    spec = find_spec(app)
    for folder in spec.submodule_search_locations or () if spec else ():
        home = Path(folder)
        for module in sorted(home.glob(f"*/**/{layer}.py")):
            import_module(".".join((app, *module.relative_to(home).with_suffix("").parts)))
