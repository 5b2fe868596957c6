"""Everything that must hold before a commit. The last line counts the notebooks: `N passed, N failed`."""

import ast
import gc
import importlib
import json
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from configparser import ConfigParser
from contextlib import suppress
from functools import cache, partial
from importlib.machinery import PathFinder
from importlib.metadata import version
from multiprocessing.connection import wait
from pathlib import Path
from types import SimpleNamespace

root = Path(__file__).resolve().parents[1]
bin_dir = Path(sys.executable).parent
sys.path.insert(0, str(root / "tools"))
import house

notebooks = house.notebooks()
workers = min(1 + (os.cpu_count() or 1), 5)  # one more than cores: jobs wait for files and for processes of their own
processes = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
heavy = [  # what many notebooks import, and what these import behind it at a first step
    "nbdev.serve",
    "nbdev.test",
    "torch._dynamo",
    "torch.utils.tensorboard",
    "scanpy",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "sklearn.linear_model",
    "sklearn.metrics",
    "accelerate",
    "numba",
    "peft",
    "geoopt",
    "captum.attr",
    "pytorch_metric_learning.losses",
    "pytorch_metric_learning.miners",
    "nbformat",
    "nbconvert",
    "papermill",
    "typer.testing",
    "fastapi.testclient",
]
ours = ["cellbook.metrics", "cellbook.train"]  # likewise, once nbdev-export has left them alone
longest = [  # in this order first, so that nothing long is left for the end
    "nbs/30_drugseq.ipynb",  # compiles no scan: beside it the contract does, and what follows finds it compiled
    "nbs/90_contract.ipynb",
    "nbs/60_leaderboard.ipynb",
    "nbs/api/cli/01_ask.ipynb",
    "nbs/api/cli/02_evaluate.ipynb",
    "nbs/80_cli.ipynb",
    "nbs/api/cli/81_runs.ipynb",
    "nbs/50_hyperbolic.ipynb",
    "nbs/40_lora.ipynb",
    "nbs/70_serve.ipynb",
    "nbs/20_bimamba.ipynb",
    "nbs/10_cae.ipynb",
    "nbs/bench/kernels.ipynb",
    "nbs/api/hyperbolic/01_graph.ipynb",
    "nbs/api/train/03_loop.ipynb",
    "nbs/tutorials/wells.ipynb",
    "nbs/api/cli/03_prepare.ipynb",
    "nbs/api/poincare/01_ball.ipynb",
    "nbs/api/lora/02_model.ipynb",
    "nbs/api/metrics/04_intervals.ipynb",
    "nbs/api/data/08_uploads.ipynb",
    "nbs/api/loaders/01_store.ipynb",
    "nbs/tutorials/cell_types.ipynb",
    "nbs/tutorials/cluster.ipynb",
    "nbs/api/data/03_io.ipynb",
    "nbs/api/metrics/01_labels.ipynb",
    "nbs/api/perturb/03_choice.ipynb",
    "nbs/api/scan/02_cpu.ipynb",
    "nbs/tutorials/screen.ipynb",
    "nbs/api/train/01_model.ipynb",
    "nbs/api/train/04_anchored.ipynb",
]


def run(*command, env=None, cwd=root):
    "Run a command in the repository with the tools of this environment; its exit status and what it printed."
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as out:  # a pipe would wait for orphans too
        done = subprocess.run(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, env=env)
        out.seek(0)
        return done.returncode, out.read()


def failure(*command):
    "What a command that fails has printed"
    status, output = run(*command)
    return status and (output or f"exit status {status}")


def name(path):
    return path.relative_to(root).as_posix()


def cells(path):
    return [
        (c["cell_type"], "".join(c["source"]), c.get("outputs", []))
        for c in json.loads(path.read_text("utf-8"))["cells"]
    ]


