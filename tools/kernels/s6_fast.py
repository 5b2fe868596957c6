"""S6 (Mamba-1) kernels that wait for a GPU: right in Triton's interpreter, compiled for sm_90, never run on a chip.

Positions come one after another inside a chunk, with the states in registers; chunks are parallel. The backward keeps
states every S positions and computes those between again. `python tools/gpu.py candidates-s6` says whether each of
FORMS is right on a card, and how fast beside the kernels of `cellbook.scan.gpu`; the best one moves there."""

import functools
from typing import Any

import torch
import triton
import triton.language as tl
from torch.autograd.function import once_differentiable

from cellbook.scan.reference import check_scan, group_flags, s6_torch

constexpr: Any = tl.constexpr
LOG2E = 1.4426950408889634
LN2 = tl.constexpr(0.6931471805599453)


def _jit(f):
    return triton.jit(f, do_not_specialize=["L", "flags", "per", "chunks"])


@_jit
def _wide(x, Q: constexpr):
    "Numbers of lanes (W,) -> (W, 1, 1), or Q (1, W, 1)."
    return x[None, :, None] if Q else x[:, None, None]


@_jit
def _place(L, D, G, flags, per, N: constexpr, NP: constexpr, P: constexpr, W: constexpr, Q: constexpr):
    "Sequence, group, block, channels (W,), which exist, from the end?, places of numbers of a state."
    blocks = tl.cdiv(D // G, W)
    job = tl.program_id(0)
    g, k = job // blocks % G, job % blocks
    lane = k * W + tl.arange(0, W)
    d = g * (D // G) + tl.minimum(lane, D // G - 1)  # a place that exists, for all
    k_ = tl.arange(0, NP // P) * P
    n = (k_[:, None, None] if Q else k_[None, :, None]) + tl.arange(0, P)[None, None, :]  # (1, NP / P, P)
    back = ((flags >> (g // per)) & 1) != 0
    return (job // (blocks * G)).to(tl.int64), g, k, d, lane < D // G, back, n


@_jit
def _row(i, L, back, BIG: constexpr):
    "Place in memory of position `i`, and whether it exists."
    t = tl.where(i < L, i, L - 1)
    t = tl.where(back, L - 1 - t, t)
    return (t.to(tl.int64) if BIG else t), i < L


@_jit
def _lanes(p, o):
    "Numbers of one position in float32."
    return tl.load(p + o).to(tl.float32)


@_jit
def _maps(p, row, G, g, n, NP: constexpr, W: constexpr, Q: constexpr):
    "B or C of one position for every lane (W, NP / P, P) in float32: each thread reads all of it in wide words."
    return tl.load(p + (row * G + g) * NP + (n + _wide(tl.zeros((W,), tl.int32), Q))).to(tl.float32)


@_jit
def _over(x, Q: constexpr):
    "Sum over the numbers of a state (W, NP / P, P), or Q (NP / P, W, P) -> (W, 1, 1), or Q (1, W, 1)."
    return tl.sum(tl.sum(x, 2, keep_dims=True), 0 if Q else 1, keep_dims=True)


@_jit
def _s6f_add(
    value,  # (batch, L, D): u, or BACK the gradient of the outputs
    delta,  # (batch, L, D)
    z,  # (batch, L, D)
    A,  # (NP, D), times log2(e)
    maps,  # (batch, L, G, NP): B, or BACK C
    add,  # (batch, chunks, N, D), is filled
    total,  # (batch, chunks, D) sum of the steps, is filled
    L,
    D,
    G,
    flags,
    per,
    chunks,
    N: constexpr,
    NP: constexpr,
    P: constexpr,
    T: constexpr,
    W: constexpr,
    U: constexpr,  # positions read together
    BACK: constexpr,
    GATED: constexpr,
    BIG: constexpr,  # a sequence has 2**31 numbers or more
):
    "What each chunk adds to the state, or BACK to its gradient, and the sum of its steps."
    b, g, k, d, lane, back, n = _place(L, D, G, flags, per, N, NP, P, W, False)
    d, lane = _wide(d, False), _wide(lane, False)  # (W, 1, 1): no number changes its thread
    c = tl.program_id(1)
    delta, value, z = delta + b * L * D, value + b * L * D, z + b * L * D
    a = tl.load(A + n * D + d)  # (W, NP / P, P)
    h, s = tl.zeros_like(a), tl.zeros((W, 1, 1), tl.float32)
    for j in range(0, T, U):
        vs, xs, ms = (), (), ()
        for q in tl.static_range(U):
            i = c * T + (T - 1 - j - q if BACK else j + q)
            t, there = _row(i, L, back, BIG)
            r, o = b * L + t, t * D + d
            v, x = tl.where(there & lane, _lanes(delta, o), 0.0), _lanes(value, o)
            if BACK:
                if GATED:
                    gate = _lanes(z, o)
                    x *= gate * tl.sigmoid(gate)
                x = tl.where(there & lane, x, 0.0)
            else:
                x *= v
            vs, xs, ms = vs + (v,), xs + (x,), ms + (_maps(maps, r, G, g, n, NP, W, False),)
        for q in tl.static_range(U):
            e, m = tl.exp2(vs[q] * a), ms[q] * xs[q]
            h = e * (h + m) if BACK else e * h + m
            s += vs[q]
    to = b * chunks + c
    tl.store(add + (to * N + tl.minimum(n, N - 1)) * D + d, h, mask=(n < N) & lane)
    tl.store(total + to * D + d, s, mask=lane)


@_jit
def _s6f_carry(state, total, A, chunks, D, N: constexpr, W: constexpr, BACK: constexpr):
    "`state` (batch, chunks, N, D) in place: from what each chunk adds to what enters it."
    b, n, d = tl.program_id(0).to(tl.int64), tl.program_id(1), tl.program_id(2) * W + tl.arange(0, W)
    there, d = d < D, tl.minimum(d, D - 1)
    h, a = tl.zeros((W,), tl.float32), tl.load(A + n * D + d)
    for j in tl.range(chunks, num_stages=4):
        at = b * chunks + (chunks - 1 - j if BACK else j)
        p = state + (at * N + n) * D + d
        added, v = tl.load(p), tl.load(total + at * D + d)
        tl.store(p, h, mask=there)
        h = tl.exp2(v * a) * h + added


@_jit
def _s6f_out(
    u,
    delta,
    z,
    skip,
    A,
    B,
    C,
    entering,
    y,
    L,
    D,
    G,
    flags,
    per,
    chunks,
    N: constexpr,
    NP: constexpr,
    P: constexpr,
    T: constexpr,
    W: constexpr,
    U: constexpr,
    GATED: constexpr,
    BIG: constexpr,  # a sequence has 2**31 numbers or more
):
    "Outputs `(C h + D u) silu(z)` of each chunk."
    b, g, k, d, lane, back, n = _place(L, D, G, flags, per, N, NP, P, W, False)
    d, lane = _wide(d, False), _wide(lane, False)  # (W, 1, 1): no number changes its thread
    c = tl.program_id(1)
    u, delta, z, y = u + b * L * D, delta + b * L * D, z + b * L * D, y + b * L * D
    a, sk = tl.load(A + n * D + d), tl.load(skip + d)
    to = ((b * chunks + c) * N + tl.minimum(n, N - 1)) * D + d
    h = tl.load(entering + to)  # beyond N: never multiplied by anything but 0
    for j in range(0, T, U):
        vs, us, zs, Bs, Cs = (), (), (), (), ()
        for q in tl.static_range(U):
            t, there = _row(c * T + j + q, L, back, BIG)
            r, o = b * L + t, t * D + d
            vs, us = vs + (_lanes(delta, o),), us + (_lanes(u, o),)
            if GATED:
                zs = zs + (_lanes(z, o),)
            Bs, Cs = Bs + (_maps(B, r, G, g, n, NP, W, False),), Cs + (_maps(C, r, G, g, n, NP, W, False),)
        for q in tl.static_range(U):
            t, there = _row(c * T + j + q, L, back, BIG)
            o = t * D + d
            h = tl.exp2(vs[q] * a) * h + Bs[q] * (vs[q] * us[q])
            out = _over(h * Cs[q], False) + sk * us[q]
            if GATED:
                out *= zs[q] * tl.sigmoid(zs[q])
            tl.store(y + o, out.to(y.dtype.element_ty), mask=there & lane)


@_jit
def _s6f_grads(
    u,
    delta,
    z,
    skip,
    A,
    B,
    C,
    entering,
    leaving,
    nought,  # (1,) the integer 0, which the compiler cannot know: it then keeps no address from one loop to the other
    states,  # (batch * groups * blocks, chunks, T / S, NP, W): room for the states between pieces
    gy,
    gu,
    gdelta,
    gz,
    gA,  # (batch, chunks, N + 1, D)
    gB,  # (batch, L, G, blocks, N)
    gC,
    L,
    D,
    G,
    flags,
    per,
    chunks,
    N: constexpr,
    NP: constexpr,
    P: constexpr,
    T: constexpr,
    W: constexpr,
    S: constexpr,  # positions of a piece, whose states lie in registers
    PRE: constexpr,  # read gy and z before the states of a piece
    Q: constexpr,  # a state over several threads, each with several channels
    GATED: constexpr,
    BIG: constexpr,  # a sequence has 2**31 numbers or more
):
    "Gradients of one chunk; of A (its last row: of D) for each chunk, of B and C for each block of channels."
    b, g, k, d, lane, back, n = _place(L, D, G, flags, per, N, NP, P, W, Q)
    c = tl.program_id(1)
    seq = b * L * D
    u, delta, z, gy, gu, gdelta, gz = u + seq, delta + seq, z + seq, gy + seq, gu + seq, gdelta + seq, gz + seq
    blocks, chunk = tl.cdiv(D // G, W), b * chunks + c
    share = n - n % P if Q else n * 0
    share = tl.min(share, 2, keep_dims=True)  # Q (NP / P, 1, 1): 0 for those that write what all of them know
    d, lane = _wide(d, Q) + 0 * share, _wide(lane, Q)  # lanes stay in this shape: no number changes its thread
    first = lane & (share == 0)
    a, sk = tl.load(A + n * D + d), tl.load(skip + d)
    kept = tl.minimum(n, N - 1)
    h = tl.load(entering + (chunk * N + kept) * D + d)
    G_ = tl.load(leaving + (chunk * N + kept) * D + d)  # gradient of the state that leaves
    inner = _wide(tl.arange(0, W), Q)
    inner = (
        inner * P + (tl.arange(0, NP // P) * (P * W))[:, None, None] + tl.arange(0, P)[None, None, :]
        if Q
        else inner + n * W
    )  # this program's own, at fixed places
    room = states + (tl.program_id(0).to(tl.int64) * chunks + c) * (T // S * NP * W) + inner
    for j in range(T // S):
        tl.store(room + j * NP * W, h)
        for q in tl.static_range(S):
            t, there = _row(c * T + j * S + q, L, back, BIG)
            r, o = b * L + t, t * D + d
            v = tl.where(there, _lanes(delta, o), 0.0)
            h = tl.exp2(v * a) * h + _maps(B, r, G, g, n, NP, W, Q) * (v * _lanes(u, o))
    tl.debug_barrier()
    ga, gskip = tl.zeros_like(a), tl.zeros_like(sk)
    number = tl.sum(n, 1 if Q else 0)  # (NP / P, P)
    for j_ in range(T // S):
        j = T // S - 1 - j_
        h = tl.load(room + j * NP * W)
        hs, gys, zs = (h,), (), ()
        for q in tl.static_range(S):
            t, there = _row(c * T + j * S + q, L, back, BIG)
            r, o = b * L + t, t * D + d
            v, w = tl.where(there, _lanes(delta, o), 0.0), _lanes(u, o)
            h = tl.exp2(v * a) * h + _maps(B, r, G, g, n, NP, W, Q) * (v * w)
            hs = hs + (h,)
            if PRE:
                gys = gys + (_lanes(gy, o),)
                if GATED:
                    zs = zs + (_lanes(z, o),)
        for q in tl.static_range(S - 1, -1, -1):
            t, there = _row(c * T + j * S + q + tl.load(nought), L, back, BIG)
            r, o = b * L + t, t * D + d
            ok = there & lane
            v, w, raw = tl.where(ok, _lanes(delta, o), 0.0), _lanes(u, o), (gys[q] if PRE else _lanes(gy, o))
            go = raw
            if GATED:
                gate = zs[q] if PRE else _lanes(z, o)
                open_ = tl.sigmoid(gate)
                go = raw * gate * open_
            go = tl.where(ok, go, 0.0)
            x = v * w
            Bt, Ct = _maps(B, r, G, g, n, NP, W, Q), _maps(C, r, G, g, n, NP, W, Q)
            part = ((r * G + g) * blocks + k) * N + tl.minimum(number, N - 1)
            tl.store(gC + part, tl.sum(hs[q + 1] * go, 1 if Q else 0), mask=(number < N) & there)
            G_ += Ct * go
            tl.store(gB + part, tl.sum(G_ * x, 1 if Q else 0), mask=(number < N) & there)
            gx = _over(G_ * Bt, Q)
            if GATED:
                y = _over(hs[q + 1] * Ct, Q) + sk * w
                tl.store(
                    gz + o, (raw * y * open_ * (1 + gate * (1 - open_))).to(gz.dtype.element_ty), mask=there & first
                )
            G_ *= tl.exp2(v * a)
            ge = G_ * hs[q]  # of each exponent
            gv = _over(ge * a, Q) * LN2
            ga += ge * v
            gskip += go * w
            tl.store(gu + o, (gx * v + sk * go).to(gu.dtype.element_ty), mask=there & first)
            tl.store(gdelta + o, (gx * w + gv).to(gdelta.dtype.element_ty), mask=there & first)
    tl.store(gA + (chunk * (N + 1) + kept) * D + d, ga, mask=(n < N) & lane)
    tl.store(gA + (chunk * (N + 1) + N) * D + d, gskip, mask=first)


def _power(n):
    return 1 << (n - 1).bit_length()


def _pad(x, n):
    return x if x.shape[-1] == n else torch.nn.functional.pad(x, (0, n - x.shape[-1]))


class _S6F(torch.autograd.Function):
    @staticmethod
    def forward(ctx, u, delta, A, B, C, D, z, flags, per, o):
        b, l, d = u.shape
        g, n = B.shape[2:]
        T, W = o["T"], o["W"]
        chunks, P = -(-l // T), 4 if o["M32"] else 16 // B.element_size()
        NP = max(P, _power(n))
        skip = torch.zeros_like(A[:, 0]) if D is None else D
        A2 = _pad(A.detach() * LOG2E, NP).T
        ctx.kind = B.dtype
        B, C = (_pad(x.detach().float() if o["M32"] else x.detach(), NP) for x in (B, C))
        inputs = u, delta, z, skip, A2, B, C
        u, delta, z, skip, A2, B, C = inputs = [x if x is None else x.detach().contiguous() for x in inputs]
        ctx.sizes, ctx.back, ctx.has, ctx.o, ctx.n = (
            (l, d, g),
            (flags, per, chunks),
            (D is not None, z is not None),
            o,
            n,
        )
        ctx.meta = dict(
            BIG=l * d >= 2**31, N=n, NP=NP, P=P, T=T, W=W, num_warps=o.get("warps", 1), num_stages=o.get("stages", 1)
        )
        grid = b * g * -(-(d // g) // W), chunks
        entering = u.new_empty(b, chunks, n, d, dtype=torch.float32)
        total = u.new_empty(b, chunks, d, dtype=torch.float32)
        y, gate = torch.empty_like(u), u if z is None else z
        rest = *ctx.sizes, *ctx.back
        with torch.cuda.device_of(u):
            _s6f_add[grid](u, delta, gate, A2, B, entering, total, *rest, **ctx.meta, U=o["U"], BACK=False, GATED=False)
            _s6f_carry[b, n, -(-d // 128)](entering, total, A2, chunks, d, N=n, W=128, BACK=False, num_warps=4)
            _s6f_out[grid](
                u, delta, gate, skip, A2, B, C, entering, y, *rest, **ctx.meta, U=o["U"], GATED=z is not None
            )
        ctx.save_for_backward(*inputs, entering, total)
        return y

    @staticmethod
    @once_differentiable
    def backward(ctx, gy):
        u, delta, z, skip, A2, B, C, entering, total = ctx.saved_tensors
        (l, d, g), o, chunks, n, b, gy = ctx.sizes, ctx.o, ctx.back[2], ctx.n, len(u), gy.contiguous()
        T, W, S, NP = o["T"], o["WB"], o["S"], ctx.meta["NP"]
        blocks, addgrid = -(-(d // g) // W), (b * g * -(-(d // g) // o["W"]), chunks)
        leaving = torch.empty_like(entering)
        gu, gdelta, gate = torch.empty_like(u), torch.empty_like(delta), u if z is None else z
        gz, gA = torch.empty_like(gate), u.new_empty(b, chunks, n + 1, d, dtype=torch.float32)
        gB, gC = (u.new_empty(b, l, g, blocks, n, dtype=torch.float32) for _ in "BC")
        states = u.new_empty(b * g * blocks, chunks, T // S, NP, W, dtype=torch.float32)
        nought = torch.zeros(1, dtype=torch.int32, device=u.device)
        grid, rest = (b * g * blocks, chunks), (*ctx.sizes, *ctx.back)
        with torch.cuda.device_of(u):
            _s6f_add[addgrid](
                gy, delta, gate, A2, C, leaving, total, *rest, **ctx.meta, U=o["U"], BACK=True, GATED=ctx.has[1]
            )
            _s6f_carry[b, n, -(-d // 128)](leaving, total, A2, chunks, d, N=n, W=128, BACK=True, num_warps=4)
            _s6f_grads[grid](
                u, delta, gate, skip, A2, B, C, entering, leaving, nought, states, gy, gu, gdelta, gz, gA, gB, gC,
                *rest, **ctx.meta | o["opt"] | dict(P=o["PB"] or ctx.meta["P"], W=W), S=S, PRE=o["PRE"], Q=o["Q"],
                GATED=ctx.has[1],
            )  # fmt: skip
        gA = gA.sum((0, 1), dtype=torch.float64).float()
        gB, gC = (x.sum(3).to(ctx.kind) for x in (gB, gC))
        return (
            gu, gdelta, gA[:-1].T, gB, gC, gA[-1] if ctx.has[0] else None, gz if ctx.has[1] else None, None, None, None,
        )  # fmt: skip


def s6_triton(u, delta, A, B, C, D=None, z=None, *, reverse=False, **options):
    "S6 on a GPU -> (batch, length, channels); `options`: T, W, U, S, warps, stages."
    check_scan(u, delta, A, B, C, D, z)
    if u.dtype == torch.float64:
        return s6_torch(u, delta, A, B, C, D, z, reverse=reverse)
    flags, per = group_flags(reverse, B.shape[2])
    o = dict(T=64, W=32, U=4, S=4, Q=True, PB=4, WB=32, opt={}, M32=False, PRE=False) | options
    return _S6F.apply(
        u, delta, A.float(), B, C, D if D is None else D.float(), z, sum(f << k for k, f in enumerate(flags)), per, o
    )


def _form(**options):
    return functools.partial(s6_triton, **options)


FORMS = dict(
    q16_s4pre_t64_w64=_form(S=4, WB=16, W=64, PRE=True),
    q16_s8_t64_w64_m32=_form(S=8, WB=16, W=64, M32=True),
    q16_s4reg128_t128_w32=_form(S=4, WB=16, T=128, opt=dict(maxnreg=128)),
    q32_s4_t128_w64_u2=_form(T=128, W=64, U=2),
    p32_s4_t64_w32_u8=_form(Q=False, PB=0, U=8),
    q16_s8_t128_w64=_form(S=8, WB=16, T=128, W=64),
)
