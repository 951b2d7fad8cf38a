"""Django looks for the tables of an app here; each stands in the folder of its noun."""

from lib.nouns import import_layer

import_layer("bimtek", "models")
