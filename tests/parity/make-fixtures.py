"""Makes the fixtures of the parity tests from Debian's python3-torch and python3-torchvision.

    /usr/bin/python3 tests/parity/make-fixtures.py [ARCHITECTURE ...]

Weights, images and targets are not stored: both sides draw them with the same generator (src/nn/random.ts). Tensors are
not stored either, only the norm of each and its projections on seeded directions, in float64, with PyTorch's own
float32 error beside them. One file an architecture, tests/parity/fixtures/NAME.json.
"""
import json
import math
import pathlib
import sys

import numpy as np
import torch
import torchvision

SIZE, BATCH, CLASSES = 64, 4, 5
PROJECTIONS = 4
STEPS = 10
ADAM = {"learningRate": 1e-3, "weightDecay": 1e-4, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
BUILDERS = {f"efficientnet-b{i}": f"efficientnet_b{i}" for i in range(8)}


def mix(value):
    """Rounds of the integer hash of src/nn/random.ts, over arrays of uint32."""
    x = np.asarray(value, dtype=np.uint32)
    x = (x ^ (x >> np.uint32(16))) * np.uint32(0x21F0AAAD)
    x = (x ^ (x >> np.uint32(15))) * np.uint32(0xD35A2D97)
    return x ^ (x >> np.uint32(15))


def uniforms(count, seed, *streams):
    state = mix(np.uint32(seed))
    with np.errstate(over="ignore"):
        for stream in streams:
            state = mix(state ^ (np.uint32(stream + 1) * np.uint32(0x9E3779B9)))
        counters = np.arange(1, count + 1, dtype=np.uint32) * np.uint32(0x9E3779B9)
        return mix(state ^ counters).astype(np.float64) / 2.0**32


def normals(shape, seed, *streams):
    count = int(np.prod(shape, dtype=np.int64))
    u = uniforms(2 * count, seed, *streams)
    values = np.sqrt(-2 * np.log(1 - u[0::2])) * np.cos(2 * math.pi * u[1::2])
    return values.reshape(shape)


def parameter_value(name, shape, place):
    """The rule of tests/parity/drawn.ts."""
    drawn = normals(shape, 1, place)
    if len(shape) > 1:
        fan_in = int(np.prod(shape[1:]))
        return drawn * math.sqrt(2 / fan_in)
    if name.endswith("running_var"):
        return 1 + 0.2 * np.abs(drawn)
    if name.endswith(".weight"):
        return 1 + 0.1 * drawn
    return 0.1 * drawn


def fill(model):
    state = {k: v for k, v in model.state_dict().items() if not k.endswith("num_batches_tracked")}
    for place, name in enumerate(sorted(state)):
        value = parameter_value(name, tuple(state[name].shape), place).astype(np.float32)
        state[name].copy_(torch.from_numpy(value))


def build(architecture, dtype):
    model = getattr(torchvision.models, BUILDERS[architecture])(weights=None, num_classes=CLASSES)
    for module in model.modules():
        if isinstance(module, (torch.nn.Dropout, torchvision.ops.StochasticDepth)):
            module.p = 0.0
    fill(model)
    return model.to(dtype)


def batch_of(step, dtype):
    image = normals((BATCH, 3, SIZE, SIZE), 2, step).astype(np.float32)
    weights = uniforms(BATCH * CLASSES, 3, step).astype(np.float32).reshape(BATCH, CLASSES)
    target = weights / weights.sum(axis=1, keepdims=True)
    return torch.from_numpy(image).to(dtype), torch.from_numpy(target).to(dtype)


def projections(values, place):
    flat = values.astype(np.float64).ravel()
    return [float(flat @ normals(flat.shape, 4, place, k)) for k in range(PROJECTIONS)]


def tensors_of(model, kind):
    if kind == "gradients":
        found = {name: p.grad for name, p in model.named_parameters()}
    else:
        found = {k: v for k, v in model.state_dict().items() if not k.endswith("num_batches_tracked")}
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


def train(architecture, dtype):
    model = build(architecture, dtype).eval()
    image, target = batch_of(0, dtype)
    with torch.no_grad():
        evaluated = model(image).numpy().astype(np.float64)
    model.train()
    adam = torch.optim.Adam(
        model.parameters(),
        lr=ADAM["learningRate"],
        betas=(ADAM["beta1"], ADAM["beta2"]),
        eps=ADAM["epsilon"],
        weight_decay=ADAM["weightDecay"],
    )
    losses, result = [], {"evaluated": evaluated}
    for step in range(STEPS):
        image, target = batch_of(step, dtype)
        adam.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(image), target)
        loss.backward()
        adam.step()
        losses.append(float(loss))
        if step == 0:
            result["gradients"] = tensors_of(model, "gradients")
            result["first"] = {k: v for k, v in tensors_of(model, "state").items() if "running_" in k}
    return {**result, "losses": losses, "last": tensors_of(model, "state")}


def main():
    folder = pathlib.Path(__file__).parent / "fixtures"
    folder.mkdir(exist_ok=True)
    torch.set_num_threads(2)
    for architecture in sys.argv[1:] or ["efficientnet-b0"]:
        double, single = train(architecture, torch.float64), train(architecture, torch.float32)
        fixture = {
            "architecture": architecture,
            "torch": torch.__version__,
            "size": SIZE,
            "batch": BATCH,
            "classes": CLASSES,
            "adam": ADAM,
            "logits": double["evaluated"].ravel().tolist(),
            "losses": double["losses"],
            "lossErrors": [abs(a - b) for a, b in zip(double["losses"], single["losses"])],
            "gradients": record(double["gradients"], single["gradients"]),
            "statistics": record(double["first"], single["first"]),
            "parameters": record(double["last"], single["last"]),
        }
        path = folder / f"{architecture}.json"
        written = json.dumps(fixture, indent=1)
        path.write_text(json.dumps(json.loads(written, parse_float=lambda text: float(f"{float(text):.9g}")), indent=None) + "\n")
        print(path.name, path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
