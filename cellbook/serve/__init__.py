"""A trained model behind an address."""
# Written by tools/house.py from the modules of this package: do not edit.
from .inputs import (
    Cell, Limits, Names, Panel, Refused, SCALES, check_expression, check_values, only, parse_json, read_cells,
    read_object, read_plain, read_request, to_log1p,
)
from .page import (
    Batcher, Busy, Closed, MARKUP, PAGE, SCRIPT, STYLE,
)
from .service import (
    Answer, Answers, BadSettings, Embedding, FileAnswers, Gate, Genes, Prediction, Problem, Service, Settings,
    body_of, create_app, describe, facts, main, open_model, questions, read_settings, run_service, through,
)

__all__ = [
    "Answer", "Answers", "BadSettings", "Batcher", "Busy", "Cell", "Closed", "Embedding", "FileAnswers", "Gate",
    "Genes", "Limits", "MARKUP", "Names", "PAGE", "Panel", "Prediction", "Problem", "Refused", "SCALES", "SCRIPT",
    "STYLE", "Service", "Settings", "body_of", "check_expression", "check_values", "create_app", "describe",
    "facts", "main", "only", "open_model", "parse_json", "questions", "read_cells", "read_object", "read_plain",
    "read_request", "read_settings", "run_service", "through", "to_log1p",
]


def __getattr__(name):
    "`cellbook.serve:app` is made when it is asked for"
    from . import service
    return service.__getattr__(name)
