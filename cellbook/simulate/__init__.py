"""Cells, screens and wells with a planted truth."""
# Written by tools/house.py from the modules of this package: do not edit.
from .planted import (
    FieldEffect, Readout, ScreenPlan, WellPlan, draw_base, draw_effects, draw_fields, draw_labels, edge_table,
    expected, gene_names, headroom, module_network, network_features, plant, redraw, regulatory_tree, response,
    sample_counts, simulate_cells, simulate_screen, simulate_wells, small_screen, spread, write_wells,
)

__all__ = [
    "FieldEffect", "Readout", "ScreenPlan", "WellPlan", "draw_base", "draw_effects", "draw_fields", "draw_labels",
    "edge_table", "expected", "gene_names", "headroom", "module_network", "network_features", "plant", "redraw",
    "regulatory_tree", "response", "sample_counts", "simulate_cells", "simulate_screen", "simulate_wells",
    "small_screen", "spread", "write_wells",
]
