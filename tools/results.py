"""Result files (JSON, one comparison each) -> the tables of measured numbers: `table` with all rows, at the head of
nbs/bench/screens.ipynb, and `front`, of the front page.

`python tools/results.py nbs/results` prints the first, with `--front` the second. A file holds the keys of `KEYS`; the
word in the last column is made from the interval and the number of independent units, never written down. The optional
keys: `margin` (below which two models are equal) with `inner`, the 90 % interval of the two one-sided tests, `better`
("lower" where less of the score is; errors are known by their names), `machine`,
`note`, `unit` (of what there are `n_units`), `source`, the dated note of a chapter that the numbers come from, and
`first_opened`, what the row said when its test part was opened for the first time (`first_opened`), and `again`, for
what it was opened again.
"""

import json
import re
import sys
from pathlib import Path

KEYS = (
    "data",
    "task",
    "model",
    "metric",
    "score",
    "best_baseline",
    "best_baseline_score",
    "difference",
    "interval",
    "n_units",
    "date",
    "command",
)
MIN_UNITS = 8  # as in cellbook.metrics
HEAD = (
    "model",
    "data: task",
    "score",
    "model's",
    "best simple baseline",
    "difference (95 % interval)",
    "units",
    "",
    "measured",
)

QUESTIONS = {  # what a row asks: words of its task; the first that is found counts
    "which perturbation moves which gene": "rank perturbations",
    "cell types in other donors or samples": "cell types|another sample|stimulated cells",
    "a perturbation in another cell type or donor": "in another cell type|treated cells",
    "scores of other wells or cells": "reagents|unseen compounds|surface proteins",
    "a pair never measured": "a pair,|unseen pair",
    "a drug never measured": "unseen drug|unseen compound",
    "a gene never perturbed": "genes? never|unseen gene|not in the library|unseen deletion|held-out target genes",
}
FALLING = (
    r"\b(?:r?mse|mae|nll|loss|error|errors|distance|brier|deviance|perplexity)\b"  # scores of which less is better
)
NO_ROW = (r"\bbare\b", "another's")  # in a model's name: not what `cellbook train` makes, and on the full page alone


def read_result(path):  # dict
    "One result file. ValueError that names the file and what is missing or contradicts itself."
    r = json.loads(Path(path).read_text(encoding="utf-8"))
    if gone := [k for k in KEYS if k not in r]:
        raise ValueError(f"{path}: expected the keys {', '.join(KEYS)}; {', '.join(gone)} missing, write them")
    for k in ("score", "best_baseline_score", "difference"):
        if not _number(r[k]):
            raise ValueError(f"{path}: {k}: expected a number, found {r[k]!r}")
    if r["n_units"] is not None and not (_number(r["n_units"]) and r["n_units"] >= 1):
        raise ValueError(f"{path}: n_units: expected how many were held out, or null, found {r['n_units']!r}")
    if r.get("better", "higher") not in ("higher", "lower"):
        raise ValueError(f"{path}: better: expected 'higher' or 'lower', found {r['better']!r}")
    if "margin" in r and not (_number(r["margin"]) and r["margin"] > 0):
        raise ValueError(f"{path}: margin: expected a number above 0, found {r['margin']!r}")
    for k in ("interval", "inner"):
        if (v := r.get(k)) and not (len(v) == 2 and all(map(_number, v)) and v[0] <= v[1]):
            raise ValueError(f"{path}: {k}: expected two numbers, the smaller first, found {v}")
    if abs(r["score"] - r["best_baseline_score"] - r["difference"]) > 0.002:
        raise ValueError(
            f"{path}: difference: expected score - best_baseline_score, found {r['difference']} of {r['score']} "
            f"and {r['best_baseline_score']}"
        )
    if r["interval"] and not r["interval"][0] <= r["difference"] <= r["interval"][1]:
        raise ValueError(f"{path}: interval: expected one around {r['difference']}, found {r['interval']}")
    return r


def _number(v):
    "Whether a value of a file is a finite number; JSON as Python writes it also holds NaN"
    return isinstance(v, (int, float)) and not isinstance(v, bool) and abs(v) < float("inf")


def falls(r):
    "Whether less of a row's score is better: as the file says (`better`), else as the name of an error does"
    return r["better"] == "lower" if "better" in r else bool(re.search(FALLING, r["metric"], re.I))


