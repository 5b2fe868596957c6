"""The Poincaré ball, its geodesics, and layers on it."""
# Written by tools/house.py from the modules of this package: do not edit.
from .ball import (
    Ball, BallError, Curvature, HyperbolicAttention, HyperbolicDense, HyperbolicEmbedding, HyperbolicGraphConv,
    InTangent, RiemannianAdam, annealing, as_ball, by_geoopt, check_how, check_pair, check_points, check_precision,
    conformal_factor, difference, distance, distortion, exp0, exp_map, geodesic, grow_tree, gyration, half_angle,
    log0, log_map, mean_average_precision, midpoint, mobius_add, mobius_scale, pairwise_distance, project,
    riemannian_adam, riemannian_grad, scaled_norm, sectional, shift, spread_directions, transport,
)

__all__ = [
    "Ball", "BallError", "Curvature", "HyperbolicAttention", "HyperbolicDense", "HyperbolicEmbedding",
    "HyperbolicGraphConv", "InTangent", "RiemannianAdam", "annealing", "as_ball", "by_geoopt", "check_how",
    "check_pair", "check_points", "check_precision", "conformal_factor", "difference", "distance", "distortion",
    "exp0", "exp_map", "geodesic", "grow_tree", "gyration", "half_angle", "log0", "log_map",
    "mean_average_precision", "midpoint", "mobius_add", "mobius_scale", "pairwise_distance", "project",
    "riemannian_adam", "riemannian_grad", "scaled_norm", "sectional", "shift", "spread_directions", "transport",
]
