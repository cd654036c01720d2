"""Makes the fixtures of the parity test of frozen batch normalisation from Debian's python3-torch and python3-torchvision.

    /usr/bin/python3 tests/parity/make-frozen-fixtures.py

Gradients of whole networks that normalise by their running statistics: the norm of each and its projections, in float64.
One file a network, tests/parity/fixtures/frozen-NAME.json.
"""
import importlib.util
import pathlib

import torch
from torch import nn

spec = importlib.util.spec_from_file_location("fixtures", pathlib.Path(__file__).parent / "make-fixtures.py")
drawn = importlib.util.module_from_spec(spec)
spec.loader.exec_module(drawn)


def frozen(architecture, dtype):
    model = drawn.build(architecture, {}, dtype).eval()
    image, target = drawn.batch_of(0, dtype)
    loss = nn.functional.cross_entropy(model(image), target)
    loss.backward()
    return {"loss": float(loss), "digest": drawn.digest(model), "gradients": drawn.tensors_of(model, "gradients")}


def main():
    torch.set_num_threads(1)
    for name in ["efficientnet-b0", "resnet-50", "resnext-50-32x4d", "densenet-201"]:
        double, single = frozen(name, torch.float64), frozen(name, torch.float32)
        fixture = {
            "architecture": name,
            "options": {},
            "size": drawn.SIZE,
            "batch": drawn.BATCH,
            "classes": drawn.CLASSES,
            "names": double["digest"],
            "loss": double["loss"],
            "gradients": drawn.rows("gradients", double, [single]),
        }
        drawn.write(f"frozen-{name}", fixture)


main()
