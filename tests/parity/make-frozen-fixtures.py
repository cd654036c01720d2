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


def frozen(name, place, dtype):
    model = drawn.build(name, dtype, "use").eval()
    image, target = drawn.batch_of(name, place, dtype)
    loss = nn.functional.cross_entropy(model(image), target)
    loss.backward()
    return {"loss": float(loss), "gradients": drawn.tensors_of(model, "gradients")}


def main():
    torch.set_num_threads(1)
    for name in ["efficientnet-b0", "resnet-50", "resnext-50-32x4d", "densenet-201"]:
        first, _ = drawn.clearest_batch(name, "use")
        double, single = (frozen(name, first, dtype) for dtype in (torch.float64, torch.float32))
        fixture = {
            **drawn.network_of(name),
            "firstBatch": first,
            "loss": double["loss"],
            "gradients": drawn.rows("gradients", double, single),
        }
        drawn.expect_small_errors(fixture)
        drawn.write(f"frozen-{name}", fixture)


main()
