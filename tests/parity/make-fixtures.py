"""Makes the fixtures of the parity tests of networks from Debian's python3-torch and python3-torchvision.

    /usr/bin/python3 tests/parity/make-fixtures.py [NAME ...]

Weights, images and targets are not stored: both sides draw them with the same generator (src/nn/random.ts). Tensors are
not stored either, only the norm of each and its projections on seeded directions, in float64, with PyTorch's own
float32 error beside them. One file a network, tests/parity/fixtures/NAME.json.

The weights come in two rules. Those of training have batch normalisation put nearly every input of a ReLU clearly on one
side of 0. With inputs spread around 0, one of millions lies so near that float32 takes the other side: ResNet-50's
gradients then err by 1e-2 in PyTorch's own float32, and the comparison would be of such accidents; so they err by 1e-5.
Of several batches of photographs the one is taken for which no input of a ReLU is nearer to 0 than float32's error.
Those of use keep photographs apart to the last layer: filters without a mean, and residual branches that add little.
"""
import contextlib
import hashlib
import json
import math
import pathlib
import sys

import numpy as np
import torch
import torchvision
from torch import nn

from drawn import normals, parameter_value, projections, uniforms

CLASSES = 5
PATCH = 16
# Batches that one is chosen of; a network of a hundred layers of ReLUs is seldom clear of 0 in all of them.
CANDIDATES = {"resnext-101-32x8d": 80}
ADAM = {"learningRate": 1e-3, "weightDecay": 1e-4, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
BUILDERS = {
    **{f"efficientnet-b{i}": f"efficientnet_b{i}" for i in range(8)},
    "resnet-50": "resnet50",
    "resnext-50-32x4d": "resnext50_32x4d",
    "resnext-101-32x8d": "resnext101_32x8d",
    "densenet-201": "densenet201",
}
# Side of a photograph in pixels, and photographs a batch: small, and yet many values to each channel's statistics.
SHAPES = {
    **{f"efficientnet-b{i}": (64, 4) for i in range(7)},
    "resnext-101-32x8d": (48, 2),
    "concatenated-pool": (64, 8),
    "auxiliary-batch-norm": (64, 8),
}
TRAINED_SHAPE = (32, 8)
STEPS = {"efficientnet-b0": 10}
# Ways to build a network other than torchvision's: with which options, over which of its architectures.
VARIANTS = {
    "concatenated-pool": ("efficientnet-b0", {"classifier": "concatenated-pool"}),
    "auxiliary-batch-norm": ("efficientnet-b0", {"auxiliaryBatchNorm": 0.5}),
    "small-photographs": ("efficientnet-b0", {}),
}


def state_of(model):
    return {k: v for k, v in sorted(model.state_dict().items()) if not k.endswith("num_batches_tracked")}


def fill(model, rule):
    for place, (name, tensor) in enumerate(state_of(model).items()):
        value = parameter_value(name, tuple(tensor.shape), place, rule).astype(np.float32)
        tensor.copy_(torch.from_numpy(value))


class ConcatenatedPool(nn.Module):
    """The classifier of src/nn/architectures/classifier.ts over mean and maximum."""

    def __init__(self, channels):
        super().__init__()
        self.norm1, self.linear1 = nn.BatchNorm1d(2 * channels), nn.Linear(2 * channels, 512)
        self.norm2, self.linear2 = nn.BatchNorm1d(512), nn.Linear(512, CLASSES)

    def forward(self, x):
        pooled = torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1)
        return self.linear2(self.norm2(nn.functional.relu(self.linear1(self.norm1(pooled)))))


