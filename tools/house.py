"""The plan of the house: its floors, and the front doors, cellbook/<package>/__init__.py, written from what the
modules make public.

With `--check` nothing is written: it fails where a door is not what the modules give, where one name has two
homes, or where a package names one above it in a text that is imported (`import_module`, `__import__`)."""

import argparse
import ast
import gc
import json
import re
import sys
import textwrap
from collections import Counter
from functools import cache
from pathlib import Path

root = Path(__file__).resolve().parents[1]
apart = {"scan.cpu", "scan.gpu"}  # need numba or Triton: `scan.mixers` looks whether they are to be had
packages = {  # by floor: a package imports only those on lower floors
    "data": (
        1,
        "What the numbers, genes, files, perturbations, parts and columns of a data set are; reads without torch",
    ),
    "scan": (1, "Selective scans of Mamba-1 and Mamba-2: reference, CPU, GPU, and the layers around them"),
    "loaders": (
        2,
        "Mini-batches from memory, from files and from chunk stores, in an order that is a function of the seed",
    ),
    "genes": (2, "What is known of genes before anyone perturbs them: coordinates, networks, gene sets, features"),
    "simulate": (2, "Cells, screens and wells with a planted truth"),
    "perturb": (2, "What a prediction of a perturbation is, and the simple ones that every model has to beat"),
    "train": (3, "What a model is, and the one loop that trains all of them"),
    "metrics": (3, "Scores, intervals, ceilings, and the ways in which scores are gamed"),
    "poincare": (3, "The Poincaré ball, its geodesics, and layers on it"),
    "cae": (4, "Context-conditioned cycle autoencoder"),
    "bimamba": (4, "Bidirectional Mamba over the whole transcriptome"),
    "drugseq": (4, "Multi-task transformer over gene tokens of treated wells"),
    "lora": (4, "LoRA on a pretrained cell encoder"),
    "hyperbolic": (4, "Poincaré graph model of perturbations"),
    "leaderboard": (4, "Every model and every simple baseline under the same division"),
    "contract": (4, "What every model must obey"),
    "models": (5, "A small zoo of trained models, made on first use from cells that a dependency ships"),
    "pl": (5, "Pictures of what the models wrote, each on axes of one's own"),
    "serve": (5, "A trained model behind an address"),
    "cli": (6, "The `cellbook` command"),
}
more = {
    "serve": """

def __getattr__(name):
    "`cellbook.serve:app` is made when it is asked for"
    from . import service
    return service.__getattr__(name)
""",
    "pl": """

def __getattr__(name):
    "An unknown picture, with those there are"
    raise AttributeError(f"cellbook.pl draws no {name!r}; there are {', '.join(__all__)}")
""",
    "leaderboard": """

class _Callable(type(__import__("sys"))):
    "So that `cb.leaderboard(adata, …)` is the function, though `cellbook.leaderboard` is the package"
    def __call__(self, *args, **kwargs):
        return leaderboard(*args, **kwargs)

    @property
    def __signature__(self):
        return __import__("inspect").signature(leaderboard)


__import__("sys").modules[__name__].__class__ = _Callable
""",
    "perturb": """

class _Callable(type(__import__("sys"))):
    "So that `cb.perturb(run, controls, …)` is a function, though `cellbook.perturb` is the package; the root knows"
    def __call__(self, *args, **kwargs):
        import cellbook

        return cellbook.call("perturb", *args, **kwargs)

    @property
    def __signature__(self):
        import cellbook

        return __import__("inspect").signature(cellbook.called("perturb"))


__import__("sys").modules[__name__].__class__ = _Callable
""",
}
mains = {  # what `python -m cellbook.<package>` runs
    "serve": "from .service import serve_here\n\nserve_here()\n",
    "cli": "import sys\n\nfrom .commands import main\n\nsys.exit(main())\n",
    "contract": "import sys\n\nfrom .suite import _main\n\n_main(sys.argv[1:])\n",
}


@cache
def parsed(path):
    "The tree of a module"
    return ast.parse(path.read_text("utf-8"))


def public(path):
    "The names in a module's `__all__`."
    for node in parsed(path).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return ast.literal_eval(node.value)
    return []


def defined(path):
    "What a module defines at its top, once for each time; a method that is added to a class counts with its class."
    for node in parsed(path).body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            patched = any("patch" in ast.unparse(d) for d in node.decorator_list)
            first = node.args.args[0].annotation if patched and node.args.args else None
            yield f"{ast.unparse(first)}.{node.name}" if first else node.name
        elif isinstance(node, ast.Assign):
            for n in (n for t in node.targets for n in ast.walk(t)):
                if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store):
                    yield n.id