def unchanged(command):
    "Run `command`; report what it failed with, or which notebooks and modules it changed."

    def state():
        return {
            p: p.read_bytes()
            for d in ("nbs", "cellbook")
            for p in (root / d).rglob("*")
            if p.suffix in {".ipynb", ".py"}
        }

    before = state()
    times = {p: p.stat() for p in before}
    status, output = run(command)
    after = state()
    changed = [p.relative_to(root).as_posix() for p in sorted(before | after) if before.get(p) != after.get(p)]
    for p in [p for p, was in before.items() if after.get(p) == was]:  # numba knows by it what it compiled of a module
        os.utime(p, ns=(times[p].st_atime_ns, times[p].st_mtime_ns))
    if status:
        return output
    if changed:
        return f"changed {', '.join(changed)}: look at the difference and keep it"


def check_version():
    ini = ConfigParser(delimiters="=")
    ini.read(root / "settings.ini", encoding="utf-8")
    import cellbook

    found = {
        "settings.ini": ini["DEFAULT"]["version"],
        "cellbook.__version__": cellbook.__version__,
        "installed": version("cellbook"),
    }
    if len(set(found.values())) > 1:
        return f"versions differ: {found}"


def check_installed():
    "The package is found where a folder has its name, as the one around a clone does."
    with tempfile.TemporaryDirectory() as d:
        (Path(d) / "cellbook").mkdir()
        env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        status, output = run(sys.executable, "-c", "import cellbook; cellbook.data.read", cwd=d, env=env)
    return status and f"beside a folder of its name: {output.splitlines()[-1]}"


def check_house():
    """A package imports lower floors only, by their front doors, none in secret; a notebook of its own lower numbers;
    the doors are what the modules give, no module defines a name twice, and no public name has two meanings."""
    planted = {
        "data.__init__": "import cellbook\ncellbook.cli",  # a front door, too
        "data.io": 'import_module("cellbook.loaders.store")',
        "data.b": "import cellbook\ncellbook.serve",
    }
    if len(list(house.hidden_arrows({k: ast.parse(v) for k, v in planted.items()}))) < len(planted):
        return "house.hidden_arrows does not see what was planted"
    doors = [f"{name(p)} is not what the modules give: run make doors" for p in house.stale()]
    return "; ".join([*doors, *house.hidden_arrows(), *house.wrong_ways(), *house.defined_twice()])


def check_all():
    "Every notebook that git knows is among those that are run."
    status, output = run("git", "ls-files", "nbs/*.ipynb")
    if status:
        return None  # not a clone: nothing to compare with
    known = set(output.split())
    if lost := known - {name(p) for p in notebooks}:
        return f"in git and not found: {', '.join(sorted(lost))}"
    if len(notebooks) < 40:
        return f"only {len(notebooks)} notebooks found"


