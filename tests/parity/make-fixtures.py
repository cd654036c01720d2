"""Makes the fixtures of the parity tests of networks from Debian's python3-torch and python3-torchvision.

    /usr/bin/python3 tests/parity/make-fixtures.py [NAME ...]

Weights, images and targets are not stored: both sides draw them with the same generator (src/nn/random.ts). Tensors are
not stored either, only the norm of each and its projections on seeded directions, in float64, with PyTorch's own
float32 error beside them. One file a network, tests/parity/fixtures/NAME.json.

Where a ReLU's input or two candidates of a maximum are equal but for rounding, float32 falls to one side or the other,
and a whole path of the gradient with it. So the error of networks with such kinks is the largest of several runs whose
weights and images differ in their last places.
"""
import hashlib
import json
import math
import pathlib
import sys

import numpy as np
import torch
import torchvision
from torch import nn

SIZE, BATCH, CLASSES = 64, 4, 5
PATCH = 16
PROJECTIONS = 4
ADAM = {"learningRate": 1e-3, "weightDecay": 1e-4, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
BUILDERS = {
    **{f"efficientnet-b{i}": f"efficientnet_b{i}" for i in range(8)},
    "resnet-50": "resnet50",
    "resnext-50-32x4d": "resnext50_32x4d",
    "resnext-101-32x8d": "resnext101_32x8d",
    "densenet-201": "densenet201",
}
LOGITS_ONLY = [f"efficientnet-b{i}" for i in range(1, 8)] + ["resnext-101-32x8d"]
KINKED_RUNS = 16
SMOOTH = ["efficientnet-b0", "auxiliary-batch-norm"]
TRAINED = {"efficientnet-b0": 10, "resnet-50": 1, "resnext-50-32x4d": 1, "densenet-201": 1}
# Ways to build a network other than torchvision's: with which options, over which of its architectures.
VARIANTS = {
    "concatenated-pool": ("efficientnet-b0", {"classifier": "concatenated-pool"}),
    "auxiliary-batch-norm": ("efficientnet-b0", {"auxiliaryBatchNorm": 0.5}),
}


def mix(value):
    """Rounds of the integer hash of src/nn/random.ts, over arrays of uint32."""
    x = np.atleast_1d(np.asarray(value, dtype=np.uint32))
    x = (x ^ (x >> np.uint32(16))) * np.uint32(0x21F0AAAD)
    x = (x ^ (x >> np.uint32(15))) * np.uint32(0xD35A2D97)
    return x ^ (x >> np.uint32(15))


def integers(count, seed, *streams):
    state = mix(np.uint32(seed))
    with np.errstate(over="ignore"):
        for stream in streams:
            state = mix(state ^ (np.uint32(stream + 1) * np.uint32(0x9E3779B9)))
        counters = np.arange(1, count + 1, dtype=np.uint32) * np.uint32(0x9E3779B9)
        return mix(state ^ counters)


def uniforms(count, seed, *streams):
    return integers(count, seed, *streams).astype(np.float64) / 2.0**32


def normals(shape, seed, *streams):
    count = int(np.prod(shape, dtype=np.int64))
    u = uniforms(2 * count, seed, *streams)
    values = np.sqrt(-2 * np.log(1 - u[0::2])) * np.cos(2 * math.pi * u[1::2])
    return values.reshape(shape)


def parameter_value(name, shape, place):
    """The rule of tests/parity/drawn.ts."""
    count = int(np.prod(shape, dtype=np.int64))
    drawn = ((2 * uniforms(count, 1, place) - 1) * math.sqrt(3)).reshape(shape)
    if len(shape) > 1:
        fan_in = int(np.prod(shape[1:]))
        return drawn * math.sqrt(2 / fan_in)
    if name.endswith("running_var"):
        return 1 + 0.2 * np.abs(drawn)
    if name.endswith(".weight"):
        return 1 + 0.1 * drawn
    return 0.1 * drawn


def state_of(model):
    return {k: v for k, v in sorted(model.state_dict().items()) if not k.endswith("num_batches_tracked")}


def fill(model):
    for place, (name, tensor) in enumerate(state_of(model).items()):
        value = parameter_value(name, tuple(tensor.shape), place).astype(np.float32)
        tensor.copy_(torch.from_numpy(value))


class ConcatenatedPool(nn.Module):
    """The classifier of src/nn/architectures/classifier.ts over mean and maximum."""

    def __init__(self, channels):
        super().__init__()
        self.norm1, self.linear1 = nn.BatchNorm1d(2 * channels), nn.Linear(2 * channels, 512)
        self.norm2, self.linear2 = nn.BatchNorm1d(512), nn.Linear(512, CLASSES)

    def forward(self, x):
        pooled = torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1)
        return self.linear2(self.norm2(torch.relu(self.linear1(self.norm1(pooled)))))


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


def build(architecture, options, dtype):
    model = getattr(torchvision.models, BUILDERS[architecture])(weights=None, num_classes=CLASSES)
    for module in model.modules():
        if isinstance(module, (nn.Dropout, torchvision.ops.StochasticDepth)):
            module.p = 0.0
    if "classifier" in options:
        model = WithConcatenatedPool(model)
    if "auxiliaryBatchNorm" in options:
        add_auxiliary(model)
    fill(model)
    return model.to(dtype)


