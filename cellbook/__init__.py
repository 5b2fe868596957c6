"""Five models of single cells and perturbed wells on one data contract: `import cellbook as cb`, then `cb.look(adata)`.

Nothing is imported before it is asked for: `cb.read` and `cb.look` load no torch."""

import importlib
import sys

__version__ = "0.1.0"

_homes = {  # package: what of it stands on the top floor
    "data": "Design DataError as_scale by_symbols check_split declare_scale find_data log_fold_change look map_genes read split",
    "simulate": "simulate_cells simulate_screen",
    "train": "fit get_model load_model model_names",
    "metrics": "score_answer",
    "cae": "CAE",
    "bimamba": "BiMamba BiMambaCounts",
    "drugseq": "DrugSeq",
    "lora": "CellEncoder LoRA",
    "hyperbolic": "Hyperbolic HyperbolicSimple",
    "cli": "load_ipython_extension",  # `%load_ext cellbook`
}
_packages = (*_homes, "scan", "loaders", "genes", "perturb", "poincare", "leaderboard", "contract", "serve", "pl", "models")
_names = {name: package for package, names in _homes.items() for name in names.split()}
__all__ = list(_names)


def __getattr__(name):
    if name in _packages:
        return importlib.import_module(f"cellbook.{name}")
    if name not in _names:
        raise AttributeError(f"module 'cellbook' has no attribute {name!r}; there are {', '.join(sorted([*_packages, *_names]))}")
    value = getattr(importlib.import_module(f"cellbook.{_names[name]}"), name)
    setattr(sys.modules[__name__], name, value)
    return value


def __dir__():
    return sorted({*globals(), *_packages, *_names})
