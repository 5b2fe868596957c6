"""Bidirectional Mamba over the whole transcriptome."""
# Written by tools/house.py from the modules of this package: do not edit.
from .conditions import (
    Backbone, BiBlock, Condition, Conditions, GeneTokens, LiveScores, Modulated, Screen, amount_codes,
    batch_group_means, describe_conditions, gene_places, gene_table, group_gaps, leaky_cell_split, library_rate,
    mean_scored, named_perturbations, nb_log_likelihood, nb_quantile, perturbation_means, screen_with_features,
    shift_scores, split_parts,
)
from .model import (
    BiMamba, BiMambaConfig, BiMambaCounts, SMALL, TrainingFacts, ensemble_shifts, interval_factor, read_challenge,
    shift_intervals, stream_perturb, write_submission,
)

__all__ = [
    "Backbone", "BiBlock", "BiMamba", "BiMambaConfig", "BiMambaCounts", "Condition", "Conditions", "GeneTokens",
    "LiveScores", "Modulated", "SMALL", "Screen", "TrainingFacts", "amount_codes", "batch_group_means",
    "describe_conditions", "ensemble_shifts", "gene_places", "gene_table", "group_gaps", "interval_factor",
    "leaky_cell_split", "library_rate", "mean_scored", "named_perturbations", "nb_log_likelihood", "nb_quantile",
    "perturbation_means", "read_challenge", "screen_with_features", "shift_intervals", "shift_scores",
    "split_parts", "stream_perturb", "write_submission",
]
