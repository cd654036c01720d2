import type { Recipe } from '#shared/recipe.ts'

/** How much wider than the recipe's are the changes to photographs that auxiliary batch normalisation sees. */
const distortion = 3

/** How many of a batch, its last ones, auxiliary batch normalisation sees. */
export function auxiliaryCount({ batch, auxiliaryBatchNorm }: Pick<Recipe, 'batch' | 'auxiliaryBatchNorm'>): number {
  return Math.round(batch * auxiliaryBatchNorm)
}

/** Whether what auxiliary batch normalisation sees is changed more than the rest. */
export function distorts(augmentation: Recipe['augmentation']): boolean {
  const widened = distortedAugmentation(augmentation)
  return (['zoom', 'brightness', 'contrast', 'saturation'] as const).some((one) => widened[one] > augmentation[one])
}

/** The recipe's changes to photographs, as strong as auxiliary batch normalisation sees them. */
export function distortedAugmentation(augmentation: Recipe['augmentation']): Recipe['augmentation'] {
  const { zoom, brightness, contrast, saturation } = augmentation
  return {
    ...augmentation,
    // Beyond half, nothing of the retina's rim would be left.
    zoom: Math.min(0.5, distortion * zoom),
    brightness: distortion * brightness,
    contrast: distortion * contrast,
    saturation: distortion * saturation,
  }
}
