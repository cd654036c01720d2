"""Makes the fixtures of the parity test of heat maps from Debian's python3-torch and python3-torchvision.

    /usr/bin/python3 tests/parity/make-saliency-fixtures.py

The published definitions, with the conventions of pytorch-grad-cam (github.com/jacobgil/pytorch-grad-cam): class activation maps
before they are cut off at 0 and scaled; 1e-6 in the quotient of Grad-CAM++; guided backpropagation at every ReLU, while SiLU
keeps its own gradient. Where it follows torchvision's spelling and not the definition, the definition is kept. That is at
DenseNet's last ReLU, a call and no module, which it does not guide, and before which it takes the gradient of the last layer
but, since the call works in place, after which the activations; here both are those after it.

Maps of layers are stored as they are; gradients by the photograph are not, only their norms and projections. All are float64,
of the photograph and the baseline, among several, for which no input of a ReLU is nearer to 0 than float32's error, or the
clearest of it. One file a network, tests/parity/fixtures/saliency-NAME.json.
"""
import importlib.util
import pathlib

import numpy as np
import torch
from torch import nn

spec = importlib.util.spec_from_file_location("fixtures", pathlib.Path(__file__).parent / "make-fixtures.py")
drawn = importlib.util.module_from_spec(spec)
spec.loader.exec_module(drawn)

SIZE = 64
CANDIDATES = 24
STEPS = 2
GRADE, AGAINST = 2, 1
# Weights of the logits: one grade, and that one rather than another.
TARGETS = {"grade": {GRADE: 1}, "against": {GRADE: 1, AGAINST: -1}}
# Where the last and an earlier layer's activations come out; None where no module but a call of ReLU follows.
LAYERS = {
    "resnet-50": {"last": "layer4.2", "earlier": "layer3.5"},
    "efficientnet-b0": {"last": "features.8", "earlier": "features.6.0.block.0"},
    "densenet-201": {"last": None, "earlier": "features.transition3.relu"},
}


class GuidedRelu(torch.autograd.Function):
    @staticmethod
    def forward(context, x):
        y = x.clamp(min=0)
        context.save_for_backward(y)
        return y

    @staticmethod
    def backward(context, gradient):
        (y,) = context.saved_tensors
        return gradient.clamp(min=0) * (y > 0)


def evidence_of(logits, target):
    return sum(weight * logits[:, grade].sum() for grade, weight in target.items())


def layers_of(model, name, image, target):
    """Activations and gradients of both layers, [channels,height,width]."""
    seen = {}

    def watch(key):
        return lambda _module, _inputs, output: seen.__setitem__(key, output)

    modules = dict(model.named_modules())
    hooks = [modules[path].register_forward_hook(watch(key)) for key, path in LAYERS[name].items() if path]
    relu = nn.functional.relu

    def not_in_place(x, inplace=False):
        seen["last"] = relu(x)
        return seen["last"]

    for module in modules.values():
        if isinstance(module, (nn.ReLU, nn.SiLU)):
            module.inplace = False
    if LAYERS[name]["last"] is None:
        nn.functional.relu = not_in_place
    evidence = evidence_of(model(image), target)
    nn.functional.relu = relu
    keys = list(LAYERS[name])
    gradients = torch.autograd.grad(evidence, [seen[key] for key in keys])
    for hook in hooks:
        hook.remove()
    return {key: (seen[key][0].detach().numpy(), g[0].numpy()) for key, g in zip(keys, gradients)}


def maps_of(activations, gradients):
    a, g = activations.astype(np.float64), gradients.astype(np.float64)
    total = a.sum((1, 2), keepdims=True)
    alpha = g**2 / (2 * g**2 + total * g**3 + 1e-6)
    plus_plus = (np.maximum(g, 0) * alpha).sum((1, 2), keepdims=True)
    return {
        "grad-cam": (g.mean((1, 2), keepdims=True) * a).sum(0),
        "grad-cam++": (plus_plus * a).sum(0),
        "hires-cam": (g * a).sum(0),
        "layer-cam": (np.maximum(g, 0) * a).sum(0),
    }


def gradient_of(model, image, target):
    image = image.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(evidence_of(model(image), target), image)
    return gradient[0].numpy().astype(np.float64)


