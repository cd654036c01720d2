"""Makes the fixture of the optimizers' parity test from Debian's python3-torch.

    /usr/bin/python3 tests/parity/make-optimizer-fixtures.py

The network is src/nn/testing/small-network.ts. Each case trains it ten steps in float64 and in float32; what is stored
are the losses, and of every tensor afterwards what make-fixtures.py stores. One file, tests/parity/fixtures/optimizers.json,
to be formatted by `biome check --write`.
"""
import copy
import importlib.util
import json
import pathlib

import numpy as np
import torch
from torch import nn

FOLDER = pathlib.Path(__file__).parent
SIZE, BATCH, CLASSES, STEPS, MOMENTUM = 8, 4, 3, 10, 0.1
GROUPS = {"stem": "first", "classifier": "head"}

spec = importlib.util.spec_from_file_location("fixtures", FOLDER / "make-fixtures.py")
drawn = importlib.util.module_from_spec(spec)
spec.loader.exec_module(drawn)

RATES = {"first": 1e-3, "middle": 3e-3, "head": 1e-2}
CASES = {
    "SGD": {"optimizer": {"name": "sgd", "momentum": 0}, "learningRate": 0.05},
    "SGD with momentum and weight decay": {
        "optimizer": {"name": "sgd", "momentum": 0.9, "weightDecay": 1e-2},
        "learningRate": 0.02,
    },
    "SGD with Nesterov momentum": {
        "optimizer": {"name": "sgd", "momentum": 0.9, "nesterov": True},
        "learningRate": 0.02,
    },
    "RMSProp": {"optimizer": {"name": "rmsprop", "alpha": 0.9, "epsilon": 1e-3}, "learningRate": 1e-3},
    "RMSProp, centred, with momentum and weight decay": {
        "optimizer": {
            "name": "rmsprop",
            "alpha": 0.9,
            "epsilon": 1e-3,
            "centred": True,
            "momentum": 0.9,
            "weightDecay": 1e-2,
        },
        "learningRate": 1e-3,
    },
    "Adam with weight decay": {
        "optimizer": {"name": "adam", "weightDecay": 1e-2, "epsilon": 1e-4},
        "learningRate": 1e-3,
    },
    "AdamW": {"optimizer": {"name": "adamw", "weightDecay": 0.1, "epsilon": 1e-4}, "learningRate": 1e-3},
    "RAdam with weight decay": {
        "optimizer": {"name": "radam", "weightDecay": 1e-2, "epsilon": 1e-3},
        "learningRate": 1e-2,
    },
    "a rate a group": {"optimizer": {"name": "adam"}, "learningRate": RATES},
    "a frozen first group": {
        "optimizer": {"name": "adam"},
        "learningRate": 1e-3,
        "frozen": {"parameters": ["first"]},
    },
    "all but the head frozen, except batch normalisation": {
        "optimizer": {"name": "sgd", "momentum": 0.9},
        "learningRate": 0.02,
        "frozen": {"parameters": ["first", "middle"], "exceptBatchNorm": True},
    },
    "frozen batch normalisation": {
        "optimizer": {"name": "sgd", "momentum": 0.9},
        "learningRate": 0.02,
        "frozen": {"parameters": [], "statistics": ["first", "middle"]},
    },
    "frozen batch normalisation in a frozen first group": {
        "optimizer": {"name": "adam"},
        "learningRate": 1e-3,
        "frozen": {"parameters": ["first"], "statistics": ["first"]},
    },
    "gradients clipped by their norm": {
        "optimizer": {"name": "sgd", "momentum": 0.9},
        "learningRate": 0.05,
        "clipping": {"by": "norm", "limit": 0.3},
    },
    "gradients clipped by value": {
        "optimizer": {"name": "adam"},
        "learningRate": 1e-3,
        "clipping": {"by": "value", "limit": 0.01},
    },
    "three batches accumulated, clipped by their norm": {
        "optimizer": {"name": "sgd", "momentum": 0.9, "weightDecay": 1e-2},
        "learningRate": 0.05,
        "accumulated": 3,
        "clipping": {"by": "norm", "limit": 0.3},
    },
    "a moving average": {
        "optimizer": {"name": "sgd", "momentum": 0.9},
        "learningRate": 0.05,
        "averaging": {"decay": 0.8, "warmUp": False},
    },
    "a moving average that warms up, over accumulated batches": {
        "optimizer": {"name": "rmsprop", "momentum": 0.9, "epsilon": 1e-3},
        "learningRate": 1e-3,
        "accumulated": 2,
        "averaging": {"decay": 0.3, "warmUp": True},
    },
}


def unit(inputs, outputs, kernel, stride, groups):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, (kernel - 1) // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs, eps=1e-3, momentum=MOMENTUM),
        nn.SiLU(),
    )


