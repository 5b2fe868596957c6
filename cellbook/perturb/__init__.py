"""What a prediction of a perturbation is, and the simple ones that every model has to beat."""
# Written by tools/house.py from the modules of this package: do not edit.
from .anchors import (
    Added, Anchor, BOOSTING, ENOUGH, FEWEST_OWN, FOLDS, GAMMAS, KERNELS, Kernel, LearnedOwnGene, OwnGene, PENALTIES,
    Rows, Smoother, Trees, UNITS, alike_orders, as_rows, boost_trees, carry_gamma, choose_share, control_errors,
    effect_table, fit_kernel, gain_interval, gamma_gains, gene_targets, join_orders, learn_own_gene, like_columns,
    mean_error, share_together, shift_noise, shift_table, skewed_interval, skewness, sources_of, student_interval,
)
from .baseline_models import (
    Additive, BASELINES, Baseline, Control, KernelRidge, LowRank, MeanAndOwnGene, Nearest, PCARidge,
    RidgeAndOwnGene, RidgeOnFeatures, RidgeOnTargets, TrainingMean, baselines, baselines_for, choose_on_cells,
    principal_components, refit_on_cells, with_loadings,
)
from .choice import (
    ANCHORS, MARGIN, ThinSmoother, WEIGHTS, choose_anchor, complete_pairs, enough_pairs, refit_anchor, sure_errors,
    with_measured,
)
from .predictions import (
    Bulk, FEWEST_COLUMNS, FEWEST_FOR_MEDIAN, MOST_CODES, ORDERED, Switches, acting_alike, answer_note, assemble,
    cell_depths, check_answer, checked_bulk, control_halves, depth_shares, draw_cells, drop_escaped, group_rows,
    move, pseudobulk, pseudobulks, real_effects, refuse_taught, responding, teaching_cells, teaching_orders,
    thinned,
)
from .scores import (
    CHANGE_SCORES, EQUAL_BELOW, FEW_OUTPUTS, LEAK_SCORE, MAIN_OF_FEW, MAIN_SCORE, Metric, change_scores,
    choice_rows, choice_scores, context_rows, discrimination, filed, mae_delta, main_score, mse_delta, own_ranks,
    pearson_across, pearson_delta, pearson_top, r2_delta, strongest_genes, unit_scores, weighted_mse,
)

__all__ = [
    "ANCHORS", "Added", "Additive", "Anchor", "BASELINES", "BOOSTING", "Baseline", "Bulk", "CHANGE_SCORES",
    "Control", "ENOUGH", "EQUAL_BELOW", "FEWEST_COLUMNS", "FEWEST_FOR_MEDIAN", "FEWEST_OWN", "FEW_OUTPUTS", "FOLDS",
    "GAMMAS", "KERNELS", "Kernel", "KernelRidge", "LEAK_SCORE", "LearnedOwnGene", "LowRank", "MAIN_OF_FEW",
    "MAIN_SCORE", "MARGIN", "MOST_CODES", "MeanAndOwnGene", "Metric", "Nearest", "ORDERED", "OwnGene", "PCARidge",
    "PENALTIES", "RidgeAndOwnGene", "RidgeOnFeatures", "RidgeOnTargets", "Rows", "Smoother", "Switches",
    "ThinSmoother", "TrainingMean", "Trees", "UNITS", "WEIGHTS", "acting_alike", "alike_orders", "answer_note",
    "as_rows", "assemble", "baselines", "baselines_for", "boost_trees", "carry_gamma", "cell_depths",
    "change_scores", "check_answer", "checked_bulk", "choice_rows", "choice_scores", "choose_anchor",
    "choose_on_cells", "choose_share", "complete_pairs", "context_rows", "control_errors", "control_halves",
    "depth_shares", "discrimination", "draw_cells", "drop_escaped", "effect_table", "enough_pairs", "filed",
    "fit_kernel", "gain_interval", "gamma_gains", "gene_targets", "group_rows", "join_orders", "learn_own_gene",
    "like_columns", "mae_delta", "main_score", "mean_error", "move", "mse_delta", "own_ranks", "pearson_across",
    "pearson_delta", "pearson_top", "principal_components", "pseudobulk", "pseudobulks", "r2_delta", "real_effects",
    "refit_anchor", "refit_on_cells", "refuse_taught", "responding", "share_together", "shift_noise", "shift_table",
    "skewed_interval", "skewness", "sources_of", "strongest_genes", "student_interval", "sure_errors",
    "teaching_cells", "teaching_orders", "thinned", "unit_scores", "weighted_mse", "with_loadings", "with_measured",
]


class _Callable(type(__import__("sys"))):
    "So that `cb.perturb(run, controls, …)` is a function, though `cellbook.perturb` is the package; the root knows"
    def __call__(self, *args, **kwargs):
        import cellbook

        return cellbook.call("perturb", *args, **kwargs)

    @property
    def __signature__(self):
        import cellbook

        return __import__("inspect").signature(cellbook.called("perturb"))


__import__("sys").modules[__name__].__class__ = _Callable
