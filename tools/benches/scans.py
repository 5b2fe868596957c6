"""Selective scans, forward and backward, beside mambapy's, torch's associative scan and a Transformer layer.

    python tools/benches/scans.py FORM LENGTH RUNS        # prints {"seconds": …, "cpu_seconds": …, "mb": …}

`measure` starts that as a process of its own, so that the peak of its memory is its own."""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import torch
from torch import nn

from cellbook.scan import random_scan, s6_torch, ssd_torch
from cellbook.scan.cpu import s6_numba, ssd_numba

QUIET = os.environ | dict(  # a thread that spins takes the core that another process needs
    OMP_NUM_THREADS="2", OMP_WAIT_POLICY="PASSIVE"
)


def s6(length):
    "What an S6 scan is given: 256 lanes, state 16"
    return random_scan("s6", length=length, lanes=256, state=16, gate=False, dtype=torch.float32)


def ssd(length):
    "What an SSD scan is given: four heads of 64, state 64"
    return random_scan("ssd", length=length, lanes=4, width=64, state=64, gate=False, dtype=torch.float32)


def decays(u, delta, A, B, C, D=None):
    "What the general scans are given: factors and increments of the state (batch, length, lanes, state), and C"
    return torch.exp(delta[..., None] * A), (delta * u)[..., None] * B, C


def mambapy(*args):
    from mambapy.pscan import pscan

    a, x, C = decays(*args)
    return (pscan(a, x) * C).sum(-1)


def associative(*args):
    from torch._higher_order_ops.associative_scan import associative_scan

    a, x, C = decays(*args)
    pair = lambda l, r: (l[0] * r[0], r[0] * l[1] + r[1])
    return (associative_scan(pair, (a, x), 1, combine_mode="generic")[1] * C).sum(-1)


def one_piece(*args):
    return ssd_torch(*args, segment=None)


def sequence(length):
    return (torch.randn(1, length, 256, requires_grad=True),)


FORMS = {  # name: what makes the arguments, what runs (None: the layer that `cost` makes)
    "S6, numba": (s6, s6_numba),
    "S6, torch in segments": (s6, s6_torch),
    "SSD, numba": (ssd, ssd_numba),
    "SSD, torch in segments": (ssd, ssd_torch),
    "SSD, torch in one piece": (ssd, one_piece),
    "mambapy pscan": (s6, mambapy),
    "torch associative_scan": (s6, associative),
    "Transformer layer": (sequence, None),
}


def cost(form, length, runs):
    "Best seconds of a form, and MB above what the process held before its first run; compiled and warm"
    torch.manual_seed(0)
    make, run = FORMS[form]
    run = run or nn.TransformerEncoderLayer(256, 4, 512, 0.0, batch_first=True)
    for warm in (64, 2_000) if form.endswith("numba") else (64,):
        run(*make(warm)).sum().backward()
    args = make(length)
    held = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1024
    # the peak may include the compiler's, so the difference is an upper bound
    best = cpu = float("inf")
    for _ in range(runs):
        for x in args:
            x.grad = None
        start, used = time.perf_counter(), time.process_time()
        run(*args).sum().backward()
        best, cpu = min(best, time.perf_counter() - start), min(cpu, time.process_time() - used)
    return dict(seconds=best, cpu_seconds=cpu, mb=(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) / 1024)


def measure(form, length=18_080, runs=3):
    "Seconds and extra memory (MB) of one form, in a process of its own; NaN where it fails"
    command = [sys.executable, __file__, form, str(length), str(runs)]
    done = subprocess.run(command, capture_output=True, text=True, env=QUIET)
    if done.returncode:
        return dict.fromkeys(("seconds", "cpu_seconds", "mb"), float("nan"))
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    torch.set_num_threads(2)
    print(json.dumps(cost(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
