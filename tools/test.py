"""Everything that must hold before a commit. The last line counts the notebooks: `N passed, N failed`."""

import json
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from configparser import ConfigParser
from importlib.metadata import version
from pathlib import Path

root = Path(__file__).resolve().parents[1]
bin_dir = Path(sys.executable).parent
sys.path.insert(0, str(root / "tools"))
import house

notebooks = house.notebooks()
workers = 2
processes = multiprocessing.get_context(
    "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
)
heavy = [
    "nbdev.test",
    "torch._dynamo",
    "scanpy",
    "matplotlib.pyplot",
    "sklearn.linear_model",
    "accelerate",
    "numba",
    "cellbook.metrics",
    "cellbook.train",
]


def run(*command):
    "Run a command in the repository with the tools of this environment; its exit status and what it printed."
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as out:  # a pipe would wait for orphans too
        done = subprocess.run(command, cwd=root, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
        out.seek(0)
        return done.returncode, out.read()


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
    status, output = run(command)
    after = state()
    changed = [p.relative_to(root).as_posix() for p in sorted(before | after) if before.get(p) != after.get(p)]
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


def check_floors():
    "A package imports lower floors only, by their front doors; inside a package a notebook imports lower numbers."
    return "; ".join(house.wrong_ways())


def check_names():
    "No module defines a name twice, and no public name has two meanings."
    return "; ".join(house.defined_twice())


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


def check_results():
    "The table of measured numbers on the front page is what the result files give."
    import results

    shown = [
        "".join(o["data"].get("text/markdown", ""))
        for _, _, out in cells(root / "nbs/index.ipynb")
        for o in out
        if "data" in o
    ]
    if results.table(root / "nbs/results") not in shown:
        return "nbs/index.ipynb shows another table than nbs/results gives: run its cell and `make readme`"


def check_titles():
    "The first cell holds a title and a one-line subtitle: nbdev leaves anything more in it out of the pages."
    first = {name(p): next((s for kind, s, _ in cells(p) if kind == "markdown"), "") for p in notebooks}
    more = [page for page, text in first.items() if not re.fullmatch(r"# [^\n]+\n+> [^\n]+\s*", text)]
    if more:
        return f"begin a second cell below the subtitle: {', '.join(more)}"


def check_docs():
    "What `nbdev-proc-nbs` does, less its attempt to install Quarto."
    status, output = run(
        sys.executable, "-c", f"from nbdev.serve import proc_nbs; proc_nbs(n_workers={workers}, force=True)"
    )
    if status:
        return "\n".join(output.strip().splitlines()[-12:])  # the error comes three times over


def check_links():
    "Relative links of the processed pages, and those to our own web address, lead to a page or a file; so do README's."
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
    return "; ".join(broken)


def in_child(path, log):
    "What `nbdev-test` does with one notebook, in this process; all it prints goes to the file `log`"
    with open(log, "w", encoding="utf-8") as out:
        for stream in (1, 2):
            os.dup2(out.fileno(), stream)
    multiprocessing.set_start_method(
        multiprocessing.get_all_start_methods()[0], force=True
    )  # the platform's own, for what notebooks start
    from nbdev.test import nbdev_test

    nbdev_test(path=str(path))


def test_notebook(path):
    "Each notebook has a process of its own, forked from one that has imported the heavy packages once"
    began, log = time.time(), Path(os.environ["CELLBOOK_RUNS"]) / (name(path).replace("/", "-") + ".log")
    child = processes.Process(target=in_child, args=(path, str(log)))
    child.start()
    child.join()
    output = log.read_text("utf-8", errors="replace") if log.exists() else ""
    passed = child.exitcode == 0 and "Success." in output
    return path, "" if passed else output or f"no output, exit status {child.exitcode}", time.time() - began


def report(name, trouble, seconds):
    print(f"{'FAILED' if trouble else 'ok':6} {seconds:6.1f} s  {name}", flush=True)
    if trouble:
        print(f"\n{trouble.strip()}\n", flush=True)


def main():
    failed, wrong = [], []

    def check(name, function, *args):
        began = time.time()
        try:
            trouble = function(*args)
        except Exception as error:
            trouble = f"{type(error).__name__}: {error}"
        report(name, trouble, time.time() - began)
        if trouble:
            wrong.append(name)

    check("nbdev-clean changes nothing", unchanged, "nbdev-clean")
    check("nbdev-export changes nothing", unchanged, "nbdev-export")
    check("one version everywhere", check_version)
    check("front doors are current", lambda: (r := run(sys.executable, "tools/house.py", "--check"))[0] and r[1])
    check("all notebooks are found", check_all)
    check("imports lead down, by front doors", check_floors)
    check("a name has one meaning", check_names)
    tidy = ["nbs", "tools", "setup.py"]
    check("code is formatted", lambda: (r := run("ruff", "format", "--check", *tidy))[0] and r[1])
    check("lint", lambda: (r := run("ruff", "check", "--output-format", "concise", *tidy))[0] and r[1])
    check("types", lambda: (r := run("ty", "check", "cellbook", "--output-format", "concise"))[0] and r[1])
    check("notebooks begin with title and subtitle", check_titles)
    check("measured numbers come from nbs/results", check_results)
    check("README.md is current", lambda: (r := run(sys.executable, "tools/readme.py", "--check"))[0] and r[1])
    if processes.get_start_method() == "forkserver":
        processes.set_forkserver_preload(heavy)
    with ThreadPoolExecutor(workers) as pool:
        for job in as_completed(
            [
                pool.submit(test_notebook, p)
                for p in sorted(notebooks, key=lambda p: (p.parent != root / "nbs", -ord(p.name[0])))
            ]
        ):  # the long ones first
            path, trouble, seconds = job.result()
            report(name(path), trouble, seconds)
            if trouble:
                failed.append(name(path))
    check("documentation pages are processed", check_docs)
    check("links lead somewhere", check_links)

    for title, names in (("Failed notebooks", failed), ("Failed checks", wrong)):
        if names:
            print(f"{title}: {', '.join(names)}")
    print(f"{len(notebooks) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed or wrong or not notebooks else 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="cellbook-") as runs:
        os.environ |= {
            "OMP_NUM_THREADS": "1",
            "MPLBACKEND": "Agg",
            "CELLBOOK_RUNS": runs,
            "PATH": f"{bin_dir}{os.pathsep}{os.environ['PATH']}",
        }
        sys.exit(main())
