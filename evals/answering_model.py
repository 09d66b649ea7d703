"""The cross-encoder of models.minilm_graph in PyTorch, to be trained; and what it learned as low-rank updates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional

from models.minilm_graph import DIMENSIONS, HEADS, LAYERS

RANK = 32
_EPSILON, _DROPPED = 1e-12, 0.1
_IN_PARTS = 4  # of a step's rows, by length: less padding

_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "out_norm": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "narrow_norm": "output.LayerNorm",
}


class _Layer(nn.Module):
    def __init__(self, weights: dict[str, torch.Tensor], name: str) -> None:
        super().__init__()
        for ours, theirs in _NAMES.items():
            weight, bias = weights[f"{name}.{theirs}.weight"], weights[f"{name}.{theirs}.bias"]
            norm = nn.LayerNorm(DIMENSIONS, _EPSILON)
            part = norm if ours.endswith("norm") else nn.Linear(weight.shape[1], weight.shape[0])
            part.load_state_dict({"weight": weight, "bias": bias})
            setattr(self, ours, part)

    def forward(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        texts, tokens, size = hidden.shape

        def heads(values: torch.Tensor) -> torch.Tensor:
            return values.view(texts, tokens, HEADS, size // HEADS).transpose(1, 2)

        query, key, value = (heads(part(hidden)) for part in (self.query, self.key, self.value))
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        attended = self.out(mixed.transpose(1, 2).reshape(texts, tokens, size))
        hidden = self.out_norm(hidden + functional.dropout(attended, _DROPPED, self.training))
        narrowed = self.narrow(functional.gelu(self.wide(hidden)))
        normed: torch.Tensor = self.narrow_norm(hidden + functional.dropout(narrowed, _DROPPED, self.training))
        return normed


class Answering(nn.Module):
    """See models.minilm_graph: the same computation, with words and places kept as they were published."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        published = load_file(weights)
        kept = {part: published[f"embeddings.{part}_embeddings.weight"] for part in ("word", "position", "token_type")}
        self.word = nn.Embedding.from_pretrained(kept["word"], freeze=True)
        self.position = nn.Embedding.from_pretrained(kept["position"], freeze=True)
        self.segment = nn.Embedding.from_pretrained(kept["token_type"].clone(), freeze=False)
        self.norm = nn.LayerNorm(DIMENSIONS, _EPSILON)
        self.norm.load_state_dict({part: published[f"embeddings.LayerNorm.{part}"] for part in ("weight", "bias")})
        self.layers = nn.ModuleList(_Layer(published, f"encoder.layer.{at}") for at in range(LAYERS))
        self.head = nn.Linear(2 * DIMENSIONS, 1)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        self.published = published

    def forward(self, ids: torch.Tensor, segments: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The log odds, shape (texts,), of ids, segments and mask, each of shape (texts, tokens)."""
        places = self.position(torch.arange(ids.shape[1]))[None]
        hidden = self.norm(self.word(ids) + places + self.segment(segments))
        for layer in self.layers:
            hidden = layer(hidden, mask[:, None, None, :].bool())
        there = mask[:, :, None].to(hidden.dtype)
        mean = (hidden * there).sum(1) / there.sum(1)
        odds: torch.Tensor = self.head(torch.cat([hidden[:, 0], mean], -1))[:, 0]
        return odds

    def log_odds(self, ids: torch.Tensor, segments: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The log odds of many rows, in parts of like length, in bfloat16 where the processor has it."""
        lengths = mask.sum(1)
        order = torch.argsort(lengths, stable=True)
        with torch.autocast("cpu", torch.bfloat16):
            parts = [
                self(*(each[rows, : int(lengths[rows].max())] for each in (ids, segments, mask)))
                for rows in order.tensor_split(min(_IN_PARTS, len(order)))
            ]
        return torch.cat(parts).float()[torch.argsort(order)]


def low_rank(model: Answering, path: Path) -> None:
    """Write how the model differs from the published one: matrices as products of rank RANK, the rest as it is."""
    learned = {"head.weight": model.head.weight.reshape(-1).float(), "head.bias": model.head.bias.float()}
    for name, moved in _named(model):
        difference = (moved - model.published[name]).float()
        if difference.ndim == 2 and min(difference.shape) > RANK:
            left, scale, right = torch.linalg.svd(difference, full_matrices=False)
            half = scale[:RANK].sqrt()
            learned[f"{name}.down"] = (left[:, :RANK] * half).half()
            learned[f"{name}.up"] = (half[:, None] * right[:RANK]).half()
        else:
            learned[name] = difference.half()
    save_file({name: values.detach().contiguous() for name, values in learned.items()}, path)


def _named(model: Answering) -> Sequence[tuple[str, torch.Tensor]]:
    """What is learned, by its published name."""
    found = [("embeddings.token_type_embeddings.weight", model.segment.weight)]
    found += [(f"embeddings.LayerNorm.{part}", getattr(model.norm, part)) for part in ("weight", "bias")]
    for at, layer in enumerate(model.layers):
        for ours, theirs in _NAMES.items():
            for part in ("weight", "bias"):
                found.append((f"encoder.layer.{at}.{theirs}.{part}", getattr(getattr(layer, ours), part)))
    return found
