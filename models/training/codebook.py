"""Learning of the motion codebook: k-means start, moving averages, revival of dead codes."""

import torch
from torch import nn
from torch.nn import functional as F

from .sizes import CODE_DIM, CODES


class CodebookLearner(nn.Module):
    """Moving averages behind a MotionTokenizer's codebook."""

    def __init__(self, decay=0.97):
        super().__init__()
        self.decay = decay
        self.register_buffer("counts", torch.zeros(CODES))
        self.register_buffer("sums", torch.zeros(CODES, CODE_DIM))
        self.register_buffer("ready", torch.zeros((), dtype=torch.bool))

    @torch.no_grad()
    def start(self, tokenizer, z, rounds=10):
        """k-means over feature rows [N,16], N well above the number of codes."""
        centres = z[torch.randperm(len(z))[:CODES]].clone()
        for _ in range(rounds):
            ids = torch.cdist(z, centres).argmin(1)
            counts = torch.bincount(ids, minlength=CODES).float()
            sums = torch.zeros_like(centres).index_add_(0, ids, z)
            centres = torch.where(counts[:, None] > 0, sums / counts.clamp(min=1)[:, None],
                                  z[torch.randint(len(z), (CODES,))])
        tokenizer.codebook.copy_(centres)
        self.counts.fill_(1.0)
        self.sums.copy_(centres)
        self.ready.fill_(True)

    @torch.no_grad()
    def update(self, tokenizer, z, ids, revive):
        """One step of the averages; `revive` replaces codes hardly used by rows of this batch."""
        counts = torch.bincount(ids, minlength=CODES).float()
        sums = torch.zeros_like(self.sums).index_add_(0, ids, z)
        self.counts.mul_(self.decay).add_(counts, alpha=1 - self.decay)
        self.sums.mul_(self.decay).add_(sums, alpha=1 - self.decay)
        if revive:
            dead = self.counts < 0.08 * self.counts.mean()
            fresh = z[torch.randint(len(z), (int(dead.sum()),))]
            self.counts[dead] = self.counts.mean()
            self.sums[dead] = fresh * self.counts[dead][:, None]
        tokenizer.codebook.copy_(self.sums / self.counts.clamp(min=1e-6)[:, None])


def usage(ids):
    """Codes in use, and perplexity: e to the entropy of their use."""
    share = torch.bincount(ids.flatten(), minlength=CODES).float()
    share = share[share > 0] / share.sum()
    return len(share), float((-(share * share.log()).sum()).exp())


def alarm(ids, floor=0.6):
    """A warning if too few codes are in use, else nothing."""
    codes, perplexity = usage(ids)
    if codes < floor * CODES:
        return f"codebook: only {codes} of {CODES} codes in use (perplexity {perplexity:.0f}), below {floor:.0%}"
    return ""


def squash(motion):
    """Displacements on a scale on which small ones count; intra as it is. [B,12,3,20,36]."""
    moved = motion[:, :, :2]
    return torch.cat([moved.sign() * torch.log1p(moved.abs()) / 2, motion[:, :, 2:]], 2)


def quantisation_losses(tokenizer, learner, decoder, motion, step, start_at=150, revive_every=40):
    """Tokens [B,45,128], codes [B,45,16] with gradients passed through, losses of reconstruction and commitment."""
    hidden, z = tokenizer.continuous(motion)
    hidden, z = hidden.float(), z.float()
    flat = z.detach().flatten(0, 1)
    if step >= start_at and not bool(learner.ready):
        learner.start(tokenizer, flat)
    if bool(learner.ready):
        ids = tokenizer.nearest(z.detach())
        code = F.embedding(ids, tokenizer.codebook)
        commit = ((z - code) ** 2).mean()
        passed = z + (code - z).detach()
        if tokenizer.training:
            learner.update(tokenizer, flat, ids.flatten(), step % revive_every == 0)
    else:
        commit, passed = z.pow(2).mean() * 0.01, z
    half = max(1, len(motion) // 2)  # rebuilding half of the batch says as much
    target = squash(motion[:half])
    error = (decoder(passed[:half]).float() - target) ** 2
    rebuilt = error.mean((0, 1, 3, 4)) / target.pow(2).mean((0, 1, 3, 4)).clamp(min=0.01)
    tokens = tokenizer.norm(hidden + tokenizer.from_code(passed))
    return tokens, passed, {"rebuilt": rebuilt.mean(), "commit": 0.25 * commit}