def guided_of(model, image, target):
    relu, forward = nn.functional.relu, nn.ReLU.forward
    nn.functional.relu = lambda x, inplace=False: GuidedRelu.apply(x)
    nn.ReLU.forward = lambda _module, x: GuidedRelu.apply(x)
    gradient = gradient_of(model, image, target)
    nn.functional.relu, nn.ReLU.forward = relu, forward
    return gradient


def path(image, baseline):
    """The photographs that gradients are integrated over."""
    return [baseline + (step + 0.5) / STEPS * (image - baseline) for step in range(STEPS)]


def integrated_of(model, image, baseline, target):
    gradients = [gradient_of(model, one, target) for one in path(image, baseline)]
    return (image - baseline)[0].numpy().astype(np.float64) * np.mean(gradients, 0)


def photograph(name, place, dtype):
    return drawn.batch_of(name, place, dtype)[0]


def clearness(models, images):
    """As make-fixtures.py has it, over several photographs in double precision."""
    ratios = [np.inf]
    for image in images:
        inputs = []
        for model, given in zip(models, (image, image.float())):
            with torch.no_grad(), drawn.rectified() as seen:
                model(given)
            inputs.append(seen)
        ratios += [float(a.abs().min() / (a - b).abs().max()) for a, b in zip(*inputs)]
    return min(ratios)


def clearest(name):
    """Places of the photograph and of the baseline."""
    models = [drawn.build(name, dtype, "use").eval() for dtype in (torch.float64, torch.float32)]
    given = [photograph(name, place, torch.float64) for place in range(2 * CANDIDATES)]
    clear = [clearness(models, [one]) for one in given[:CANDIDATES]]
    image = clear.index(max(clear))
    clear_ways = [clearness(models, path(given[image], one)) for one in given[CANDIDATES:]]
    print(name, f"clearness: {max(clear):.2g} of the photograph, {max(clear_ways):.2g} of the way")
    return image, CANDIDATES + clear_ways.index(max(clear_ways))


def explain(name, places, dtype):
    """Every map, by target, layer or the photograph, and method."""
    model = drawn.build(name, dtype, "use").eval()
    image, baseline = (photograph(name, place, dtype) for place in places)
    found = {}
    for key, target in TARGETS.items():
        found[key] = {layer: maps_of(*seen) for layer, seen in layers_of(model, name, image, target).items()}
        found[key]["image"] = {
            "guided-backpropagation": guided_of(model, image, target),
            "integrated-gradients": integrated_of(model, image, baseline, target),
        }
    return found


def flat(found):
    return {(a, b, c): m for a, layers in found.items() for b, maps in layers.items() for c, m in maps.items()}


def error_of(exact, rounded):
    """Of float32, the largest among the maps, in parts of each one's norm."""
    exact, rounded = flat(exact), flat(rounded)
    return max(np.linalg.norm(rounded[key] - exact[key]) / np.linalg.norm(exact[key]) for key in exact)


def stored(layer, values):
    if layer == "image":
        return [float(np.linalg.norm(values)), *drawn.projections(values, 0)]
    return values.ravel().tolist()


def main():
    torch.set_num_threads(1)
    for name in LAYERS:
        drawn.SHAPES[name] = (SIZE, 1)
        places = clearest(name)
        found, rounded = (explain(name, places, dtype) for dtype in (torch.float64, torch.float32))
        error = error_of(found, rounded)
        print(name, places, f"error of float32: {error:.1e}")
        assert error < 5e-5
        maps = {
            key: {layer: {m: stored(layer, v) for m, v in maps.items()} for layer, maps in layers.items()}
            for key, layers in found.items()
        }
        model = drawn.build(name, torch.float64, "use").eval()
        views = layers_of(model, name, photograph(name, places[0], torch.float64), TARGETS["grade"])
        drawn.write(
            f"saliency-{name}",
            {
                **drawn.network_of(name),
                "image": places[0],
                "baseline": places[1],
                "steps": STEPS,
                "grade": GRADE,
                "against": AGAINST,
                "layers": {layer: list(activations.shape) for layer, (activations, _) in views.items()},
                "maps": maps,
            },
        )


if __name__ == "__main__":
    main()
