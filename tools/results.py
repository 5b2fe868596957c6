"""Result files (JSON, one comparison each) -> the table of measured numbers of the front page.

`python tools/results.py nbs/results` prints it. A file holds the keys of `KEYS`; the word in the last column is made
from the interval and the number of
independent units, never written down. The optional keys: `margin` (below which two models are equal) with `inner`,
the 90 % interval of the two one-sided
tests, `machine`, `note`, `unit` (of what there are `n_units`), `source`, the dated note of a chapter that the
numbers come from, and `first_opened`, what the row said when its test part was opened for the first time
(`first_opened`).
"""

import json
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


def read_result(path):  # dict
    "One result file. ValueError that names the file and what is missing or contradicts itself."
    r = json.loads(Path(path).read_text(encoding="utf-8"))
    if gone := [k for k in KEYS if k not in r]:
        raise ValueError(f"{path}: expected the keys {', '.join(KEYS)}; {', '.join(gone)} missing, write them")
    if abs(r["score"] - r["best_baseline_score"] - r["difference"]) > 0.002:
        raise ValueError(
            f"{path}: difference: expected score - best_baseline_score, found {r['difference']} of {r['score']} "
            f"and {r['best_baseline_score']}"
        )
    if r["interval"] and not r["interval"][0] <= r["difference"] <= r["interval"][1]:
        raise ValueError(f"{path}: interval: expected one around {r['difference']}, found {r['interval']}")
    return r


def first_opened(path):  # dict
    "{'first_opened': date, score, difference} of the result file that a new run replaces; empty where there is none"
    if not Path(path).exists():
        return {}
    old = json.loads(Path(path).read_text(encoding="utf-8"))
    return dict(first_opened=old.get("first_opened") or {k: old[k] for k in ("date", "score", "difference")})


def words(r):
    "The last words of a row: the verdict, its note, and what was seen before where it is not the first opening"
    first = r.get("first_opened")
    if first and all(first[k] == r[k] for k in first):
        first = None  # this is it
    again = "first opened on {date} with {score:.3f} ({difference:+.3f})".format(**first) if first else ""
    return "; ".join(filter(None, [word(r), r.get("note"), again]))


def word(r):
    "better, worse, equal, not shown, or cannot be told"
    if r["n_units"] is not None and r["n_units"] < MIN_UNITS:
        return "cannot be told"
    low, high = r["interval"] or (-1, 1)
    inner = r.get("inner") or (-1, 1)
    equal = "margin" in r and -r["margin"] < inner[0] and inner[1] < r["margin"]
    return "better" if low > 0 else "worse" if high < 0 else "equal" if equal else "not shown"


def table(folder):  # Markdown
    "A row for each result file, by model, data and task"
    rows = sorted(
        (read_result(p) for p in Path(folder).glob("*.json")), key=lambda r: (r["model"], r["data"], r["task"])
    )
    cells = [HEAD, ("---",) * len(HEAD)]
    for r in rows:
        around = "({:+.3f} to {:+.3f})".format(*r["interval"]) if r["interval"] else "(no valid interval yet)"
        n = "–" if r["n_units"] is None else f"{r['n_units']:,} {r.get('unit', '')}".strip()
        cells.append(
            (
                r["model"],
                f"{r['data']}: {r['task']}",
                r["metric"],
                f"{r['score']:.3f}",
                f"{r['best_baseline_score']:.3f} {r['best_baseline']}",
                f"{r['difference']:+.3f} {around}",
                n,
                words(r),
                r["date"],
            )
        )
    return "\n".join(f"| {' | '.join(c)} |" for c in cells)


if __name__ == "__main__":
    print(table(sys.argv[1]))
