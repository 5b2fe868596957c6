"""The encoder of gene tokens, forward and backward, beside attention that holds its matrix and torch's own encoder.

    python tools/benches/attention.py '[GENES, WELLS, REPEATS, {OPTIONS}]'        # prints {"seconds": …, "peak_mb": …}

`measure` starts that as a process of its own, so that the peak of its memory is its own."""

import json
import resource
import subprocess
import sys
import time
from contextlib import nullcontext
from unittest import mock

import torch

from cellbook.drugseq import wells as tokens

ALONE = {
    "attention alone, explicit softmax": dict(explicit=True, alone=True),
    "attention alone, scaled_dot_product_attention": dict(alone=True),
}
FORMS = {
    "explicit softmax": dict(explicit=True),
    "scaled_dot_product_attention": dict(),
    "the same, layers recomputed": dict(recompute=True),
    "254 genes at a time": dict(genes_per_step=254),
    "32 latent queries": dict(latents=32),
    "8 latent queries": dict(latents=8),
}
DROPOUT = {
    "torch's TransformerEncoder, dropout 0.1": dict(theirs=True, dropout=0.1),
    "scaled_dot_product_attention, dropout 0.1": dict(dropout=0.1),
}


class Theirs(torch.nn.Module):
    "torch's TransformerEncoder on our tokens, two layers"

    def __init__(self, n, dropout):
        super().__init__()
        layer = torch.nn.TransformerEncoderLayer(128, 4, 512, dropout, batch_first=True)
        self.tokens = tokens.ExpressionTokens(n, 128)
        self.encoder = torch.nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)

    def forward(self, x):
        return self.encoder(self.tokens(x)).mean(1)


def explicit_attention(q, k, v):
    "As a textbook writes it: q, k, v (…, heads, tokens, d) -> (…, tokens, heads · d)"
    return ((q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5).softmax(-1) @ v).transpose(-2, -3).flatten(-2)


def attention_alone(x):
    "The attention of one layer, without projections"
    weights = (torch.randn(3, 128, requires_grad=True) for _ in range(3))
    return tokens.attend(*(tokens.heads(x[..., None] * w, 4) for w in weights))


def encoder_of(n, *, alone=False, theirs=False, **options):
    "What is timed, for n genes"
    if theirs:
        return Theirs(n, options["dropout"])
    if alone:
        return attention_alone
    sampled = min(n, options.pop("genes_per_step", 0))
    return tokens.GeneEncoder(n, **dict(dropout=0.0) | options | dict(genes_per_step=sampled))


def cost(genes, wells, repeats, *, explicit=False, **options):
    "CPU seconds (best of `repeats`) of one form, and by how much the peak of this process rose above a small run's"
    peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with mock.patch.object(tokens, "attend", explicit_attention) if explicit else nullcontext():
        encoder = encoder_of(genes, **options)
        encoder_of(64, **options)(torch.randn(2, 64)).sum().backward()
        before, times = peak(), []
        for _ in range(repeats):
            x, start = torch.randn(wells, genes), time.process_time()
            encoder(x).square().sum().backward()
            times.append(time.process_time() - start)
    return dict(seconds=min(times), peak_mb=peak() - before)


def measure(genes=2_541, wells=4, repeats=3, **options):
    "`cost` in a fresh process with one thread"
    command = [sys.executable, __file__, json.dumps([genes, wells, repeats, options])]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    torch.set_num_threads(1)
    genes, wells, repeats, options = json.loads(sys.argv[1])
    print(json.dumps(cost(genes, wells, repeats, **options)))
