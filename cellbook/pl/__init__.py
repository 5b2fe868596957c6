"""Pictures of what the models wrote, each on axes of one's own."""
# Written by tools/house.py from the modules of this package: do not edit.
from .pictures import (
    bars, compounds, confusion, counterfactual, decomposition, effects, gene_disk, history, importance, influence,
    latent, leaderboard,
)

__all__ = [
    "bars", "compounds", "confusion", "counterfactual", "decomposition", "effects", "gene_disk", "history",
    "importance", "influence", "latent", "leaderboard",
]


def __getattr__(name):
    "An unknown picture, with those there are"
    raise AttributeError(f"cellbook.pl draws no {name!r}; there are {', '.join(__all__)}")
