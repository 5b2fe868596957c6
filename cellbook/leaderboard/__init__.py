"""Every model and every simple baseline under the same division."""
# Written by tools/house.py from the modules of this package: do not edit.
from .entries import (
    BARE, EntryOptions, EntryRun, FEW, Occasion, SavedAnswer, Trained, Training, WANTED, WAYS, attempt,
    check_training, describe_entry, divisions, in_turn, leave_one_gene_out, make_entry, occasions, read_shifts,
    run_entry, run_key, saved_path, seen_parts, shares, taking_part, trained,
)
from .table import (
    Execution, LITTLE, Outside, Scoring, by_seen, cell_eval, entries_of, leaderboard, on_executor, receive,
    run_outside, send, sort_options, to_cell_eval, verdict, wells_named,
)

__all__ = [
    "BARE", "EntryOptions", "EntryRun", "Execution", "FEW", "LITTLE", "Occasion", "Outside", "SavedAnswer",
    "Scoring", "Trained", "Training", "WANTED", "WAYS", "attempt", "by_seen", "cell_eval", "check_training",
    "describe_entry", "divisions", "entries_of", "in_turn", "leaderboard", "leave_one_gene_out", "make_entry",
    "occasions", "on_executor", "read_shifts", "receive", "run_entry", "run_key", "run_outside", "saved_path",
    "seen_parts", "send", "shares", "sort_options", "taking_part", "to_cell_eval", "trained", "verdict",
    "wells_named",
]


class _Callable(type(__import__("sys"))):
    "So that `cb.leaderboard(adata, …)` is the function, though `cellbook.leaderboard` is the package"
    def __call__(self, *args, **kwargs):
        return leaderboard(*args, **kwargs)

    @property
    def __signature__(self):
        return __import__("inspect").signature(leaderboard)


__import__("sys").modules[__name__].__class__ = _Callable
