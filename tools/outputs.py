"""Stored outputs that are no longer what their cells show: name them, or store the new ones.

    python tools/outputs.py [--write] [NOTEBOOK …]      # all if none is named; `make outputs` stores

A notebook runs as `nbdev-test` runs it, so that slow cells keep what they have. Compared are the texts, but for
durations, addresses and temporary folders, and the pictures, dot by dot. What is not stored: an output that names a
place of this machine, one that says that something is not here (shared data, an extra), and pictures of another number
than before. Look at the difference before you keep it: numbers differ a little from machine to machine."""

import argparse
import base64
import difflib
import io
import json
import multiprocessing
import os
import re
import sys
import tempfile
from copy import deepcopy
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path

root = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(root / "tools"))
import house

PASSING = r"0x[0-9a-f]+|(/dev/shm|/tmp)/\S+|\d+([.:]\d+)* ?(s|ms|µs|min|MB|GB)\b|\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?"
ABSENT = r"(?i)\bskipped\b|not here|CELLBOOK_DATA"


def lines(text):
    return text.splitlines(keepends=True)


def stored(outputs):
    "Outputs of a run as a notebook keeps them: no warnings, no counts, text in lines, pictures in one"
    kept = []
    for o in json.loads(json.dumps(outputs)):
        if o["output_type"] == "stream":
            if o["name"] == "stdout":
                kept.append(o | dict(text=lines("".join(o["text"]))))
            continue
        o.setdefault("metadata", {})
        if o["output_type"] == "execute_result":
            o["execution_count"] = None
        for kind, value in (o.get("data") or {}).items():
            if isinstance(value, (str, list)):
                o["data"][kind] = "".join(value) if kind == "image/png" else lines("".join(value))
        kept.append(o)
    return kept


def texts(outputs):
    "What a reader reads of outputs"
    parts = []
    for o in outputs:
        data = o.get("data") or {}
        parts.append("".join(o.get("text") or data.get("text/markdown") or data.get("text/plain") or ""))
    return "\n".join(p.rstrip("\n") for p in parts if not p.startswith("<Figure size"))


def pictures(outputs):
    return [p for o in outputs if (p := (o.get("data") or {}).get("image/png"))]


def dots(picture):
    from matplotlib.image import imread

    return imread(io.BytesIO(base64.b64decode("".join(picture))))


def differ(old, new):
    "The lines that differ, and whether pictures do"
    ours = [[re.sub(PASSING, "#", t) for t in texts(o).splitlines()] for o in (old, new)]
    before, after = pictures(old), pictures(new)
    found = [d for d in difflib.unified_diff(*ours, lineterm="", n=0) if not d.startswith(("---", "+++", "@@"))]
    same = len(before) == len(after) and all(
        (a := dots(x)).shape == (b := dots(y)).shape and (a == b).all() for x, y in zip(before, after)
    )
    return found, not same


def unfit(old, new):
    "Why new outputs should not be stored; nothing: they should"
    said = json.dumps([{k: v for k, v in o.items() if k != "data"} for o in new]) + texts(new)
    here = next((p for p in (str(root), str(Path.home()), tempfile.gettempdir()) if f"{p}/" in said), None)
    if here:
        return f"names a place of this machine, {here}"
    if re.search(ABSENT, texts(new)) and not re.search(ABSENT, texts(old)):
        return "something is not here"
    if pictures(old) and len(pictures(old)) != len(pictures(new)):
        return f"{len(pictures(old))} pictures are stored, {len(pictures(new))} were drawn"


def outputs_of(path):
    "{cell id: outputs} of the cells that `nbdev-test` runs"
    import nbdev.test
    import pandas as pd
    from execnb.shell import CaptureShell

    pd.set_option("display.max_columns", 20, "display.width", 80, "display.max_rows", 60)  # as in Jupyter
    made = {}

    class Noting(CaptureShell):
        def cell(self, cell, **how):
            super().cell(cell, **how)
            if cell.cell_type == "code":
                made[cell.id] = stored(cell.outputs)

    shell, nbdev.test.CaptureShell = nbdev.test.CaptureShell, partial(Noting, mpl_format="png")
    try:
        passed, _ = nbdev.test.test_nb(path, skip_flags=["slow", "gpu"], basepath=root)
    finally:
        nbdev.test.CaptureShell = shell
    return made, passed


def renew(path, write):
    "Compare a notebook's outputs with those of a run, tell what differs, and store it if asked"
    book = json.loads(path.read_text("utf-8"))
    made, passed = outputs_of(path)
    name, changed = path.relative_to(root).as_posix(), 0
    for cell in book["cells"]:
        if cell["id"] not in made:
            continue
        old, new = cell["outputs"], made[cell["id"]]
        found, redrawn = differ(old, new)
        if not found and not redrawn:
            continue
        reason = unfit(old, new)
        what = "kept: " + reason if reason else f"{len(found)} lines differ" + ", pictures differ" * redrawn
        print(f"{name} {cell['id']}: {what}", *found[:12], sep="\n    ", flush=True)
        if not reason:
            cell["outputs"] = deepcopy(new)
            changed += 1
    if not passed:
        print(f"{name}: does not run to its end, nothing is stored", flush=True)
    elif write and changed:
        path.write_text(json.dumps(book, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
    sys.exit(0 if passed and (write or not changed) else 1)


def main(pages, write):
    "Two at a time, each in a process of its own, as what one notebook registers must not reach the next"
    todo, running, failed = list(pages), [], 0
    while todo or running:
        while todo and len(running) < 2:
            running.append(multiprocessing.get_context("spawn").Process(target=renew, args=(todo.pop(0), write)))
            running[-1].start()
        wait([p.sentinel for p in running])
        ended = [p for p in running if p.exitcode is not None]
        failed += sum(p.exitcode != 0 for p in ended)
        running = [p for p in running if p not in ended]
    print(f"{len(pages)} notebooks, {failed} of them with outputs to look at" if failed else f"{len(pages)} notebooks")
    return 1 if failed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("notebooks", nargs="*", type=Path)
    parser.add_argument("--write", action="store_true", help="store what differs")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cellbook-") as runs:
        os.environ |= {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE", "CELLBOOK_RUNS": runs}
        sys.exit(main([p.resolve() for p in asked.notebooks] or house.notebooks(), asked.write))
