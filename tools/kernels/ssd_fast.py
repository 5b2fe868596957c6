"""SSD (Mamba-2) kernels that wait for a GPU: right in Triton's interpreter, compiled for sm_90, never run on a chip.

The forward keeps the state in registers over a segment of chunks; the backward takes the heads one by one and B and C
by group. `python tools/gpu.py candidates-ssd` says whether each of FORMS (halves) and FORMS32 is right on a card, and
how fast beside the kernels of `cellbook.scan.gpu`; the best one moves there."""

from typing import Any

import torch
import triton
import triton.language as tl
from torch.autograd.function import once_differentiable

from cellbook.scan.reference import _finish, check_scan, group_flags, ssd_torch

constexpr = tl.constexpr


def _jit(f):
    return triton.jit(f, do_not_specialize=["L", "flags", "per", "chunks", "R"])


@_jit
def _chunk(c, b, g, L, flags, per, T: constexpr):
    "Row in memory of the first position of chunk `c`, steps (T,) from it to the others, and which of them exist."
    back = ((flags >> (g // per)) & 1) != 0
    i = tl.arange(0, T)
    there = c * T + i < L
    return b * L + tl.where(back, L - 1 - c * T, c * T), tl.where(there, tl.where(back, -i, i), 0), there


@_jit
def _read(p, start, step, there, rows, n, N: constexpr, BN: constexpr):
    "Rows `start + step` (T,) of a matrix with stride `rows`, columns n (BN,) < N, 0 where there are none."
    p += start * rows
    if N % BN == 0:
        return tl.load(p + step[:, None] * rows + n[None, :], mask=there[:, None], other=0.0)
    return tl.load(
        p + step[:, None] * rows + tl.where(n < N, n, 0)[None, :], mask=there[:, None] & (n < N)[None, :], other=0.0
    )


@_jit
def _put(p, start, step, there, rows, n, x, N: constexpr, BN: constexpr):
    "Write rows as `_read` reads them."
    p += start * rows
    if N % BN == 0:
        tl.store(p + step[:, None] * rows + n[None, :], x.to(p.dtype.element_ty), mask=there[:, None])
    else:
        tl.store(
            p + step[:, None] * rows + tl.where(n < N, n, 0)[None, :],
            x.to(p.dtype.element_ty),
            mask=there[:, None] & (n < N)[None, :],
        )


@_jit
def _state(p, at, n, q, N: constexpr, P: constexpr, BN: constexpr, BP: constexpr):
    "State number `at` of an array (..., N, P), rows n (BN,) and columns q (BP,), 0 where there are none."
    p += at * (N * P)
    if N % BN == 0 and P % BP == 0:
        return tl.load(p + n[:, None] * P + q[None, :])
    inside = (n < N)[:, None] & (q < P)[None, :]
    return tl.load(p + tl.where(inside, n[:, None] * P + q[None, :], 0), mask=inside, other=0.0)


@_jit
def _put_state(p, at, n, q, h, N: constexpr, P: constexpr, BN: constexpr, BP: constexpr):
    "Write a state as `_state` reads it."
    p += at * (N * P)
    if N % BN == 0 and P % BP == 0:
        tl.store(p + n[:, None] * P + q[None, :], h.to(p.dtype.element_ty))
    else:
        inside = (n < N)[:, None] & (q < P)[None, :]
        tl.store(p + tl.where(inside, n[:, None] * P + q[None, :], 0), h.to(p.dtype.element_ty), mask=inside)


@_jit
def _ssd_steps(
    delta,  # (batch, L, H)
    A,  # (H,)
    steps,  # (batch, H, chunks * T, 4), is filled in the order of the scan: as `_steps` returns them
    low,  # (batch, H, chunks * T), is filled with LOW: what rounding the log decay to float32 leaves
    L, H, G, flags, per, chunks,
    T: constexpr,
    BH: constexpr,
    LOW: constexpr,
):  # fmt: skip
    "Steps and their running sums, by head and in the order of the scan."
    c, b, i, head = tl.program_id(0), tl.program_id(1).to(tl.int64), tl.arange(0, T), tl.arange(0, BH)
    real = head < H
    head = tl.where(real, head, 0)
    back = ((flags >> (head // (H // G) // per)) & 1) != 0
    i = c * T + i
    inside = (i < L)[:, None] & real[None, :]
    t = tl.where(inside, tl.where(back[None, :], L - 1 - i[:, None], i[:, None]), 0)
    x = tl.load(delta + b * L * H + t * H + head[None, :], mask=inside, other=0.0).to(tl.float32)
    a = x.to(tl.float64) * (tl.load(A + head).to(tl.float64) * 1.4426950408889634)[None, :]
    s = tl.cumsum(a, 0)
    high = s.to(tl.float32)
    to = (b * H + head[None, :]) * (chunks * T) + i[:, None]
    to_end = x * tl.exp2((tl.sum(a, 0)[None, :] - s).to(tl.float32))
    four = tl.reshape(tl.join(tl.join(high, to_end), tl.join(x, tl.exp2(high))), (T, BH, 4))
    at = to[:, :, None] * 4 + tl.arange(0, 4)[None, None, :]
    tl.store(steps + at, four, mask=tl.broadcast_to(real[None, :, None], (T, BH, 4)))
    if LOW:
        tl.store(low + to, (s - high.to(tl.float64)).to(tl.float32), mask=real[None, :])


@_jit
def _steps(steps, low, j, T: constexpr, LOW: constexpr):
    """Log2 of the decay since the chunk began, what float32 rounds away of it, step, step times decay to the end, decay
    since the start."""
    # one load for all four: its layout then is not that of a product, with an address for each column
    sE, vF = tl.split(tl.reshape(tl.load(steps + j * 4 + tl.arange(0, 4 * T)), (T, 2, 2)))
    s, E = tl.split(sE)
    v, F = tl.split(vF)
    return s, tl.load(low + j + tl.arange(0, T)) if LOW else s, v, E, F


@_jit
def _ssd_states(
    value,  # (batch, L, H, P): u, or BACK the gradient of the outputs
    steps, low,  # of `_ssd_steps`
    maps,  # (batch, L, G, N): B, or BACK C
    first,  # (batch, S, H, N, P): ALL reads what enters each segment, else it is filled with what a segment adds
    decay,  # (batch, S, H), filled unless ALL
    states,  # (batch, chunks, H, N, P), ALL fills it with what enters each chunk
    L, H, G, flags, per, chunks,
    R,  # chunks of a segment
    N: constexpr, P: constexpr, T: constexpr, BN: constexpr, BP: constexpr,
    BACK: constexpr, ALL: constexpr, FIRST: constexpr, K: constexpr, PRECISION: constexpr, LOW: constexpr,
    STAGES: constexpr,
):  # fmt: skip
    "What each segment adds to the state, or ALL states between chunks; BACK of the gradients."
    head, b, seg, S = tl.program_id(0) % H, (tl.program_id(0) // H).to(tl.int64), tl.program_id(1), tl.num_programs(1)
    g = head // (H // G)
    n = tl.program_id(2) // tl.cdiv(P, BP) * BN + tl.arange(0, BN)
    p = tl.program_id(2) % tl.cdiv(P, BP) * BP + tl.arange(0, BP)
    i, at = tl.arange(0, T), (b * H + head) * (chunks * T)
    h, kept = tl.zeros((BN, BP), tl.float32), 1.0
    if FIRST:
        h += _state(first, (b * S + seg) * H + head, n, p, N, P, BN, BP)
    lead, end = seg * R, tl.minimum(seg * R + R, chunks)
    for k in tl.range(0, end - lead, num_stages=STAGES):
        c = end - 1 - k if BACK else lead + k
        start, step, there = _chunk(c, b, g, L, flags, per, T)
        m = _read(maps + g * N, start, step, there, G * N, n, N, BN)  # (T, BN)
        x = _read(value + head * P, start, step, there, H * P, p, P, BP)  # (T, BP)
        j = at + c * T
        w, d = tl.load(steps + (j + i) * 4 + (3 if BACK else 2)), tl.load(steps + (j + T - 1) * 4 + 3)
        if ALL:
            _put_state(states, (b * chunks + c) * H + head, n, p, h, N, P, BN, BP)
        kept *= d
        h = tl.dot(tl.trans(m), (x * w[:, None]).to(K), acc=h * d, input_precision=PRECISION)
    if not ALL:
        _put_state(first, (b * S + seg) * H + head, n, p, h, N, P, BN, BP)
        tl.store(decay + (b * S + seg) * H + head, kept, mask=tl.program_id(2) == 0)


@_jit
def _ssd_carry(first, decay, H, E, W: constexpr, S: constexpr, BACK: constexpr):
    "`first` (batch, S, H, E): from what each segment adds to what enters it."
    b, head, e = (tl.program_id(0) // H).to(tl.int64), tl.program_id(0) % H, tl.program_id(1) * W + tl.arange(0, W)
    real = e < E
    e = tl.where(real, e, 0)
    h = tl.zeros((W,), tl.float32)
    for k in tl.range(S, num_stages=4):
        at = (b * S + (S - 1 - k if BACK else k)) * H + head
        x, d = tl.load(first + at * E + e, mask=real, other=0.0), tl.load(decay + at)
        tl.store(first + at * E + e, h, mask=real)
        h = d * h + x


@_jit
def _ssd_scan(
    u,  # (batch, L, H, P)
    steps, low,  # of `_ssd_steps`
    B,  # (batch, L, G, N)
    C,  # (batch, L, G, N)
    first,  # (batch, S, H, N, P), with FIRST
    states,  # (batch, chunks, H, N, P), filled with KEEP
    y,  # (batch, L, H, P), is filled
    L, H, G, flags, per, chunks,
    R,  # chunks of a segment
    N: constexpr, P: constexpr, T: constexpr, BN: constexpr, BP: constexpr,
    KEEP: constexpr, FIRST: constexpr, K: constexpr, PRECISION: constexpr, LOW: constexpr, STAGES: constexpr,
):  # fmt: skip
    "Outputs of a segment of one head: the state stays in registers."
    job, seg, S = tl.program_id(0), tl.program_id(1), tl.num_programs(1)
    parts = tl.cdiv(P, BP)
    p, head, b = job % parts * BP + tl.arange(0, BP), job // parts % H, (job // parts // H).to(tl.int64)
    g, n, i, at = head // (H // G), tl.arange(0, BN), tl.arange(0, T), (b * H + head) * (chunks * T)
    h = tl.zeros((BN, BP), tl.float32)
    if FIRST:
        h += _state(first, (b * S + seg) * H + head, n, p, N, P, BN, BP)
    for c in tl.range(seg * R, tl.minimum(seg * R + R, chunks), num_stages=STAGES):
        start, step, there = _chunk(c, b, g, L, flags, per, T)
        Cm = _read(C + g * N, start, step, there, G * N, n, N, BN)  # (T, BN)
        Bm = _read(B + g * N, start, step, there, G * N, n, N, BN)  # (T, BN)
        x = _read(u + head * P, start, step, there, H * P, p, P, BP)  # (T, BP)
        j = at + c * T
        s, r, v, E, F = _steps(steps, low, j, T, LOW)
        d = tl.load(steps + (j + T - 1) * 4 + 3)
        if KEEP:
            _put_state(states, (b * chunks + c) * H + head, n, p, h, N, P, BN, BP)
        M = tl.dot(Cm, tl.trans(Bm), input_precision=PRECISION)
        f = s[:, None] - s[None, :]
        if LOW:
            f += r[:, None] - r[None, :]
        o = i + tl.minimum(c, 0)  # i, but not before the loop: the mask would fill registers throughout
        M *= tl.where(o[:, None] >= o[None, :], tl.exp2(f), 0.0) * v[None, :]
        out = tl.dot(Cm, h.to(K), input_precision=PRECISION) * F[:, None]
        out = tl.dot(M.to(K), x, acc=out, input_precision=PRECISION)
        _put(y + head * P, start, step, there, H * P, p, out, P, BP)
        h = tl.dot(tl.trans(Bm), (x * E[:, None]).to(K), acc=h * d, input_precision=PRECISION)


@_jit
def _ssd_grads(
    u,  # (batch, L, H, P)
    steps, low,  # of `_ssd_steps`
    B,  # (batch, L, G, N)
    C,  # (batch, L, G, N)
    entering,  # (batch, chunks, H, N, P)
    leaving,  # (batch, chunks, H, N, P) gradients
    gy,  # (batch, L, H, P)
    gu,  # (batch, L, H, P), is filled
    gB,  # (batch, L, G, N), is filled
    gC,  # (batch, L, G, N), is filled
    gv,  # (batch, H, chunks * T), is filled: gradient of the step as a factor of u
    plus,  # (batch, H, chunks * T), is filled: gradient of the log decay since the chunk began
    minus,  # (batch, H, chunks * T), is filled: to be subtracted from it
    last,  # (batch, H, chunks), is filled: to be added to it at the chunk's last position
    L, H, G, flags, per, chunks,
    N: constexpr, P: constexpr, T: constexpr, BN: constexpr, BP: constexpr,
    K: constexpr, PRECISION: constexpr, LOW: constexpr, STAGES: constexpr,
    HEADS: constexpr, GROUP: constexpr, PART: constexpr,  # heads of a program
):  # fmt: skip
    "Gradients of a chunk: HEADS those of each head, GROUP those of B and C, summed over the heads of a group."
    c, b, g = (
        tl.program_id(1),
        (tl.program_id(2) // G).to(tl.int64),
        tl.program_id(2) % G,
    )  # heads first: they share B and C
    n, p, i = tl.arange(0, BN), tl.arange(0, BP), tl.arange(0, T)
    start, step, there = _chunk(c, b, g, L, flags, per, T)
    Bm = _read(B + g * N, start, step, there, G * N, n, N, BN)  # (T, BN)
    Cm = _read(C + g * N, start, step, there, G * N, n, N, BN)  # (T, BN)
    if HEADS:
        scores = tl.dot(Bm, tl.trans(Cm), input_precision=PRECISION)  # (T, T): [from, to], as all below
    if GROUP:
        g_scores, gBm, gCm = tl.zeros((T, T), tl.float32), tl.zeros((T, BN), tl.float32), tl.zeros((T, BN), tl.float32)
    for k in tl.range(0, PART, num_stages=STAGES):
        head = g * (H // G) + tl.program_id(0) * PART + k
        at = (b * chunks + c) * H + head
        x = _read(u + head * P, start, step, there, H * P, p, P, BP)  # (T, BP)
        go = _read(gy + head * P, start, step, there, H * P, p, P, BP)  # (T, BP)
        gl = _state(leaving, at, n, p, N, P, BN, BP)
        h0 = _state(entering, at, n, p, N, P, BN, BP)
        j = (b * H + head) * (chunks * T) + c * T
        s, r, v, E, F = _steps(steps, low, j, T, LOW)
        f = s[None, :] - s[:, None]
        if LOW:
            f += r[None, :] - r[:, None]
        between = tl.where(i[None, :] >= i[:, None], tl.exp2(f), 0.0)
        gM = tl.dot(x, tl.trans(go), input_precision=PRECISION) * between * v[:, None]
        if GROUP:
            g_scores += gM
            gBm += tl.dot(x, tl.trans(gl), input_precision=PRECISION) * E[:, None]
            gCm += tl.dot(go, tl.trans(h0), input_precision=PRECISION) * F[:, None]
        if HEADS:
            end, d = tl.load(steps + (j + T - 1) * 4), tl.load(steps + (j + T - 1) * 4 + 3)
            to_end = end - s
            if LOW:
                to_end += tl.load(low + j + T - 1) - r
            gM *= scores
            if LOW:  # the diagonal adds to `plus` and `minus` alike: left out, its rounding does not count
                gM = tl.where(i[None, :] > i[:, None], gM, 0.0).to(tl.float64)
            tl.store(plus + j + i, tl.sum(gM, 0))
            gx = tl.dot(Bm, gl, input_precision=PRECISION) * tl.exp2(to_end)[:, None]  # through the leaving state
            g_to_end = tl.sum(((gx * x).to(tl.float64) if LOW else gx * x), 1) * v
            total = tl.sum(g_to_end, 0) + tl.sum(tl.sum(gl.to(tl.float32) * h0.to(tl.float32), 1), 0) * d
            tl.store(last + (b * H + head) * chunks + c, total)
            gx = tl.dot((scores * between).to(K), go, acc=gx, input_precision=PRECISION)
            _put(gu + head * P, start, step, there, H * P, p, gx * v[:, None], P, BP)
            tl.store(gv + j + i, tl.sum(gx * x, 1))
            through = tl.sum(tl.dot(Cm, h0, input_precision=PRECISION) * go, 1) * F
            tl.store(minus + j + i, tl.sum(gM, 1) + g_to_end - through)
    if GROUP:
        g_scores = g_scores.to(K)
        gBm = tl.dot(g_scores, Cm, acc=gBm, input_precision=PRECISION)
        gCm = tl.dot(tl.trans(g_scores), Bm, acc=gCm, input_precision=PRECISION)
        _put(gB + g * N, start, step, there, G * N, n, gBm, N, BN)
        _put(gC + g * N, start, step, there, G * N, n, gCm, N, BN)


@_jit
def _ssd_step_grads(
    A,  # (H,)
    steps,  # of `_ssd_steps`
    gv, plus, minus,  # (batch, H, chunks * T)
    last,  # (batch, H, chunks)
    gdelta,  # (batch, L, H), is filled
    gA,  # (batch, chunks, H), is filled
    L, H, G, flags, per, chunks,
    T: constexpr,
    BH: constexpr,
):  # fmt: skip
    "Gradients of the steps and of A."
    c, b, i, head = tl.program_id(0), tl.program_id(1).to(tl.int64), tl.arange(0, T), tl.arange(0, BH)
    real = head < H
    head = tl.where(real, head, 0)
    back = ((flags >> (head // (H // G) // per)) & 1) != 0
    at = (b * H + head[None, :]) * (chunks * T) + c * T + i[:, None]  # (T, BH)
    gs = tl.load(plus + at).to(tl.float64) - tl.load(minus + at).to(tl.float64)
    end = tl.load(last + (b * H + head) * chunks + c).to(tl.float64)
    ga = tl.cumsum(gs, 0, reverse=True) + end[None, :]  # of the log decay of each step
    tl.store(gA + (b * chunks + c) * H + head, tl.sum(ga * tl.load(steps + at * 4 + 1), 0), mask=real)
    ga = tl.load(gv + at) + ga * tl.load(A + head).to(tl.float64)[None, :]
    i = c * T + i
    inside = (i < L)[:, None] & real[None, :]
    t = tl.where(inside, tl.where(back[None, :], L - 1 - i[:, None], i[:, None]), 0)
    tl.store(gdelta + b * L * H + t * H + head[None, :], ga.to(tl.float32).to(gdelta.dtype.element_ty), mask=inside)


def _power(n: int):
    return max(16, 1 << (n - 1).bit_length())  # tl.dot wants at least 16


BF = dict(
    T=64, warps=4, stages=2, bp=64, R=16,  # forward
    keep=True,  # states between chunks in the forward pass rather than in the backward pass
    sum_warps=4, sum_stages=3, sum_bn=128,  # what segments add
    all_warps=4, all_stages=3, all_bn=128, all_R=16,  # all states
    TB=64,  # gradients
    fused=False,
    both=dict(warps=8, stages=3, part=0),
    heads=dict(warps=4, stages=1, part=1),
    group=dict(warps=8, stages=3, part=0),
)  # fmt: skip
FP = BF | dict(
    stages=1, warps=8, sum_stages=2, all_stages=2, sum_bn=64, all_bn=64, T=64, TB=64,
    both=dict(warps=8, stages=1, part=0), heads=dict(warps=8, stages=1, part=1), group=dict(warps=8, stages=1, part=0),
)  # fmt: skip


class _SSD(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, u, delta, A, B, C, flags: int, per: int, o: dict, need: bool):
        u, delta, A, B, C = inputs = [x.detach().contiguous() for x in (u, delta, A, B, C)]
        b, l, h, p = u.shape
        g, n = B.shape[2:]
        kind = {torch.bfloat16: tl.bfloat16, torch.float16: tl.float16}.get(u.dtype, tl.float32)
        precision = "tf32x3" if torch.get_float32_matmul_precision() == "highest" else "tf32"
        ctx.o, ctx.meta = o, dict(N=n, P=p, K=kind, PRECISION=precision, LOW=u.dtype == torch.float32)
        T, R = o["T"], o["R"]
        chunks = -(-l // T)
        rest = l, h, g, flags, per, chunks
        ctx.rest = l, h, g, flags, per
        R, y = min(R, chunks), torch.empty_like(u)
        S = -(-chunks // R)
        keep = need and o["keep"] and o["TB"] == T
        with torch.cuda.device_of(u):
            steps = _SSD.steps(delta, A, rest, T, ctx.meta["LOW"])
            first = _SSD.sums(ctx, u, steps, B, rest, T, R, False) if S > 1 else None
            states = u.new_empty(b, chunks, h, n, p) if keep else None
            bp = min(o["bp"], _power(p))
            _ssd_scan[b * h * -(-p // bp), S](
                u, *steps, B, C, y if first is None else first, y if states is None else states, y, *rest, R,
                **ctx.meta, T=T, BN=_power(n), BP=bp, KEEP=keep, FIRST=S > 1, STAGES=o["stages"], num_warps=o["warps"],
            )  # fmt: skip
        ctx.save_for_backward(*inputs, states)
        return y

    @staticmethod
    def steps(delta, A, rest, T, wide):
        "Steps and decays, as `_steps` reads them"
        b, h, chunks = len(delta), rest[1], rest[-1]
        steps = A.new_empty(b, h, chunks * T, 4)
        low = A.new_empty(b, h, chunks * T) if wide else steps
        _ssd_steps[chunks, b](delta, A, steps, low, *rest, T=T, BH=1 << (h - 1).bit_length(), LOW=wide, num_warps=4)
        return steps, low

    @staticmethod
    def sums(ctx, value, steps, maps, rest, T, R, back):
        "State that enters each segment"
        b, h, chunks, (n, p), o = len(value), rest[1], rest[-1], (ctx.meta["N"], ctx.meta["P"]), ctx.o
        S = -(-chunks // R)
        first = value.new_empty(b, S, h, n, p, dtype=torch.float32)
        decay = value.new_empty(b, S, h, dtype=torch.float32)
        bn, bp = min(o["sum_bn"], _power(n)), min(64, _power(p))
        _ssd_states[b * h, S, -(-n // bn) * -(-p // bp)](
            value, *steps, maps, first, decay, first, *rest, R, **ctx.meta, T=T, BN=bn, BP=bp, BACK=back, ALL=False,
            FIRST=False, STAGES=o["sum_stages"], num_warps=o["sum_warps"],
        )  # fmt: skip
        _ssd_carry[b * h, -(-n * p // 1024)](first, decay, h, n * p, W=1024, S=S, BACK=back, num_warps=4)
        return first

    @staticmethod
    def all(ctx, value, steps, maps, rest, T, back):
        "States (batch, chunks, heads, state, width) between chunks, or their gradients"
        b, h, chunks, (n, p), o = len(value), rest[1], rest[-1], (ctx.meta["N"], ctx.meta["P"]), ctx.o
        R = min(o["all_R"], chunks)
        S = -(-chunks // R)
        first = _SSD.sums(ctx, value, steps, maps, rest, T, R, back) if S > 1 else None
        states = value.new_empty(b, chunks, h, n, p)
        bn, bp = min(o["all_bn"], _power(n)), min(64, _power(p))
        _ssd_states[b * h, S, -(-n // bn) * -(-p // bp)](
            value, *steps, maps, steps[0] if first is None else first, steps[0], states, *rest, R, **ctx.meta, T=T,
            BN=bn, BP=bp, BACK=back, ALL=True, FIRST=S > 1, STAGES=o["all_stages"], num_warps=o["all_warps"],
        )  # fmt: skip
        return states

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gy: torch.Tensor):
        "The gradients of what `forward` took, in its order"
        u, delta, A, B, C, entering = ctx.saved_tensors
        (b, l, h, _), gy, o, T = u.shape, gy.contiguous(), ctx.o, ctx.o["TB"]
        chunks = -(-l // T)
        rest = *ctx.rest, chunks
        n, p = ctx.meta["N"], ctx.meta["P"]
        gu, gdelta, gB, gC = (torch.empty_like(x) for x in (u, delta, B, C))
        gA = A.new_empty(b, chunks, h, dtype=torch.float64)
        with torch.cuda.device_of(u):
            steps = _SSD.steps(delta, A, rest, T, ctx.meta["LOW"])
            if entering is None:
                entering = _SSD.all(ctx, u, steps, B, rest, T, False)
            leaving = _SSD.all(ctx, gy, steps, C, rest, T, True)
            gv, wide = A.new_empty(b, h, chunks * T), torch.float64 if ctx.meta["LOW"] else torch.float32
            plus, minus = (torch.empty_like(gv, dtype=wide) for _ in range(2))
            last = A.new_empty(b, h, chunks, dtype=wide)
            heads = h // rest[2]
            for name in ("both",) if o["fused"] else ("heads", "group"):
                m = o[name]
                part = min(m["part"] or heads, heads)
                if heads % part or name != "heads":
                    part = heads
                _ssd_grads[heads // part, chunks, b * rest[2]](
                    u, *steps, B, C, entering, leaving, gy, gu, gB, gC, gv, plus, minus, last, *rest, **ctx.meta,
                    PART=part, T=T, BN=_power(n), BP=_power(p), HEADS=name != "group", GROUP=name != "heads",
                    STAGES=m["stages"], num_warps=m["warps"],
                )  # fmt: skip
            _ssd_step_grads[chunks, b](
                A, steps[0], gv, plus, minus, last, gdelta, gA, *rest, T=T, BH=1 << (h - 1).bit_length(), num_warps=4
            )
        return gu, gdelta, gA.sum((0, 1)).to(A.dtype), gB, gC, None, None, None, None


def ssd_triton(
    u, delta, A, B, C, D=None, z=None, *, reverse=False, options: dict | None = None, options32: dict | None = None
):
    "SSD on a GPU -> (batch, length, heads, width)."
    check_scan(u, delta, A, B, C, D, z)
    if u.dtype == torch.float64:
        return ssd_torch(u, delta, A, B, C, D, z, reverse=reverse)
    flags, per = group_flags(reverse, B.shape[2])
    o = FP | (options32 or {}) if u.dtype == torch.float32 else BF | (options or {})
    bits = sum(f << k for k, f in enumerate(flags))
    need = torch.is_grad_enabled() and any(x.requires_grad for x in (u, delta, A, B, C))
    B, C = B.to(u.dtype), C.to(u.dtype)
    return _finish(_SSD.apply(u, delta, A.float(), B, C, bits, per, o, need), u, D, z).to(u.dtype)


def _form(options32=None, **options):
    "A form with options for halves, and others for float32 (by default the same in every form, compiled once)"
    return lambda u, delta, A, B, C, D=None, z=None, reverse=False: ssd_triton(
        u, delta, A, B, C, D, z, reverse=reverse, options=options, options32=options32
    )


FORMS = {
    "A1 segments of 16 chunks of 64, 4 warps, 2 stages": _form(),
    "A2 segments of 16 chunks of 64, 8 warps, 3 stages": _form(warps=8, stages=3),
    "A3 whole sequence, half a head a program, 4 warps, 2 stages; one pass over gradients of states": _form(
        R=1 << 20, bp=32, all_R=1 << 20, all_bn=64, all_stages=4
    ),
    "A4 segments of 16, half a head, 4 warps; heads with 8 warps": _form(bp=32, heads=dict(warps=8, stages=1, part=1)),
    "A5 segments of 36, 8 warps, half a head, 3 stages; gradients of states in segments of 36": _form(
        R=36, bp=32, warps=8, stages=3, all_R=36, all_bn=64, sum_bn=64
    ),
    "A6 segments of 8 chunks of 128, 8 warps, half a head, 2 stages; states again in the backward": _form(
        T=128, R=8, bp=32, warps=8, stages=2
    ),
    "A7 as A1, backward fused over heads and group": _form(fused=True),
    "A8 segments of 71 chunks of 64, 8 warps, 3 stages": _form(R=71, warps=8, stages=3, all_R=71, all_bn=64),
}
# float32: in every form above as F1
FORMS32 = {
    "F1 chunks of 64, 8 warps": _form(),
    "F2 forward in chunks of 32, half a head, 8 warps; states again in the backward": _form(dict(T=32, R=32, bp=32)),
    "F3 forward in chunks of 16, half a head, 4 warps; states again in the backward": _form(
        dict(T=16, R=64, bp=32, warps=4)
    ),
}