def defined_twice():
    "Names that a module defines twice, and public ones that two packages define: a name has one meaning in the house."
    homes = {}
    for path in sorted((root / "cellbook").glob("*/*.py")):
        module = f"{path.parent.name}.{path.stem}"
        if path.stem.startswith("__") or module in apart:
            continue
        yield from (f"{module}: {n} is defined {k} times" for n, k in Counter(defined(path)).items() if k > 1)
        for n in [] if path.parent.name == "pl" else public(path):  # pictures are named after what they show
            if n in homes:
                yield f"{n} is defined in {homes[n]} and in {module}"
            homes.setdefault(n, module)


def door(package):
    "Text of a package's `__init__.py`."
    homes, lines = {}, []
    for path in sorted((root / "cellbook" / package).glob("*.py"), key=lambda p: p.stem):
        if path.stem.startswith("__") or f"{package}.{path.stem}" in apart:
            continue
        names = sorted(n for n in public(path) if not n.startswith("_"))
        for n in names:
            if n in homes:
                sys.exit(f"{package}: {n} is defined in {homes[n]} and in {path.stem}: a name has one home")
            if (path.parent / f"{n}.py").exists():
                sys.exit(f"{package}: {n} is a name and a module")
            homes[n] = path.stem
        if names:
            lines.append(wrap(f"from .{path.stem} import (", names, lambda n: n))
    listed = wrap("__all__ = [", sorted(homes), lambda n: f'"{n}"')
    note = "# Written by tools/house.py from the modules of this package: do not edit."
    return f'"""{packages[package][1]}."""\n{note}\n' + "\n".join(lines) + f"\n\n{listed}\n" + more.get(package, "")


def wrap(head, names, form):
    tail = ")" if head.endswith("(") else "]"
    body = textwrap.fill(
        ", ".join(map(form, names)) + ",", 116, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False
    )
    return f"{head}\n{body}\n{tail}"


def notebooks():
    "All notebooks of the book, those of folders too."
    return sorted(
        p
        for p in (root / "nbs").rglob("*.ipynb")
        if not any(d.startswith((".", "_")) for d in p.relative_to(root / "nbs").parts)
    )


def code(path, exported=None):
    "The code of a notebook without magics: all of it, or only the cells that are exported or those that are not."
    cells = ["".join(c["source"]) for c in json.loads(path.read_text("utf-8"))["cells"] if c["cell_type"] == "code"]
    if exported is not None:
        cells = [s for s in cells if bool(re.search(r"^#\|\s*export", s, re.M)) == exported]
    return "\n".join(re.sub(r"^[%!].*", "pass", s, flags=re.M) for s in cells)


def chapters():
    "(package, (floor, words)) of models without a line above: chapters `nbs/NN_name.ipynb`, `default_exp name.model`"
    for path in sorted((root / "nbs").glob("[0-9]*_*.ipynb")):
        found = re.search(r"^#\|\s*default_exp\s+(\w+)\.model\s*$", code(path), re.M)
        if found and found[1] not in packages:
            first = "".join(json.loads(path.read_text("utf-8"))["cells"][0]["source"])
            said = re.search(r"^> (.+)$", first, re.M)
            yield found[1], (4, said[1].strip().rstrip(".") if said else found[1])


packages |= dict(chapters())


