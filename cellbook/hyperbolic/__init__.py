"""Poincaré graph model of perturbations."""
# Written by tools/house.py from the modules of this package: do not edit.
from .graph import (
    DIRECTIONS, ERRORS, EdgeOptions, EffectBatches, Effects, GraphOptions, GraphPolicy, HyperbolicConfig,
    ImpactAnchor, ImpactPart, PairScore, PlaceOptions, RANKING_SCORES, REWARDS, anchor_impacts, as_log_impact,
    as_they_differ, capped_scale, choose, control_features, control_mean, control_noise, draw_disk, effects,
    find_edges, gains, guess_degree, guess_diffusion, guess_mean, guess_ridge, hops, log_softplus, main_set,
    match_depth, near_paths, neighbours_share, on_disk, order_scores, original_keys, place_nodes, protein_features,
    rank_moments, rank_pvalue, read_protein, score_ranking, screen_spec, split_effects, stable_kl, summarise,
    target_weights, walk_slope, where_they_stand,
)
from .model import (
    ComplexityScheduler, Hyperbolic, HyperbolicSimple, LinearAgent, OriginalOptions, PerturbationEnv, RandomAgent,
    ScreenCells, SimpleConfig, held_guesses, play, recommend, score_held_out, train_hyperbolic,
)

__all__ = [
    "ComplexityScheduler", "DIRECTIONS", "ERRORS", "EdgeOptions", "EffectBatches", "Effects", "GraphOptions",
    "GraphPolicy", "Hyperbolic", "HyperbolicConfig", "HyperbolicSimple", "ImpactAnchor", "ImpactPart",
    "LinearAgent", "OriginalOptions", "PairScore", "PerturbationEnv", "PlaceOptions", "RANKING_SCORES", "REWARDS",
    "RandomAgent", "ScreenCells", "SimpleConfig", "anchor_impacts", "as_log_impact", "as_they_differ",
    "capped_scale", "choose", "control_features", "control_mean", "control_noise", "draw_disk", "effects",
    "find_edges", "gains", "guess_degree", "guess_diffusion", "guess_mean", "guess_ridge", "held_guesses", "hops",
    "log_softplus", "main_set", "match_depth", "near_paths", "neighbours_share", "on_disk", "order_scores",
    "original_keys", "place_nodes", "play", "protein_features", "rank_moments", "rank_pvalue", "read_protein",
    "recommend", "score_held_out", "score_ranking", "screen_spec", "split_effects", "stable_kl", "summarise",
    "target_weights", "train_hyperbolic", "walk_slope", "where_they_stand",
]