def check_stubs():
    "What the image copies makes a wheel, and a type checker sees in its stubs what `@patch` adds to a class."
    script = """from cellbook.cae import CAE
from cellbook.data import Design, pbmc68k
from cellbook.loaders import Store
cells = pbmc68k()
model: CAE = CAE.from_adata(cells, fields=["phase"])
print(model.fit(cells).plot(), CAE.load("run").predict(cells).obs, Design("gene", "NT").labels(cells.obs))
print(len(Store("store").bind(model.spec)))
"""
    lines = (root / "deploy" / "Dockerfile").read_text().splitlines()
    copied = [line.split()[1:] for line in lines if line.startswith("COPY ") and "--from" not in line]
    with tempfile.TemporaryDirectory() as d:
        source = Path(d) / "source"
        for name, target in ((n, t) for *names, t in copied for n in names):
            to = source / (name if target == "./" else target)
            to.parent.mkdir(parents=True, exist_ok=True)
            copy = partial(shutil.copytree, ignore=shutil.ignore_patterns("__pycache__"))
            (copy if (root / name).is_dir() else shutil.copyfile)(root / name, to)
        status, output = run(sys.executable, "setup.py", "-q", "build_py", "--build-lib", d, cwd=source)
        if status:
            return output
        (Path(d) / "user.py").write_text(script)
        command = ("ty", "check", "--project", d, "--python", sys.prefix, f"{d}/user.py")
        status, output = run(*command, env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"})
        return output if status else None


def check_readme():
    "README.md and its pictures are what the stored outputs of its notebook give."
    import readme

    return ", ".join(f"{p} is not what nbs/index.ipynb gives: run make readme" for p in readme.stale(readme.build()))


def check_results():
    "The tables of measured numbers on the front page and on the bench's page are what the result files give."
    import results

    pages = {results.front: "nbs/index.ipynb"} | dict.fromkeys(
        (results.table, results.openings), "nbs/bench/screens.ipynb"
    )
    for made, page in pages.items():
        shown = [
            "".join(o["data"].get("text/markdown", "")) for _, _, out in cells(root / page) for o in out if "data" in o
        ]
        if made(root / "nbs/results") not in shown:
            return f"{page} shows another table than nbs/results gives: run its cell and `make readme`"
    row = dict.fromkeys(results.KEYS, "x") | dict(score=0.5, best_baseline_score=0.4, difference=0.1, n_units=9)
    row |= dict(interval=[0.05, 0.15], metric="Pearson", date="2026-11-28")
    once = {k: row[k] for k in results.OPENING[:-1]} | dict(reason="")
    row |= dict(openings=[once])
    said = {
        k: results.word(row | v)
        for k, v in dict(
            more={}, less=dict(metric="MSE"), told=dict(better="lower"), none=dict(difference=0.0, interval=[0.0, 1e-9])
        ).items()
    }
    if said != dict(more="better", less="worse", told="worse", none="same answer"):
        return f"tools/results.py: of a score of which less is better the words are {said}"
    odd = dict(score=float("nan")), dict(interval=[0.15, 0.05]), dict(interval=[0.05, float("nan")]), dict(n_units=0)
    odd += dict(score="0.5"), dict(better="up"), dict(margin=-0.1), dict(difference=-0.1), {}
    odd += dict(openings=[]), dict(openings=[once, once]), dict(openings=[once | dict(score=0.6)])
    odd += (dict(openings=[once | dict(date="2026-11-29"), once | dict(reason="x")]),)
    with tempfile.TemporaryDirectory() as d:
        for k, v in enumerate(odd):
            (Path(d) / "a.json").write_text(json.dumps(row | v))
            (Path(d) / "b.json").write_text(
                json.dumps(row if not v else row | dict(task="y"))
            )  # {}: two files of a row
            try:
                results.read_results(d)
                return f"tools/results.py takes {v or 'two files of one row'}"
            except ValueError:
                pass
        (a := Path(d) / "a.json").unlink()
        better = dict(score=0.45, difference=0.05)
        kept = [results.write_row(a, row | v, "x")["openings"] for v in ({}, better, better)]
        if [len(k) for k in kept] != [1, 2, 2] or kept[1][0] != once or kept[1][1]["reason"] != "x":
            return f"tools/results.py: a row written three times, twice with equal numbers, has the openings {kept}"


def check_usual():
    "What a chapter asserts of its usual run is asserted: `usual` compares with its parameters as they are."
    wrong = []
    for page in notebooks:
        given, asked = {}, []
        for cell in json.loads(page.read_text("utf-8"))["cells"]:
            source = "".join(cell["source"])
            if "parameters" in cell["metadata"].get("tags", []):
                given = {n.targets[0].id: n.value for n in ast.parse(source).body if isinstance(n, ast.Assign)}
            elif cell["cell_type"] == "code" and source.startswith("usual = ("):
                test = ast.parse(source).body[0].value
                asked += zip((e.id for e in test.left.elts), test.comparators[0].elts)
        told = [(n, *map(ast.unparse, (v, given[n]))) for n, v in asked if n in given]
        wrong += [f"{name(page)}: usual asks for {n}={v}, the parameter is {own}" for n, v, own in told if v != own]
    return "; ".join(wrong)


def statements(source):
    "Those of a code cell, in which a magic is a call"
    if re.search(r"^\s*[%!]|\?\s*$", source, re.M):  # what is plain Python already takes a third of the time
        from IPython.core.inputtransformer2 import TransformerManager

        source = TransformerManager().transform_cell(source)
    return ast.parse(source).body


def check_anywhere():
    "A chapter runs in any folder: what it imports unasked is installed, and not only beside it in a clone."
    elsewhere = [p for p in sys.path if Path(p or ".").resolve() not in {root, root / "tools"}]
    found, wrong = cache(lambda n: bool(PathFinder.find_spec(n, elsewhere)) or n in sys.stdlib_module_names), []
    for page in (p for p in notebooks if p.parent.name in ("nbs", "tutorials")):
        for statement in (t for kind, s, _ in cells(page) if kind == "code" for t in statements(s)):
            names = [a.name for a in statement.names] if isinstance(statement, ast.Import) else []
            names += [statement.module] if isinstance(statement, ast.ImportFrom) and not statement.level else []
            missing = {n.split(".")[0] for n in names} - {"cellbook"}
            wrong += [f"{name(page)} imports {n}" for n in missing if not found(n)]
    return "; ".join(wrong)


def check_shadows():
    """A test's variable does not stand in for what functions of its notebook use: they would fail, and with them the
    next notebook of a process in which they were patched onto a class. One that is put back in its cell may."""
    wrong = []
    defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    inner = defined | ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp

    def given(node):  # names that a statement sets in the notebook itself
        if isinstance(node, defined):
            return [node.name, *(n for g in ast.walk(node) if isinstance(g, ast.Global) for n in g.names)]
        own = [node.id] if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else []
        return own if isinstance(node, inner) else [*own, *(n for c in ast.iter_child_nodes(node) for n in given(c))]

    for page in notebooks:
        known, used, tests = set(), set(), []
        for source in (s for kind, s, _ in cells(page) if kind == "code"):
            body = statements(source)
            if not source.startswith("#| export"):
                tests.append([n for s in body for n in given(s)])
                continue
            for s in body:
                patched = any("patch" in ast.unparse(d) for d in getattr(s, "decorator_list", ()))
                whole = isinstance(s, defined | ast.Assign | ast.AnnAssign)
                known |= set(given(s)) if whole and not patched else set()
                if isinstance(s, ast.Import | ast.ImportFrom):
                    known |= {(a.asname or a.name).split(".")[0] for a in s.names}
                if isinstance(s, defined):
                    used |= {n.id for n in ast.walk(s) if isinstance(n, ast.Name)}
        shadows = {n for names in tests for n in names if n in known & used and names.count(n) == 1}
        wrong += [f"{name(page)}: {', '.join(sorted(shadows))}"] * bool(shadows)
    return "; ".join(wrong)


def check_titles():
    "The first cell holds a title and a one-line subtitle: nbdev leaves anything more in it out of the pages."
    first = {name(p): next((s for kind, s, _ in cells(p) if kind == "markdown"), "") for p in notebooks}
    more = [page for page, text in first.items() if not re.fullmatch(r"# [^\n]+\n+> [^\n]+\s*", text)]
    if more:
        return f"begin a second cell below the subtitle: {', '.join(more)}"


def check_docs():
    "What `nbdev-proc-nbs` does, less its attempt to install Quarto, in this process, which has imported what it needs."
    from fastcore import nbio
    from nbdev import config
    from nbdev.serve import proc_nbs

    config._load_toml = cache(config._load_toml)  # nbdev parses pyproject.toml twice for each cell: a third of its time
    for m in [m for n, m in sys.modules.items() if n.startswith("nbdev") and hasattr(m, "get_config")]:
        m.get_config = cache(config.get_config)  # and looks for it: another tenth
    nbio.ast = SimpleNamespace(parse=cache(ast.parse))  # and parses a cell anew after each line it takes off
    os.chdir(root)
    proc_nbs(n_workers=0, force=True)


def check_links():
    "Relative links of notebooks, README and processed pages, and those to our own web address, lead to what is there."
    pages, prose = set(), {p: p.read_text("utf-8") for p in root.glob("*.md")}
    for path in sorted((root / "_proc").rglob("*.ipynb")):
        parts = cells(path)
        pages |= {
            (path.parent / n).resolve() for n in (path.name, *re.findall(r"^output-file: (\S+)", parts[0][1], re.M))
        }
        shown = [o["data"].get("text/markdown", "") for _, _, outputs in parts for o in outputs if "data" in o]
        prose[path] = "\n\n".join([s for kind, s, _ in parts if kind == "markdown"] + ["".join(s) for s in shown])
    ours = re.search(r'^Documentation = "(.*)"', (root / "pyproject.toml").read_text("utf-8"), re.M)[1]
    broken = []
    for path, text in prose.items():
        text = re.sub(r"```.*?```|`[^`\n]+`|\$\$.*?\$\$|\$[^$\n]+\$", "", text, flags=re.S)  # neither code nor formulas
        for link in re.findall(r'\]\(([^)\s]+)|(?:src|href)="([^"]+)"', text):
            target = re.sub(r"[#?].*", "", "".join(link).replace(f"{ours}/", ""))
            if not target or re.match(r"\w+:", target):
                continue
            places = {(base / target).resolve() for base in (path.parent, root / "_proc")}
            if not places & pages and not (path.parent / target).exists():
                broken.append(f"{path.name}: {''.join(link)}")
    return "; ".join([*broken, *house.dead_links()])


def check_pages():
    "The pages first, then the links in them"
    return check_docs() or check_links()


def warm_up(modules):
    "Import once what most notebooks import: they are forked from this process. No thread of ours may run by then."
    for module in modules:
        with suppress(ImportError):
            importlib.import_module(module)


def settle():
    "What is the same for all notebooks from here on: numba's tables, and how often objects are collected"
    from numba.core.registry import cpu_target

    for context in (cpu_target.typing_context, cpu_target.target_context):
        context.refresh()  # what numba does before its first function
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # a notebook makes many objects and few cycles: looking for these less often


def told(function, *args):
    "Do a check and print what it found, or `Success.`, as `nbdev-test` does"
    gc.disable()  # what is made here stays until the end: looking for garbage takes longer than most checks
    trouble = function(*args)
    print(trouble or "Success.", flush=True)
    sys.exit(1 if trouble else 0)


def test_notebook(path):
    """What `nbdev-test` does with one notebook, in this process. A figure is drawn once instead of three times for a
    picture that nobody sees, and its parts where they happen to lie, as in files; one that cannot be drawn fails its
    notebook, which IPython only prints."""
    from IPython.core import pylabtools
    from matplotlib.figure import Figure
    from nbdev.test import nbdev_test

    failed, save = [], Figure.savefig

    def written(figure, *args, **options):
        figure.set_layout_engine("none")  # to find the margins takes as long as the drawing
        return save(figure, *args, **options)

    def draw(figure, **options):
        try:
            figure.set_layout_engine("none")
            figure.canvas.draw()
        except Exception as error:
            failed.append(f"a figure cannot be drawn: {type(error).__name__}: {error}")
            raise

    pylabtools.retina_figure, Figure.savefig = draw, written
    nbdev_test(path=str(path))
    if failed:
        sys.exit("\n".join(failed))


def in_child(log, function, args):
    "A job in a process of its own; all it prints goes to the file `log`"
    with open(log, "w", encoding="utf-8") as out:
        for stream in (1, 2):
            os.dup2(out.fileno(), stream)
    multiprocessing.set_start_method(
        multiprocessing.get_all_start_methods()[0], force=True
    )  # the platform's own, for what notebooks start
    function(*args)


def side_by_side(jobs):
    "Do (title, function, args), so many at a time, in their order; for each that ends: title, trouble, seconds"
    todo, running = list(jobs), {}
    while todo or running:
        while todo and len(running) < workers:
            title, function, args = todo.pop(0)
            log = Path(os.environ["CELLBOOK_RUNS"]) / (title.replace("/", "-") + ".log")
            child = processes.Process(target=in_child, args=(str(log), function, args))
            child.start()
            running[child.sentinel] = child, title, log, time.time()
        wait(list(running), timeout=0.5)  # what a notebook forked and left behind may hold its sentinel: ask itself
        for sentinel in [s for s, (child, *_) in running.items() if child.exitcode is not None]:
            child, title, log, began = running.pop(sentinel)
            output = log.read_text("utf-8", errors="replace") if log.exists() else ""
            passed = child.exitcode == 0 and "Success." in output
            yield title, "" if passed else output or f"no output, exit status {child.exitcode}", time.time() - began


def report(name, trouble, seconds):
    print(f"{'FAILED' if trouble else 'ok':6} {seconds:6.1f} s  {name}", flush=True)
    if trouble:
        print(f"\n{trouble.strip()}\n", flush=True)


def check(name, function, *args):
    "Do a check and report it; the names of those that found something"
    began = time.time()
    try:
        trouble = function(*args)
    except Exception as error:
        trouble = f"{type(error).__name__}: {error}"
    report(name, trouble, time.time() - began)
    return [name] if trouble else []


def check_generated(found):
    """Notebooks and modules are what nbdev makes of them; in this order, as the second reads what the first may write.

    Then the types, while the other process still imports."""
    commands = ("nbdev-clean", "nbdev-export")
    found.send([n for c in commands for n in check(f"{c} changes nothing", unchanged, c)])
    found.send(check("types", failure, "ty", "check", "cellbook", "--output-format", "concise"))


def heard(ends, what):
    "What the process beside us found"
    try:
        return ends.recv()
    except EOFError:
        return [f"{what}: not tried"]


def main():
    failed, wrong = [], []
    ends, found = processes.Pipe(duplex=False)
    tidied = processes.Process(target=check_generated, args=(found,))
    tidied.start()  # beside the imports
    found.close()
    warm_up(heavy)
    wrong += heard(ends, "nbdev-clean and nbdev-export change nothing")
    wrong += check("one version everywhere", check_version) + check("all notebooks are found", check_all)
    warm_up(ours)
    settle()
    tidy = ["nbs", "tools", "setup.py"]
    checks = {
        "documentation pages are processed, links lead somewhere": (check_pages,),
        "types in the wheel": (check_stubs,),
        "found beside a folder of its name": (check_installed,),
        "README.md is current": (check_readme,),
        "doors are current, imports lead down, a name has one meaning": (check_house,),
        "code is formatted": (failure, "ruff", "format", "--check", *tidy),
        "lint": (failure, "ruff", "check", "--output-format", "concise", *tidy),
        "chapters run in any folder": (check_anywhere,),
        "no test's variable stands in for a function": (check_shadows,),
        "notebooks begin with title and subtitle": (check_titles,),
        "usual runs are those of the parameters": (check_usual,),
        "measured numbers come from nbs/results": (check_results,),
    }
    ranks = {page: rank for rank, page in enumerate(longest)}
    order = sorted(notebooks, key=lambda p: (ranks.get(name(p), len(ranks)), p.parent != root / "nbs", -ord(p.name[0])))
    jobs = [(name(p), test_notebook, (p,)) for p in order]
    jobs[len(ranks) : len(ranks)] = [(title, told, check) for title, check in checks.items()]
    for title, trouble, seconds in side_by_side(jobs):
        report(title, trouble, seconds)
        if trouble:
            (wrong if title in checks else failed).append(title)
    wrong += heard(ends, "types")
    tidied.join()

    for title, names in (("Failed notebooks", failed), ("Failed checks", wrong)):
        if names:
            print(f"{title}: {', '.join(names)}")
    print(f"{len(notebooks) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed or wrong or not notebooks else 0


def fastest_place():
    "Where tests write: in memory where there is room, for each file is written through to the disk; None: as usual"
    with suppress(OSError):
        if os.access("/dev/shm", os.W_OK | os.X_OK) and shutil.disk_usage("/dev/shm").free > 6 << 30:
            return "/dev/shm"


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit(f"{__doc__}\n\nIt takes no arguments, and runs all; nbdev-test NOTEBOOK runs one.")
    with tempfile.TemporaryDirectory(prefix="cellbook-", dir=fastest_place()) as runs:
        tempfile.tempdir = os.path.join(runs, "tmp")
        os.mkdir(tempfile.tempdir)
        os.environ |= {
            "OMP_NUM_THREADS": "1",
            "OMP_WAIT_POLICY": "PASSIVE",  # numba's threads else turn in circles for milliseconds after each call
            "MPLBACKEND": "Agg",
            "CELLBOOK_RUNS": runs,
            "TMPDIR": tempfile.tempdir,
            "PATH": f"{bin_dir}{os.pathsep}{os.environ['PATH']}",
        }
        sys.exit(main())
