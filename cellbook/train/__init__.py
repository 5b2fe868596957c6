"""What a model is, and the one loop that trains all of them."""
# Written by tools/house.py from the modules of this package: do not edit.
from .anchored import (
    AnchorPart, Anchored, anchor_facts, fit_anchored, own_design,
)
from .callbacks import (
    Callback, History, LivePlot, ProgressBar, TensorBoard, read_results, run_folder, save_plot, write_result,
)
from .loop import (
    Diverged, Run, SCHEDULES, STATES, Settings, accelerator, fit, lr_factor, read_state, schedule_name, to_device,
)
from .model import (
    CellModel, CheckpointError, NoLarger, clear_left_over, config_form, evaluating, file_checksum, get_model,
    load_model, make_config, model_names, read_head, read_safetensors, save_atomic, save_json, seeded,
    text_checksum,
)

__all__ = [
    "AnchorPart", "Anchored", "Callback", "CellModel", "CheckpointError", "Diverged", "History", "LivePlot",
    "NoLarger", "ProgressBar", "Run", "SCHEDULES", "STATES", "Settings", "TensorBoard", "accelerator",
    "anchor_facts", "clear_left_over", "config_form", "evaluating", "file_checksum", "fit", "fit_anchored",
    "get_model", "load_model", "lr_factor", "make_config", "model_names", "own_design", "read_head", "read_results",
    "read_safetensors", "read_state", "run_folder", "save_atomic", "save_json", "save_plot", "schedule_name",
    "seeded", "text_checksum", "to_device", "write_result",
]