def batch_of(step, dtype):
    """Patches of one colour under noise: of noise alone, deep maps are all alike, and batch normalisation makes
    differences out of rounding."""
    cells = normals((BATCH, 3, SIZE // PATCH, SIZE // PATCH), 7, step)
    patches = cells.repeat(PATCH, axis=2).repeat(PATCH, axis=3)
    image = (patches + 0.5 * normals((BATCH, 3, SIZE, SIZE), 2, step)).astype(np.float32)
    weights = uniforms(BATCH * CLASSES, 3, step).astype(np.float32).reshape(BATCH, CLASSES)
    target = weights / weights.sum(axis=1, keepdims=True)
    return torch.from_numpy(image).to(dtype), torch.from_numpy(target).to(dtype)


def projections(values, place):
    """On directions of ±1: the bits of the drawn integers, from the lowest."""
    flat = values.astype(np.float64).ravel()
    bits = integers(flat.size, 4, place)
    return [float(flat[(bits >> np.uint32(k)) & 1 == 1].sum() * 2 - flat.sum()) for k in range(PROJECTIONS)]


def tensors_of(model, kind):
    if kind == "gradients":
        found = {name: p.grad for name, p in model.named_parameters()}
    else:
        found = state_of(model)
    return {name: found[name].detach().numpy().astype(np.float64) for name in sorted(found)}


def record(double, *singles):
    """Norm, float32's own error and projections of every tensor."""
    return {
        name: {
            "norm": float(np.linalg.norm(value)),
            "error": max(float(np.linalg.norm(single[name] - value)) for single in singles),
            "projections": projections(value, place),
        }
        for place, (name, value) in enumerate(double.items())
    }


def rows(part, double, singles):
    """The same without names, which the fixture's digest stands for: `[norm, error, projections …]`."""
    found = record(double[part], *(single[part] for single in singles))
    return [[r["norm"], r["error"], *r["projections"]] for r in found.values()]


def digest(model):
    """Of the names and shapes of all parameters and running statistics, sorted."""
    lines = [f"{name} {'x'.join(map(str, tensor.shape))}" for name, tensor in state_of(model).items()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def evaluated(model, dtype):
    image, _ = batch_of(0, dtype)
    with torch.no_grad():
        return model.eval()(image).numpy().astype(np.float64)


def nudge(tensor, run):
    """Moves each value by one or two last places, or not; the first run stays as it is."""
    if run > 0:
        signs = torch.randint(-1, 2, tensor.shape, generator=torch.Generator().manual_seed(run))
        tensor.mul_(1 + signs * (1 + run % 2) * 2.0**-23)


def train(architecture, options, steps, dtype, run=0):
    model = build(architecture, options, dtype)
    with torch.no_grad():
        for parameter in model.parameters():
            nudge(parameter, run)
    result = {"evaluated": evaluated(model, dtype), "digest": digest(model)}
    model.train()
    adam = torch.optim.Adam(
        model.parameters(),
        lr=ADAM["learningRate"],
        betas=(ADAM["beta1"], ADAM["beta2"]),
        eps=ADAM["epsilon"],
        weight_decay=ADAM["weightDecay"],
    )
    losses = []
    for step in range(steps):
        image, target = batch_of(step, dtype)
        nudge(image, run)
        adam.zero_grad()
        loss = nn.functional.cross_entropy(model(image), target)
        loss.backward()
        adam.step()
        losses.append(float(loss))
        if step == 0:
            result["gradients"] = tensors_of(model, "gradients")
            result["statistics"] = {k: v for k, v in tensors_of(model, "state").items() if "running_" in k}
    return {**result, "losses": losses, "parameters": tensors_of(model, "state")}


def fixture_of(name):
    architecture, options = VARIANTS.get(name, (name, {}))
    fixture = {
        "architecture": architecture,
        "options": options,
        "torch": torch.__version__,
        "size": SIZE,
        "batch": BATCH,
        "classes": CLASSES,
    }
    if name in LOGITS_ONLY:
        model = build(architecture, options, torch.float64)
        return {**fixture, "names": digest(model), "logits": evaluated(model, torch.float64).ravel().tolist()}
    steps = TRAINED.get(name, 1)
    runs = 1 if name in SMOOTH else KINKED_RUNS
    double = train(architecture, options, steps, torch.float64)
    singles = [train(architecture, options, steps, torch.float32, run) for run in range(runs)]
    fixture = {
        **fixture,
        "names": double["digest"],
        "logits": double["evaluated"].ravel().tolist(),
        "adam": ADAM,
        "losses": double["losses"],
        "lossErrors": [abs(a - b) for a, b in zip(double["losses"], singles[0]["losses"])],
        "gradients": rows("gradients", double, singles),
        "statistics": rows("statistics", double, singles),
    }
    return fixture if steps == 1 else {**fixture, "parameters": rows("parameters", double, singles)}


def write(name, fixture):
    path = pathlib.Path(__file__).parent / "fixtures" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    short = json.loads(json.dumps(fixture), parse_float=lambda text: float(f"{float(text):.9g}"))
    path.write_text(json.dumps(short) + "\n")
    print(path.name, path.stat().st_size, "bytes", flush=True)


def main():
    torch.set_num_threads(1)
    for name in sys.argv[1:] or [*TRAINED, *LOGITS_ONLY, *VARIANTS]:
        write(name, fixture_of(name))


if __name__ == "__main__":
    main()
