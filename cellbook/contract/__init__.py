"""What every model must obey."""
# Written by tools/house.py from the modules of this package: do not edit.
from .suite import (
    Case, ROUNDING, Skip, assert_same, check, check_answer_form, check_asking, check_bad_data, check_categories,
    check_closed, check_config_values, check_description, check_genes, check_ground, check_held_out, check_labels,
    check_learns, check_model, check_order, check_perturb, check_processes, check_resume, check_said, check_save,
    check_scale, check_seed, check_settings, check_small, check_stores, check_told_labels, check_untouched,
    check_wider, checks, fingerprint, numbers, offline, state,
)

__all__ = [
    "Case", "ROUNDING", "Skip", "assert_same", "check", "check_answer_form", "check_asking", "check_bad_data",
    "check_categories", "check_closed", "check_config_values", "check_description", "check_genes", "check_ground",
    "check_held_out", "check_labels", "check_learns", "check_model", "check_order", "check_perturb",
    "check_processes", "check_resume", "check_said", "check_save", "check_scale", "check_seed", "check_settings",
    "check_small", "check_stores", "check_told_labels", "check_untouched", "check_wider", "checks", "fingerprint",
    "numbers", "offline", "state",
]
