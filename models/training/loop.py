"""The loop every stage shares: budget, learning rate, checkpoints that resume, a log of curves."""

import json
import math
import time
from pathlib import Path

import torch
from torch import distributed


class Budget:
    """How much of a stage is done: by steps, or by minutes of wall time if those end first."""

    def __init__(self, steps, minutes):
        self.steps, self.seconds = steps, minutes * 60
        self.spent = 0.0
        self.begun = time.time()

    def fraction(self, step):
        elapsed = self.spent + time.time() - self.begun
        return max(step / self.steps, elapsed / self.seconds)


def rate(fraction, warm=0.03):
    """Warm-up, then cosine to 2 %."""
    if fraction < warm:
        return max(fraction / warm, 0.01)
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, (fraction - warm) / (1 - warm))))


def groups(modules, decay):
    """Weight decay for matrices only."""
    weights = [p for m in modules for p in m.parameters() if p.requires_grad]
    return [{"params": [p for p in weights if p.dim() > 1], "weight_decay": decay},
            {"params": [p for p in weights if p.dim() <= 1], "weight_decay": 0.0}]


class Log:
    """Appends JSON lines to a file and prints them."""

    def __init__(self, path):
        self.path = Path(path)

    def write(self, **entry):
        entry = {"utc": time.strftime("%H:%M:%S", time.gmtime()), **entry}
        line = json.dumps({k: round(v, 4) if isinstance(v, float) else v for k, v in entry.items()},
                          ensure_ascii=False)
        with self.path.open("a") as file:
            file.write(line + "\n")
        print(line, flush=True)


def average_gradients(modules):
    """Mean over the processes that train together, in one message."""
    for p in modules.parameters():
        if p.requires_grad and p.grad is None:
            p.grad = torch.zeros_like(p)
    grads = [p.grad for p in modules.parameters() if p.requires_grad]
    flat = torch.cat([g.flatten() for g in grads])
    distributed.all_reduce(flat)
    flat /= distributed.get_world_size()
    for grad, part in zip(grads, flat.split([g.numel() for g in grads])):
        grad.copy_(part.view_as(grad))


def agreed(fraction):
    """The first process's fraction, so that all stop at the same step."""
    if not distributed.is_initialized():
        return fraction
    value = torch.tensor([fraction])
    distributed.broadcast(value, 0)
    return float(value)


def fit(name, modules, step_losses, check, out, *, steps, minutes, peak, seed, save_every=60.0,
        log_every=50, check_every=400, decay=0.05):
    """Trains `modules` (a ModuleDict) on what step_losses(step) returns, a dict of losses to add.

    The checkpoint holds weights, optimiser and time spent; a run that finds it goes on from there.
    Of several processes that train together only the first writes.
    """
    out = Path(out)
    together = distributed.is_initialized()
    first = not together or distributed.get_rank() == 0
    log, budget = Log(out / f"{name}.log"), Budget(steps, minutes)
    optimiser = torch.optim.AdamW(groups([modules], decay), lr=peak, betas=(0.9, 0.98))
    checkpoint, step = out / f"{name}.pt", 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True, map_location=torch.get_default_device())
        modules.load_state_dict(state["modules"])
        optimiser.load_state_dict(state["optimiser"])
        step, budget.spent = state["step"], state["spent"]
    torch.manual_seed(seed + step)

    def save():
        state = {"modules": modules.state_dict(), "optimiser": optimiser.state_dict(), "step": step,
                 "spent": budget.spent + time.time() - budget.begun}
        torch.save(state, checkpoint.with_suffix(".tmp"))
        checkpoint.with_suffix(".tmp").replace(checkpoint)

    if together and step == 0:
        for value in modules.state_dict().values():
            distributed.broadcast(value, 0)
    sums, seen, saved = {}, 0, time.time()
    while (fraction := agreed(budget.fraction(step))) < 1:
        modules.train()
        for group in optimiser.param_groups:
            group["lr"] = peak * rate(fraction)
        losses = step_losses(step)
        total = sum(losses.values())
        optimiser.zero_grad(set_to_none=True)
        total.backward()
        if together:
            average_gradients(modules)
        torch.nn.utils.clip_grad_norm_(modules.parameters(), 1.0)
        optimiser.step()
        step, seen = step + 1, seen + 1
        for key, value in losses.items():
            sums[key] = sums.get(key, 0.0) + float(value.detach())
        if step % log_every == 0 and first:
            log.write(stage=name, step=step, done=fraction,
                      **{key: value / seen for key, value in sums.items()})
            sums, seen = {}, 0
        if step % check_every == 0 and first:
            modules.eval()
            with torch.no_grad():
                log.write(stage=name, step=step, check=True, **check())
        if time.time() - saved > save_every and first:
            save()
            saved = time.time()
    if not first:
        return
    save()
    modules.eval()
    with torch.no_grad():
        log.write(stage=name, step=step, final=True, minutes=(budget.spent + time.time() - budget.begun) / 60,
                  **check())