def first_opened(path, again=""):  # dict
    """{'first_opened': date, score, difference, 'again': why} of the result file that a new run replaces; empty where
    there is none
    """
    if not Path(path).exists():
        return {}
    old = json.loads(Path(path).read_text(encoding="utf-8"))
    first = old.get("first_opened") or {k: old[k] for k in ("date", "score", "difference")}
    return dict(first_opened=first) | (dict(again=again) if again else {})


def words(r):
    "The last words of a row: the verdict, its note, and what was seen before where it is not the first opening"
    first = r.get("first_opened")
    if first and all(first[k] == r[k] for k in first):
        first = None  # this is it
    again = "first opened on {date} with {score:.3f} ({difference:+.3f})".format(**first) if first else ""
    again += f", again for {r['again']}" if again and r.get("again") else ""
    return "; ".join(filter(None, [word(r), r.get("note"), again]))


def word(r):
    "better, worse, equal, not shown, or cannot be told"
    if r["n_units"] is not None and r["n_units"] < MIN_UNITS:
        return "cannot be told"
    low, high = r["interval"] or (-1, 1)
    inner = r.get("inner")
    equal = "margin" in r and bool(inner) and -r["margin"] < inner[0] and inner[1] < r["margin"]
    if falls(r):
        low, high = -high, -low
    return "better" if low > 0 else "worse" if high < 0 else "equal" if equal else "not shown"


def question(r):
    "Which of `QUESTIONS` a result answers. ValueError for a task that none has a word of"
    for name, words_of in QUESTIONS.items():
        if re.search(words_of, r["task"]):
            return name
    raise ValueError(f"{r['data']}: task: expected words of QUESTIONS in tools/results.py, found {r['task']!r}")


def read_results(folder):  # by model, data and task
    "All result files of a folder"
    found, at = [], {}
    for p in sorted(Path(folder).glob("*.json")):
        found.append(r := read_result(p))
        if (first := at.setdefault(tuple(r[k] for k in ("model", "data", "task", "metric")), p)) != p:
            raise ValueError(
                f"{p}: expected one file of a row, found {first.name} with the same model, data, task and metric"
            )
    return sorted(found, key=lambda r: (r["model"], r["data"], r["task"]))


def table(folder):  # Markdown
    "A row for each result file"
    return as_table(read_results(folder))


def front(folder):  # Markdown
    """Of each question one row of the simple answer alone and one of a network, as `cellbook train` makes it: those
    over most independent units, and of as many the first by name. What they say has no part in it
    """
    rows = [r for r in read_results(folder) if not any(re.search(w, r["model"]) for w in NO_ROW)]
    taught = {r["model"].removesuffix(", anchored") for r in rows if r["model"].endswith(", anchored")}
    rows = [r for r in rows if r["model"] not in taught]  # the network alone, where it is not what is trained
    kinds = [(q, alone) for q in QUESTIONS for alone in (True, False)]
    kept = []
    for q, alone in kinds:
        able = [r for r in rows if question(r) == q and ("no network" in r["model"]) == alone]
        kept += sorted(able, key=lambda r: -(r["n_units"] or 0))[:1]
    return as_table(kept, [question(r) for r in kept])


def _signed(*v):
    "Differences as they are printed; none is -0.000"
    return [f"{round(x, 3) + 0.0:+.3f}" for x in v]


def as_table(rows, asked=()):  # Markdown
    "A line for each result, behind what it asks where that is given"
    cells = [("asked",) * bool(asked) + HEAD]
    cells.append(("---",) * len(cells[0]))
    for k, r in enumerate(rows):
        around = "({} to {})".format(*_signed(*r["interval"])) if r["interval"] else "(no valid interval yet)"
        n = "–" if r["n_units"] is None else f"{r['n_units']:,} {r.get('unit') or ''}".strip()
        cells.append(
            tuple(asked[k : k + 1])
            + (
                r["model"],
                f"{r['data']}: {r['task']}",
                r["metric"],
                f"{r['score']:.3f}",
                f"{r['best_baseline_score']:.3f} {r['best_baseline']}",
                f"{_signed(r['difference'])[0]} {around}",
                n,
                words(r),
                r["date"],
            )
        )
    plain = lambda v: str(v).replace("|", "\\|").replace("\n", " ")
    return "\n".join(f"| {' | '.join(map(plain, c))} |" for c in cells)


if __name__ == "__main__":
    print((front if "--front" in sys.argv else table)(sys.argv[1]))
