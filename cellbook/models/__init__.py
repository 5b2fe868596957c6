"""A small zoo of trained models, made on first use from cells that a dependency ships."""
# Written by tools/house.py from the modules of this package: do not edit.
from .zoo import (
    CellTypist, CellTypistConfig, Recipe, ZOO, list_models, load, make_model, read_card, read_celltypist,
    types_called, zoo_folder,
)

__all__ = [
    "CellTypist", "CellTypistConfig", "Recipe", "ZOO", "list_models", "load", "make_model", "read_card",
    "read_celltypist", "types_called", "zoo_folder",
]
