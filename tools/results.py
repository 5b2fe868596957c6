"""Result files (JSON, one comparison each) -> the tables of measured numbers: `table` with all rows, at the head of
nbs/bench/screens.ipynb, and `front`, of the front page; `openings`, how often test parts were looked at.

`python tools/results.py nbs/results` prints the first, with `--front` the second, with `--openings` the third. A file
holds the keys of `KEYS`; the word in the last column is made from the interval and the number of independent units,
never written down. The optional keys: `margin` (below which two models are equal) with `inner`, the 90 % interval of
the two one-sided tests, `better` ("lower" where less of the score is; errors are known by their names), `machine`,
`note`, `unit` (of what there are `n_units`), and `source`, the dated note of a chapter that the numbers come from.

`openings` lists how often the test part was looked at: date, score, difference, and why it was opened again, the first
before all others and the row itself last. `write_row` keeps them, and a file without them is refused.
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
    "openings",
)
OPENING = ("date", "score", "difference", "reason")
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
    seen, this = r["openings"], [r[k] for k in OPENING[:-1]]
    if not (isinstance(seen, list) and seen and all(isinstance(o, dict) and set(o) == {*OPENING} for o in seen)):
        raise ValueError(f"{path}: openings: expected a list of {', '.join(OPENING)}, found {seen!r}; use write_row")
    if [seen[-1][k] for k in OPENING[:-1]] != this or [o["date"] for o in seen] != sorted(o["date"] for o in seen):
        raise ValueError(f"{path}: openings: expected dates in order and the row itself last, found {seen[-1]}")
    if gone := [o["date"] for o in seen[1:] if not o["reason"]]:
        raise ValueError(f"{path}: openings: of {gone[0]}: expected why it was opened again, found nothing")
    return r


def _number(v):
    "Whether a value of a file is a finite number; JSON as Python writes it also holds NaN"
    return isinstance(v, (int, float)) and not isinstance(v, bool) and abs(v) < float("inf")


def falls(r):
    "Whether less of a row's score is better: as the file says (`better`), else as the name of an error does"
    return r["better"] == "lower" if "better" in r else bool(re.search(FALLING, r["metric"], re.I))


def opened(path, row, again="", before=None):  # dict
    """The row with `openings`: those of the file that it replaces (where there is none yet, of the file `before`, whose
    test part is the same), and this one, opened `again` for a reason. What comes out as it was on the same day for the
    same reason is no other opening
    """
    old = next((p for p in map(Path, filter(None, (path, before))) if p.exists()), None)
    seen = json.loads(old.read_text(encoding="utf-8"))["openings"] if old else []
    this = {k: row[k] for k in OPENING[:-1]} | dict(reason=again if seen else "")
    if seen and not again:
        raise ValueError(f"{path}: expected why the test part is opened again, found nothing; pass `again`")
    return row | dict(openings=seen if seen and seen[-1] == this else [*seen, this])


def write_row(path, row, again="", before=None):  # dict
    "Write a result file, which keeps what it said before (`opened`); the row"
    row = json.loads(json.dumps(opened(path, row, again, before), default=float))
    new = Path(f"{path}.new")
    new.write_text(json.dumps(row, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    read_result(new)  # what is refused stays there
    new.replace(path)
    return row


def words(r):
    "The last words of a row: the verdict, its note, and what was seen first where the test part was opened again"
    n, first = len(r["openings"]), r["openings"][0]
    again = f"opened {n} times, first on {first['date']} with {_opening(first)}" if n > 1 else ""
    return "; ".join(filter(None, [word(r), r.get("note"), again]))


def _opening(o):
    "Score and difference of an opening as they are printed"
    return f"{o['score']:.3f} ({_signed(o['difference'])[0]})"


def word(r):
    "better, worse, equal, same answer, not shown, or cannot be told"
    low, high = r["interval"] or (-1, 1)
    if r["interval"] and max(-low, high, abs(r["difference"])) <= 1e-6 * min(1.0, abs(r["score"])):
        return "same answer"  # each unit's difference is zero, as with γ = 0
    if r["n_units"] is not None and r["n_units"] < MIN_UNITS:
        return "cannot be told"
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


def openings(folder):  # Markdown
    "Every opening of the test parts that were opened more than once, with its reason"
    lines = [("model", "data: task", "score", "opened", "model's (difference)", "again for"), ("---",) * 6]
    for r in read_results(folder):
        for k, o in enumerate(r["openings"] if len(r["openings"]) > 1 else ()):
            of = (r["model"], f"{r['data']}: {r['task']}", r["metric"]) if k == 0 else ("", "", "")
            lines.append((*of, o["date"], _opening(o), o["reason"]))
    return _lines(lines)


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
    return _lines(cells)


def _lines(cells):
    "Markdown of a table"
    plain = lambda v: str(v).replace("|", "\\|").replace("\n", " ")
    return "\n".join(f"| {' | '.join(map(plain, c))} |" for c in cells)


if __name__ == "__main__":
    print((front if "--front" in sys.argv else openings if "--openings" in sys.argv else table)(sys.argv[1]))