class WithConcatenatedPool(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.features = model.features
        self.head = ConcatenatedPool(model.classifier[1].in_features)

    def forward(self, x):
        return self.head(self.features(x))


class AuxiliaryBatchNorm(nn.BatchNorm2d):
    """The second half of a training batch has parameters and statistics of its own."""

    def __init__(self, norm):
        super().__init__(norm.num_features, norm.eps, norm.momentum)
        self.aux = nn.BatchNorm2d(norm.num_features, norm.eps, norm.momentum)

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        clean, other = x.chunk(2)
        return torch.cat([super().forward(clean), self.aux(other)])


def add_auxiliary(module):
    for name, child in module.named_children():
        if isinstance(child, nn.BatchNorm2d):
            setattr(module, name, AuxiliaryBatchNorm(child))
        else:
            add_auxiliary(child)


def build(name, dtype, rule):
    architecture, options = VARIANTS.get(name, (name, {}))
    model = getattr(torchvision.models, BUILDERS[architecture])(weights=None, num_classes=CLASSES)
    for module in model.modules():
        if isinstance(module, (nn.Dropout, torchvision.ops.StochasticDepth)):
            module.p = 0.0
    if "classifier" in options:
        model = WithConcatenatedPool(model)
    if "auxiliaryBatchNorm" in options:
        add_auxiliary(model)
    fill(model, rule)
    return model.to(dtype)


def shape_of(name):
    return SHAPES.get(name, TRAINED_SHAPE)


def batch_of(name, place, dtype):
    """Patches of one colour under noise: of noise alone, deep maps are all alike, and batch normalisation makes
    differences out of rounding."""
    size, batch = shape_of(name)
    cells = normals((batch, 3, size // PATCH, size // PATCH), 7, place)
    patches = cells.repeat(PATCH, axis=2).repeat(PATCH, axis=3)
    image = (patches + 0.5 * normals((batch, 3, size, size), 2, place)).astype(np.float32)
    weights = uniforms(batch * CLASSES, 3, place).astype(np.float32).reshape(batch, CLASSES)
    target = weights / weights.sum(axis=1, keepdims=True)
    return torch.from_numpy(image).to(dtype), torch.from_numpy(target).to(dtype)


@contextlib.contextmanager
def rectified():
    """The inputs of every ReLU that is computed meanwhile."""
    inputs, relu = [], nn.functional.relu

    def watched(x, inplace=False):
        inputs.append(x.detach().double())
        return relu(x)

    nn.functional.relu = watched
    yield inputs
    nn.functional.relu = relu


def clearness(double, single, name, place):
    """The distance from 0 of the inputs of ReLUs, in largest errors of float32 among the inputs of the same ReLU; the least
    of the network."""
    with torch.no_grad(), rectified() as exact:
        double(batch_of(name, place, torch.float64)[0])
    with torch.no_grad(), rectified() as rounded:
        single(batch_of(name, place, torch.float32)[0])
    ratios = [float(a.abs().min() / (a - b).abs().max()) for a, b in zip(exact, rounded)]
    return min(ratios, default=math.inf)


def clearest_batch(name, rule):
    """Its place and clearness."""
    double, single = (build(name, dtype, rule).train(rule == "training") for dtype in (torch.float64, torch.float32))
    found = []
    # Without any ReLU, the first batch is as good as the others.
    while len(found) < CANDIDATES.get(name, 16) and math.inf not in found:
        found.append(clearness(double, single, name, len(found)))
    return found.index(max(found)), max(found)


def tensors_of(model, kind):
    if kind == "gradients":
        found = {name: p.grad for name, p in model.named_parameters()}
    else:
        found = state_of(model)
    return {name: found[name].detach().numpy().astype(np.float64) for name in sorted(found)}


def record(double, single):
    """Norm, float32's own error and projections of every tensor."""
    return {
        name: {
            "norm": float(np.linalg.norm(value)),
            "error": float(np.linalg.norm(single[name] - value)),
            "projections": projections(value, place),
        }
        for place, (name, value) in enumerate(double.items())
    }


def rows(part, double, single):
    """The same without names, which the fixture's digest stands for: `[norm, error, projections …]`."""
    found = record(double[part], single[part])
    return [[r["norm"], r["error"], *r["projections"]] for r in found.values()]


def digest(model):
    """Of the names and shapes of all parameters and running statistics, sorted."""
    lines = [f"{name} {'x'.join(map(str, tensor.shape))}" for name, tensor in state_of(model).items()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def expect_small_errors(fixture):
    """PyTorch's float32 is a measure only where it is near its float64."""
    whole = math.hypot(*(row[0] for row in fixture["gradients"]))
    for norm, error, *_ in fixture["gradients"]:
        assert error <= 1e-4 * norm + 1e-6 * whole, (norm / whole, error / norm)


def evaluated(name, dtype):
    image, _ = batch_of(name, 0, dtype)
    with torch.no_grad():
        return build(name, dtype, "use").eval()(image).numpy().astype(np.float64)


def logits_of(name):
    """Of the first batch, with the weights of use."""
    logits = evaluated(name, torch.float64)
    assert np.linalg.norm(logits - logits.mean(0)) > 0.1 * np.linalg.norm(logits), "photographs are told apart"
    assert np.abs(evaluated(name, torch.float32) - logits).max() < 2e-5 * np.abs(logits).max()
    return logits.ravel().tolist()


def train(name, steps, first, dtype):
    model = build(name, dtype, "training").train()
    adam = torch.optim.Adam(
        model.parameters(),
        lr=ADAM["learningRate"],
        betas=(ADAM["beta1"], ADAM["beta2"]),
        eps=ADAM["epsilon"],
        weight_decay=ADAM["weightDecay"],
    )
    result, losses = {}, []
    for step in range(steps):
        image, target = batch_of(name, first + step, dtype)
        adam.zero_grad()
        loss = nn.functional.cross_entropy(model(image), target)
        loss.backward()
        adam.step()
        losses.append(float(loss))
        if step == 0:
            result["gradients"] = tensors_of(model, "gradients")
            result["statistics"] = {k: v for k, v in tensors_of(model, "state").items() if "running_" in k}
    return {**result, "losses": losses, "parameters": tensors_of(model, "state")}


def network_of(name):
    architecture, options = VARIANTS.get(name, (name, {}))
    size, batch = shape_of(name)
    return {
        "architecture": architecture,
        "options": options,
        "torch": torch.__version__,
        "size": size,
        "batch": batch,
        "classes": CLASSES,
        "names": digest(build(name, torch.float32, "use")),
    }


def fixture_of(name):
    fixture = {**network_of(name), "logits": logits_of(name)}
    steps, (first, clear) = STEPS.get(name, 1), clearest_batch(name, "training")
    assert clear > 1, "float32 may take another side of a ReLU"
    double, single = (train(name, steps, first, dtype) for dtype in (torch.float64, torch.float32))
    fixture = {
        **fixture,
        "adam": ADAM,
        "firstBatch": first,
        "losses": double["losses"],
        "lossErrors": [abs(a - b) for a, b in zip(double["losses"], single["losses"])],
        "gradients": rows("gradients", double, single),
        "statistics": rows("statistics", double, single),
    }
    expect_small_errors(fixture)
    return fixture if steps == 1 else {**fixture, "parameters": rows("parameters", double, single)}


def write(name, fixture):
    path = pathlib.Path(__file__).parent / "fixtures" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    short = json.loads(json.dumps(fixture), parse_float=lambda text: float(f"{float(text):.9g}"))
    path.write_text(json.dumps(short) + "\n")
    print(path.name, path.stat().st_size, "bytes", flush=True)


def main():
    torch.set_num_threads(1)
    for name in sys.argv[1:] or [*BUILDERS, *VARIANTS]:
        write(name, fixture_of(name))


if __name__ == "__main__":
    main()
