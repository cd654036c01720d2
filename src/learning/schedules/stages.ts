import type { Freeze } from '#shared/recipe/stages.ts'
import type { Recipe } from '#shared/recipe.ts'

/** Epochs in which the same is trained at the same size. */
export interface Stage {
  /** Side of the photographs, pixels. */
  readonly size: number
  readonly freeze: Freeze
  /** First epoch, from 0. */
  readonly from: number
  /** Epoch after the last. */
  readonly to: number
  /** What is trained is another than before: the optimizer and the averages start anew. */
  readonly anew: boolean
}

/** The stages of a fit of `epochs` epochs, in order. `pretrained`: whether the fit goes on from a model; one from scratch
 *  has nothing yet that were worth freezing, and trains everything from the start. */
export function stagesOf(
  { size, sizes, phases }: Pick<Recipe, 'size' | 'sizes' | 'phases'>,
  epochs: number,
  pretrained: boolean,
): readonly Stage[] {
  const stages: Stage[] = []
  for (let epoch = 0; epoch < epochs; epoch++) {
    const freeze = (pretrained ? at(phases, epoch)?.freeze : undefined) ?? 'none'
    const side = at(sizes, epoch)?.size ?? size
    const before = stages.at(-1)
    const here = { size: side, freeze, from: epoch, to: epoch + 1, anew: before?.freeze !== freeze }
    if (before?.size === side && before.freeze === freeze) stages.splice(-1, 1, { ...before, to: epoch + 1 })
    else stages.push(here)
  }
  return stages
}

function at<P extends { readonly epochs: number }>(parts: readonly P[], epoch: number): P | undefined {
  let end = 0
  return parts.find((part) => {
    end += part.epochs
    return epoch < end
  })
}