class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = unit(3, 24, 3, 2, 1)
        self.expand = unit(24, 40, 1, 1, 1)
        self.depthwise = unit(40, 40, 3, 1, 40)
        self.squeeze = nn.Conv2d(40, 4, 1)
        self.excite = nn.Conv2d(4, 40, 1)
        self.project = nn.Sequential(
            nn.Conv2d(40, 24, 1, bias=False), nn.BatchNorm2d(24, eps=1e-3, momentum=MOMENTUM)
        )
        self.down = unit(24, 24, 5, 2, 24)
        self.classifier = nn.Linear(24, CLASSES)

    def forward(self, image):
        stem = self.stem(image)
        wide = self.depthwise(self.expand(stem))
        squeezed = nn.functional.silu(self.squeeze(wide.mean((2, 3), keepdim=True)))
        gated = wide * torch.sigmoid(self.excite(squeezed))
        down = self.down(self.project(gated) + stem)
        return self.classifier(down.mean((2, 3)))


def group_of(name):
    return GROUPS.get(name.split(".")[0], "middle")


def batch_of(place, dtype):
    image = drawn.normals((BATCH, 3, SIZE, SIZE), 2, place).astype(np.float32)
    weights = drawn.uniforms(BATCH * CLASSES, 3, place).astype(np.float32).reshape(BATCH, CLASSES)
    target = weights / weights.sum(axis=1, keepdims=True)
    return torch.from_numpy(image).to(dtype), torch.from_numpy(target).to(dtype)


def freeze(model, frozen):
    model.train()
    for name, module in model.named_modules():
        norm = isinstance(module, nn.BatchNorm2d)
        if norm and group_of(name) in frozen.get("statistics", []):
            module.eval()
        for parameter in module.parameters(recurse=False):
            still = group_of(name) in frozen["parameters"] and not (norm and frozen.get("exceptBatchNorm"))
            parameter.requires_grad_(not still)


def optimizer_of(model, case):
    options, rate = dict(case["optimizer"]), case["learningRate"]
    rates = rate if isinstance(rate, dict) else {group: rate for group in RATES}
    groups = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            groups.setdefault(group_of(name), []).append(parameter)
    sets = [{"params": parameters, "lr": rates[group]} for group, parameters in groups.items()]
    decay = {"weight_decay": options.get("weightDecay", 0)}
    name = options["name"]
    if name == "sgd":
        return torch.optim.SGD(sets, 1, momentum=options["momentum"], nesterov=options.get("nesterov", False), **decay)
    if name == "rmsprop":
        return torch.optim.RMSprop(
            sets,
            alpha=options.get("alpha", 0.99),
            eps=options["epsilon"],
            centered=options.get("centred", False),
            momentum=options.get("momentum", 0),
            **decay,
        )
    adams = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "radam": torch.optim.RAdam}
    return adams[name](sets, eps=options.get("epsilon", 1e-8), **decay)


def clip(model, by, limit):
    trained = [p for p in model.parameters() if p.requires_grad]
    if by == "norm":
        return float(nn.utils.clip_grad_norm_(trained, limit)) > limit
    nn.utils.clip_grad_value_(trained, limit)
    return True


def average(averaged, model, decay, warm_up, step):
    share = min(decay, (1 + step) / (10 + step)) if warm_up else decay
    state = model.state_dict()
    for name, value in averaged.items():
        value.copy_(share * value + (1 - share) * state[name])


def train(case, dtype):
    model = Small()
    drawn.fill(model, "training")
    model.to(dtype)
    freeze(model, case.get("frozen", {"parameters": []}))
    optimizer = optimizer_of(model, case)
    averaged = {k: v.clone() for k, v in model.state_dict().items() if not k.endswith("num_batches_tracked")}
    accumulated, losses, clipped = case.get("accumulated", 1), [], 0
    for step in range(STEPS):
        optimizer.zero_grad()
        for place in range(accumulated):
            image, target = batch_of(step * accumulated + place, dtype)
            loss = nn.functional.cross_entropy(model(image), target)
            (loss / accumulated).backward()
        losses.append(float(loss))
        if "clipping" in case:
            clipped += clip(model, **case["clipping"])
        optimizer.step()
        if "averaging" in case:
            averaging = case["averaging"]
            with torch.no_grad():
                average(averaged, model, averaging["decay"], averaging["warmUp"], step + 1)
    # A limit that is never reached would show nothing.
    assert "clipping" not in case or clipped > 0
    last = drawn.tensors_of(model, "state")
    return losses, last, {name: averaged[name].numpy().astype(np.float64) for name in sorted(averaged)}


def main():
    torch.set_num_threads(1)
    fixture = {"torch": torch.__version__, "size": SIZE, "batch": BATCH, "classes": CLASSES, "momentum": MOMENTUM, "cases": []}
    for name, case in CASES.items():
        (losses, last, averaged), (single_losses, single_last, single_averaged) = (
            train(copy.deepcopy(case), dtype) for dtype in (torch.float64, torch.float32)
        )
        recorded = {
            "name": name,
            **case,
            "losses": losses,
            "lossErrors": [abs(a - b) for a, b in zip(losses, single_losses)],
            "parameters": drawn.record(last, single_last),
        }
        if "averaging" in case:
            recorded["averages"] = drawn.record(averaged, single_averaged)
        fixture["cases"].append(recorded)
    path = FOLDER / "fixtures" / "optimizers.json"
    path.write_text(json.dumps(rounded(fixture)) + "\n")
    print(path.name, path.stat().st_size, "bytes")


def rounded(value):
    return json.loads(json.dumps(value), parse_float=lambda text: float(f"{float(text):.9g}"))


if __name__ == "__main__":
    main()
