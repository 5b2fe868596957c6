"""What a prediction of a perturbation is, and the simple ones that every model has to beat."""
# Written by tools/house.py from the modules of this package: do not edit.
from .anchors import (
    ANCHORS, Added, Anchor, ENOUGH, GAMMAS, KERNELS, Kernel, MARGIN, PENALTIES, Rows, Smoother, UNITS, WEIGHTS,
    as_rows, choose_anchor, choose_gamma, choose_share, effect_table, fit_kernel, gain_interval, shift_table,
    sources_of, unit_scores,
)
from .baseline_models import (
    Additive, BASELINES, Baseline, Control, KernelRidge, Nearest, PCARidge, RidgeOnFeatures, RidgeOnTargets,
    TrainingMean, baselines, principal_components,
)
from .predictions import (
    Bulk, Switches, assemble, check_answer, draw_cells, drop_escaped, group_rows, move, pseudobulk, responding,
)

__all__ = [
    "ANCHORS", "Added", "Additive", "Anchor", "BASELINES", "Baseline", "Bulk", "Control", "ENOUGH", "GAMMAS",
    "KERNELS", "Kernel", "KernelRidge", "MARGIN", "Nearest", "PCARidge", "PENALTIES", "RidgeOnFeatures",
    "RidgeOnTargets", "Rows", "Smoother", "Switches", "TrainingMean", "UNITS", "WEIGHTS", "as_rows", "assemble",
    "baselines", "check_answer", "choose_anchor", "choose_gamma", "choose_share", "draw_cells", "drop_escaped",
    "effect_table", "fit_kernel", "gain_interval", "group_rows", "move", "principal_components", "pseudobulk",
    "responding", "shift_table", "sources_of", "unit_scores",
]
