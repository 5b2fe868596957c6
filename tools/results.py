"""Result files (JSON, one comparison each) -> the table of measured numbers, between two markers of a text.

`python tools/results.py nbs/results` prints the table; a file holds the keys of `KEYS`, from which nothing is rounded or typed by hand.
"""

import json
import sys
from pathlib import Path

KEYS = (
    "date",
    "machine",
    "versions",
    "command",
    "data",
    "model",
    "score",
    "value",
    "baseline",
    "baseline_value",
    "gain",
    "low",
    "high",
    "verdict",
)
WORDS = ("better", "equal", "worse", "not shown")


def read_result(path):  # dict
    "One result file. ValueError that names the file and what is missing, or an interval that contradicts the verdict."
    r = json.loads(Path(path).read_text(encoding="utf-8"))
    if gone := [k for k in KEYS if k not in r]:
        raise ValueError(f"{path}: expected the keys {', '.join(KEYS)}; {', '.join(gone)} missing, write them")
    if r["verdict"] not in WORDS:
        raise ValueError(f"{path}: verdict: expected one of {WORDS}, found {r['verdict']!r}")
    clear = {"better": r["low"] > 0, "worse": r["high"] < 0}
    if not clear.get(r["verdict"], not any(clear.values())):
        raise ValueError(
            f"{path}: verdict {r['verdict']!r} contradicts the interval {r['low']} to {r['high']} of the gain"
        )
    return r


def table(folder):  # Markdown
    "A row for each result file, by data and model"
    rows = sorted((read_result(p) for p in Path(folder).glob("*.json")), key=lambda r: (r["data"], r["model"]))
    cells = [("data", "model", "score", "value", "best simple", "gain (95 %)", "verdict", "measured")] + [("---",) * 8]
    cells += [
        (
            r["data"],
            r["model"],
            r["score"],
            f"{r['value']:.3f}",
            f"{r['baseline']} {r['baseline_value']:.3f}",
            f"{r['gain']:+.3f} ({r['low']:+.3f} to {r['high']:+.3f})",
            r["verdict"],
            r["date"],
        )
        for r in rows
    ]
    return "\n".join(f"| {' | '.join(c)} |" for c in cells)


if __name__ == "__main__":
    print(table(sys.argv[1]))
