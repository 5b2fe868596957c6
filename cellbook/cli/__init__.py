"""The `cellbook` command."""
# Written by tools/house.py from the modules of this package: do not edit.
from .commands import (
    COLUMNS, DATA_OPTIONS, DESIGN, Job, answer_path, app, as_field, as_number, as_taken, as_type, columns_of,
    divide, environment, find_notebooks, job_line, join_pairs, main, name_columns, pairs, parameters, run_notebook,
    run_notebooks, serve, sort_settings, submit_job, train_model, unfinished,
)

__all__ = [
    "COLUMNS", "DATA_OPTIONS", "DESIGN", "Job", "answer_path", "app", "as_field", "as_number", "as_taken",
    "as_type", "columns_of", "divide", "environment", "find_notebooks", "job_line", "join_pairs", "main",
    "name_columns", "pairs", "parameters", "run_notebook", "run_notebooks", "serve", "sort_settings", "submit_job",
    "train_model", "unfinished",
]
