"""Five models of single cells and perturbed wells on one data contract: `import cellbook as cb`, then `cb.look(adata)`.

Nothing is imported before it is asked for: `cb.read` and `cb.look` load no torch."""

import importlib
import inspect
import os
import sys
from pathlib import Path

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
        home = "" if name.startswith("_") else next(filter(lambda p: f'"{name}"' in _door(p), _packages), "")
        there = f"from cellbook.{home} import {name}" if home else f"there are {', '.join(sorted([*_packages, *_names]))}"
        raise AttributeError(f"module 'cellbook' has no attribute {name!r}; {there}")
    value = getattr(importlib.import_module(f"cellbook.{_names[name]}"), name)
    if inspect.isfunction(value):
        _tell_parameters(value)
    setattr(sys.modules[__name__], name, value)
    return value


_folders = {"manifest.json": "loaders"}  # file that marks a folder: the package that files what reads it


def wake(folder):
    "Import the packages that read a folder marked as this one is: `cellbook.data.FOLDERS` is filled by those above it"
    for mark, package in _folders.items():
        if (Path(folder) / mark).exists():
            importlib.import_module(f"cellbook.{package}")


_calls = {"perturb": ("cli", "perturb_controls")}  # package that may be called: who answers, and with what


def call(package, *args, **kwargs):
    "What a package answers that is called as a function, though who answers stands above it: `cb.perturb(run, …)`"
    return called(package)(*args, **kwargs)


def called(package):
    "The function that answers where a package is called, of which `inspect.signature` and editors show the parameters"
    home, name = _calls[package]
    return getattr(importlib.import_module(f"cellbook.{home}"), name)


def _door(package):
    "The text of a package's front door: to know who lives there nothing is imported"
    return (Path(__file__).parent / package / "__init__.py").read_text(encoding="utf-8")


def _tell_parameters(f):
    "`help(f)` says of each parameter what the comment beside it says, as the pages do"
    from fastcore.docments import docments

    try:
        told = {k: " ".join(v.split()) for k, v in docments(f).items() if v}
    except (OSError, TypeError, SyntaxError):  # no source is there
        return
    gives = told.pop("return", "")
    lines = [f"{k}: {v}" for k, v in told.items()] + [f"gives: {gives}"] * bool(gives)
    f.__doc__ = "\n".join([inspect.cleandoc(f.__doc__ or ""), "", *lines])


def calm():
    """How threads wait, how many OpenBLAS starts, and how memory is laid out, for the environment of a process.

    On a machine that is free threads look for work for about 50 µs before they sleep, since to wake them takes longer
    than a small product does; beside other work not at all. OpenBLAS, which numpy and scipy bring, else looks for 20 ms,
    on the cores that torch waits for; and as each product waits for all of its threads, beside other work it has as many
    as cores are free."""
    cores = os.cpu_count() or 1
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    free, told = load < cores / 2, dict(OMP_WAIT_POLICY="PASSIVE", KMP_BLOCKTIME="0")
    told |= dict(THP_MEM_ALLOC_ENABLE="1")  # torch asks for large pages, of which a step takes fewer
    told |= dict(GOMP_SPINCOUNT="1000" if free else "0", OPENBLAS_THREAD_TIMEOUT="17" if free else "4")  # 2¹⁷ cycles
    own = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else cores
    if not free and own == cores and "OMP_NUM_THREADS" not in os.environ:  # else others do not wait for our cores
        told |= dict(OPENBLAS_NUM_THREADS=str(max(1, int(cores - load))))
    return told


def _be_calm():
    os.environ.update({k: v for k, v in calm().items() if k not in os.environ})


def command():
    "The `cellbook` command: how its threads wait is said before the first of them starts, which is when numpy is imported"
    _be_calm()
    return importlib.import_module("cellbook.cli").main()


def _calm_tests(cells):
    "What `nbdev-test` calls before its workers start: a worker a core is work enough, their threads would wait for each other"
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


if sys.argv[:1] == ["-m"]:  # `python -m cellbook.serve`: a process of our own, in which nothing is loaded yet
    _be_calm()


def __dir__():
    return sorted({*filter(lambda n: n.startswith("__"), globals()), *_packages, *_names})