def imported(path):
    "(module below cellbook, names, exported?) of each import of a notebook; names are empty for `import cellbook.x`."
    for exported in (True, False):
        for node in ast.walk(ast.parse(code(path, exported))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cellbook."):
                yield node.module.removeprefix("cellbook."), [a.name for a in node.names], exported
            if isinstance(node, ast.ImportFrom) and node.module == "cellbook":
                yield from ((a.name, [], exported) for a in node.names if a.name in packages)
            if isinstance(node, ast.Import):
                yield from (
                    (a.name.removeprefix("cellbook."), [], exported)
                    for a in node.names
                    if a.name.startswith("cellbook.")
                )


def wrong_ways():
    """Imports that go up, around a front door, or to a later notebook of the same package; examples and tests may use
    their own floor."""
    module = {p: m[1] for p in notebooks() if (m := re.search(r"^#\|\s*default_exp\s+(\S+)", code(p), re.M))}
    number = {m: int(p.name.split("_")[0]) for p, m in module.items() if re.match(r"\d+_", p.name)}
    for path in notebooks():
        own = module.get(path)
        home = own.split(".")[0] if own else "data" if path.name == "00_data.ipynb" else None
        for name, what, exported in imported(path):
            package, _, inner = name.partition(".")
            say = f"{path.relative_to(root).as_posix()} imports cellbook.{name}: "
            if package not in packages:
                yield say + "no such package"
            elif package != home:
                if home and packages[package][0] >= packages[home][0] + (not exported):
                    yield say + f"{package} is not on a lower floor than {home}"
                if inner and name not in apart:
                    yield say + f"come in by the front door, cellbook.{package}"
                if private := [n for n in what if n.startswith("_")]:
                    yield say + f"{private[0]} is private"
            elif own and not inner and what:
                yield say + "inside a package, import from its modules"
            elif own and inner and name not in module.values():
                yield say + "no such module"
            elif own and number.get(name, -1) >= number[own]:
                yield say + "is not a lower number"


registers = {"train.model"}  # modules that import by a name which is only known when it is asked for: models


def hidden_arrows(modules=None):
    """Imports that no import statement shows: a package on the same floor or above that a module names in a text
    (`import_module("cellbook.x")`, `"cellbook.x:f"`), as an attribute (`cellbook.x`), or by a name made as it runs."""
    modules = modules or {f"{p.parent.name}.{p.stem}": parsed(p) for p in sorted((root / "cellbook").glob("*/*.py"))}
    for module, tree in modules.items():
        package, every, seen = module.split(".")[0], list(ast.walk(tree)), set()
        notes = {id(n.value) for n in every if isinstance(n, ast.Expr)}  # docstrings
        notes |= {id(k.value) for n in every if isinstance(n, ast.Call) for k in n.keywords if k.arg == "group"}
        names = [a for n in every if isinstance(n, ast.Import) for a in n.names]
        roots = {a.asname or a.name for a in names if a.name == "cellbook"}
        for node in every:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
                if found := re.fullmatch(r"cellbook\.(\w+)[\w.]*(:\w+)?", node.value):
                    seen.add(found[1])
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in roots:
                seen.add(node.attr)
            func = getattr(node, "func", None)  # of a call
            called = getattr(func, "attr", getattr(func, "id", ""))
            if called in ("import_module", "__import__") and node.args and isinstance(node.args[0], ast.JoinedStr):
                if module not in registers and "cellbook" in ast.unparse(node.args[0]):
                    yield f"{module}: {ast.unparse(node)} imports what is only known as it runs: name the package"
        for other in sorted(seen & set(packages) - {package}):
            if packages[other][0] >= packages[package][0]:
                yield f"{module} names cellbook.{other}, not on a lower floor: let that file what is needed"


def prose(path):
    "What the markdown cells of a notebook say"
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def anchors(text):
    "What a link can lead to within a page: its headings as Quarto and GitHub name them, and those named by hand"
    text = re.sub(r"```.*?```", "", text, flags=re.S)
    heads = [re.sub(r"\[([^\]]*)\]\([^)]*\)|`", r"\1", h) for h in re.findall(r"^#+ (.+)$", text, re.M)]
    named = {re.sub(r"\s", "-", re.sub(r"[^\w\s.-]", "", h.lower()).strip()) for h in heads}
    return named | set(re.findall(r"\{#([\w-]+)", text))


def dead_links():
    "Links of notebooks to what is not there: a page is linked as the notebook it is made from, which opens everywhere."
    for path in notebooks():
        for link, part in re.findall(r"\]\(([\w./-]+\.\w+|)(?:#([^)\s]+))?\)", prose(path)):
            target, told = path.parent / link if link else path, path.relative_to(root).as_posix()
            if not target.exists():
                yield f"{told} links {link}: no such file"
            elif part and target.suffix == ".ipynb" and part not in anchors(prose(target)):
                yield f"{told} links {link}#{part}: no such heading"


def files():
    "{path: text} of all that is written; SystemExit for a folder that nothing is said of"
    there = {p.name for p in (root / "cellbook").iterdir() if p.is_dir() and any(p.glob("*.py"))}
    if unknown := there - set(packages):
        sys.exit(
            f"tools/house.py says nothing of the packages {sorted(unknown)}, and no chapter makes them: add a line"
        )
    doors = {root / "cellbook" / p / "__init__.py": door(p) for p in packages if p in there}
    return doors | {
        root / "cellbook" / p / "__main__.py": f'"""Run by `python -m cellbook.{p}`."""\n{text}'
        for p, text in mains.items()
        if p in there
    }


def stale():
    "{path: text} of what is not what the modules give"
    return {p: text for p, text in files().items() if not p.is_file() or p.read_text("utf-8") != text}


if __name__ == "__main__":
    gc.disable()  # trees stay until the end: looking for garbage among them takes longer than all else
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--check", action="store_true", help="write nothing; fail where something is stale or wrong")
    if asked.parse_args().check:
        if arrows := list(hidden_arrows()):
            sys.exit("\n".join(arrows))
        if old := [str(p.relative_to(root)) for p in stale()]:
            sys.exit(f"not what the modules give: {old}: run make doors")
    else:
        for p, text in stale().items():
            p.write_text(text, "utf-8")
