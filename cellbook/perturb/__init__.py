"""What a prediction of a perturbation is, and the simple ones that every model has to beat."""
# Written by tools/house.py from the modules of this package: do not edit.
from .baseline_models import (
    Additive, BASELINES, Baseline, Control, Nearest, PCARidge, RidgeOnFeatures, TrainingMean, baselines,
)
from .predictions import (
    Bulk, Switches, assemble, check_answer, drop_escaped, group_rows, move, pseudobulk, responding, sample_counts,
)

__all__ = [
    "Additive", "BASELINES", "Baseline", "Bulk", "Control", "Nearest", "PCARidge", "RidgeOnFeatures", "Switches",
    "TrainingMean", "assemble", "baselines", "check_answer", "drop_escaped", "group_rows", "move", "pseudobulk",
    "responding", "sample_counts",
]
