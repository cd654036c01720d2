"""PyTorch beside `bench train-step` and `bench infer`: one measured run per line of standard input.

usage: torch-peer.py train|infer ARCHITECTURE SIZE BATCH CLASSES THREADS

Prints {"name": ...} once it is ready and then {"milliseconds": ..., "peakMegabytes": ...} for every line it reads, the second
of the process since it began. A training step is the
real one: cross-entropy, backward pass, Adam, running statistics, dropout and stochastic depth as torchvision has them.
"""

import sys

import torch
import torchvision
from peer import serve


def network(architecture, classes):
    name = architecture.replace("-", "_")
    if name.startswith(("resnext", "densenet", "resnet")):
        name = name.replace("resnet_", "resnet").replace("resnext_", "resnext").replace("densenet_", "densenet")
    return getattr(torchvision.models, name)(weights=None, num_classes=classes)


def main():
    kind, architecture, size, batch, classes, threads = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:7])
    torch.manual_seed(1)
    torch.set_num_threads(threads)
    model = network(architecture, classes)
    images = torch.randn(batch, 3, size, size)
    targets = torch.randint(0, classes, (batch,))
    adam = torch.optim.Adam(model.parameters(), lr=1e-4, weight_decay=1e-5)
    loss_of = torch.nn.CrossEntropyLoss()
    model.train(kind == "train")

    def step():
        adam.zero_grad(set_to_none=True)
        loss = loss_of(model(images), targets)
        loss.backward()
        adam.step()
        return loss.item()

    def infer():
        with torch.inference_mode():
            return model(images).sum().item()

    run = step if kind == "train" else infer
    serve(f"PyTorch {torch.__version__}", run)


main()
