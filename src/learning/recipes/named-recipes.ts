import { type Recipe, type RecipeDraft, recipeSchema } from '#shared/recipe.ts'

/** What the recipes for large networks have in common. They go on from a model, such as one with ImageNet weights. Folds
 *  start from scratch unless that model came from a file, and from scratch networks of this size learn nothing on a few
 *  thousand photographs, so that there are none unless they are asked for. */
const large = {
  epochs: 40,
  batch: 8,
  folds: 0,
  holdOut: 0.2,
  validation: 0.1,
  labelSmoothing: 0,
  dropout: 0.5,
  start: 'current',
  // RandAugment is off: together with balanced sampling it lowered the accuracy from 0.8708 to 0.8284.
  balancedSampling: true,
  augmentation: { flips: true, rotation: 180, zoom: 0.1, brightness: 0.1, contrast: 0.1 },
} as const satisfies Partial<RecipeDraft>

/** Where the numbers that they have in common come from. */
const common =
  'Brightness and contrast (0.1), flips and any rotation are of the reports on EyePACS; zoom, hold-out and validation shares are ours.'

const drafts: readonly RecipeDraft[] = [
  {
    name: 'quick',
    source:
      'Ours: for a first look and the demonstration, small pictures, minutes on two cores, going on from the model in use. One cycle, weight decay 1e-5, flips, any rotation and balanced sampling are of the reports on EyePACS; every other number is ours.',
    architecture: 'efficientnet-b0',
    size: 96,
    epochs: 36,
    batch: 8,
    learningRate: 1e-3,
    folds: 3,
    holdOut: 0.2,
    validation: 0.1,
    schedule: 'one-cycle',
    weightDecay: 1e-5,
    labelSmoothing: 0.05,
    dropout: 0.2,
    stochasticDepth: 0,
    balancedSampling: true,
    start: 'current',
    augmentation: { flips: true, rotation: 180, zoom: 0.15, brightness: 0.2, contrast: 0.2 },
  },
  {
    name: 'standard',
    source:
      'Ours: for real photographs, going on from the current model. 224 pixels are EfficientNet-B0’s own (Tan 2019); 40 epochs, batches of 8, weight decay 1e-5, flips, any rotation, brightness and contrast (0.1) and balanced sampling are of the report on EfficientNet-B5; every other number is ours.',
    architecture: 'efficientnet-b0',
    size: 224,
    epochs: 40,
    batch: 8,
    learningRate: 5e-4,
    folds: 5,
    holdOut: 0.2,
    validation: 0.1,
    schedule: 'cosine',
    weightDecay: 1e-5,
    labelSmoothing: 0.05,
    dropout: 0.2,
    stochasticDepth: 0.2,
    balancedSampling: true,
    start: 'current',
    augmentation: { flips: true, rotation: 180, zoom: 0.1, brightness: 0.1, contrast: 0.1 },
  },
  {
    ...large,
    name: 'efficientnet-b5-noisy-student',
    source: `The EyePACS report on EfficientNet-B5 with noisy-student weights (accuracy 0.8708): 456 pixels, Adam at 1e-4 halved every 2 epochs, weight decay 1e-5, 40 epochs of batches of 8, dropout 0.5, balanced sampling. Stochastic depth as in Noisy Student (Xie 2020). ${common}`,
    architecture: 'efficientnet-b5',
    size: 456,
    learningRate: 1e-4,
    weightDecay: 1e-5,
    schedule: { name: 'step', every: 2, factor: 0.5 },
    stochasticDepth: 0.2,
  },
  {
    ...large,
    name: 'resnext',
    source: `The EyePACS report on ResNeXt-101 (accuracy 0.8609), trained as the reports on residual networks do: the head first, then everything; one cycle; rates of 1, 1/3 and 1/9 from the head to the first stages; 240, then 360, then 440 pixels. They take the rate from a finder, so 3e-4 is a place to start, and ours. So are the epochs with a frozen network and at each size; epochs in all, batch, dropout and weight decay are those of the report on EfficientNet-B5. ${common}`,
    architecture: 'resnext-101-32x8d',
    size: 440,
    learningRate: 3e-4,
    rates: { head: 1, middle: 1 / 3, first: 1 / 9 },
    weightDecay: 1e-5,
    schedule: 'one-cycle',
    phases: [{ epochs: 4, freeze: 'backbone-except-batch-norm' }],
    sizes: [
      { size: 240, epochs: 16 },
      { size: 360, epochs: 12 },
    ],
    stochasticDepth: 0,
  },
  {
    ...large,
    name: 'densenet-201-concat',
    source: `The report on DenseNet-201 with average and maximum pooling side by side (20,070,789 parameters, 17,863,872 of them frozen): 512 pixels, all convolutions frozen while batch normalisation is trained, weight decay 1e-6, dropout 0.5, the rate reduced on a plateau. Rate, batch and epochs are those of the report on EfficientNet-B5; the plateau’s patience (3 epochs) and factor (0.5) are ours. ${common}`,
    architecture: 'densenet-201',
    classifier: 'concatenated-pool',
    size: 512,
    learningRate: 1e-4,
    weightDecay: 1e-6,
    schedule: { name: 'plateau', patience: 3, factor: 0.5 },
    phases: [{ epochs: 1000, freeze: 'backbone-except-batch-norm' }],
    stochasticDepth: 0,
  },
]

/** The recipes that ship, each with every field. */
export const namedRecipes: readonly Recipe[] = drafts.map((draft) => recipeSchema.parse(draft))
