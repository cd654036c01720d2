"""Makes the fixture of the losses' parity test from Debian's python3-torch.

    /usr/bin/python3 tests/parity/make-loss-fixtures.py

Every loss that a head can be trained with, in float64: its value and its gradient by the logits. One file,
tests/parity/fixtures/losses.json.
"""
import importlib.util
import pathlib

import numpy as np
import torch
from torch.nn import functional as F

COUNT, CLASSES = 6, 5
WEIGHTS = [0.272, 2.875, 1.327, 8.047, 9.922]

spec = importlib.util.spec_from_file_location("fixtures", pathlib.Path(__file__).parent / "make-fixtures.py")
drawn = importlib.util.module_from_spec(spec)
spec.loader.exec_module(drawn)

GRADES = torch.arange(CLASSES, dtype=torch.float64)
LOGITS = {"softmax": CLASSES, "ordinal": CLASSES - 1, "regression": 1}
KINDS = {
    "softmax": ["cross-entropy", "quadratic-kappa", "mean-squared"],
    "ordinal": ["ordinal", "quadratic-kappa", "mean-squared"],
    "regression": ["mean-squared", "quadratic-kappa"],
}
SETTINGS = [(0.0, None), (0.1, None), (0.0, WEIGHTS), (0.1, WEIGHTS)]


def probabilities(head, logits):
    """Of every grade; an output that is the grade itself has none, and comes as its distances instead."""
    if head == "softmax":
        return torch.softmax(logits, 1)
    one, none = torch.ones(len(logits), 1), torch.zeros(len(logits), 1)
    at_least = torch.cat([one, torch.sigmoid(logits), none], 1)
    return at_least[:, :-1] - at_least[:, 1:]


def expected_grade(head, logits):
    return logits[:, 0] if head == "regression" else probabilities(head, logits) @ GRADES


def distances(head, logits):
    """Mean squared distance of each photograph's prediction from each grade, [n, classes]."""
    if head == "regression":
        return (logits - GRADES) ** 2
    return probabilities(head, logits) @ (GRADES[:, None] - GRADES) ** 2


def loss_of(head, kind, logits, target, smoothing, weights):
    smooth = target * (1 - smoothing) + smoothing / CLASSES
    counted = smooth if weights is None else smooth * torch.tensor(weights, dtype=torch.float64)
    if kind == "cross-entropy":
        weight = None if weights is None else torch.tensor(weights, dtype=torch.float64)
        return F.cross_entropy(logits, target, weight=weight, label_smoothing=smoothing)
    if kind == "ordinal":
        total = 0
        for grade in range(CLASSES):
            cumulative = torch.tensor([float(grade >= k) for k in range(1, CLASSES)], dtype=torch.float64)
            each = F.binary_cross_entropy_with_logits(logits, cumulative.expand_as(logits), reduction="none")
            total = total + (counted[:, grade] * each.mean(1)).mean()
        return total
    if kind == "mean-squared":
        row = counted.sum(1)
        return (row * F.mse_loss(expected_grade(head, logits), counted @ GRADES / row, reduction="none")).mean()
    squares = distances(head, logits)
    observed = (counted * squares).sum()
    chance = torch.outer(counted.sum(1), counted.sum(0)) / counted.sum()
    return observed / ((chance * squares).sum() + 1e-7)


def case(head, kind, smoothing, weights):
    place = len(LOGITS) * list(LOGITS).index(head)
    shape = (COUNT, LOGITS[head])
    logits = torch.from_numpy(2 * drawn.normals(shape, 5, place).astype(np.float32)).double().requires_grad_()
    shares = drawn.uniforms(COUNT * CLASSES, 6, place).astype(np.float32).reshape(COUNT, CLASSES)
    # The first half of the photographs has one grade each.
    for row in range(COUNT // 2):
        shares[row] = np.eye(CLASSES)[(2 * row) % CLASSES]
    target = torch.from_numpy(shares / shares.sum(axis=1, keepdims=True)).double()
    loss = loss_of(head, kind, logits, target, smoothing, weights)
    loss.backward()
    return {
        "head": head,
        "kind": kind,
        "labelSmoothing": smoothing,
        **({} if weights is None else {"classWeights": weights}),
        "logits": logits.detach().ravel().tolist(),
        "target": target.ravel().tolist(),
        "loss": float(loss),
        "gradient": logits.grad.ravel().tolist(),
    }


def main():
    torch.set_default_dtype(torch.float64)
    cases = [case(head, kind, *settings) for head, kinds in KINDS.items() for kind in kinds for settings in SETTINGS]
    drawn.write("losses", {"torch": torch.__version__, "count": COUNT, "classes": CLASSES, "cases": cases})


if __name__ == "__main__":
    main()
