import { buildNetwork } from '#nn/architectures/registry.ts'
import { defaultAdam } from '#nn/optimizers/adam.ts'
import { initialParameters } from '#nn/parameters.ts'
import { openRuntime } from '#nn/runtimes/choose.ts'
import { openTrainer } from '#nn/trainer.ts'
import { defaultLoss } from '#nn/training/losses/loss.ts'
import { gradeCount } from '#shared/grades.ts'
import type { Recipe, RuntimeKind } from '#shared/recipe.ts'

/** Measured after one step that warms caches up; the shortest of them is nearest to an undisturbed one. */
const measuredSteps = 3

/** A first step that takes longer is the measure: nobody waits for three more. */
const patienceMs = 5_000

/** Time of one training step of the recipe on this machine. `now`: milliseconds.
 *  Throws `AppError('runtime_unavailable' | 'usage')`. */
export async function measureStep(
  recipe: Recipe,
  runtimeKind: RuntimeKind,
  { threads, now }: { readonly threads: number; readonly now: () => number },
): Promise<{ readonly milliseconds: number; readonly device: string }> {
  const { architecture, size, dropout, stochasticDepth, batch } = recipe
  const network = buildNetwork({ architecture, classes: gradeCount, size, dropout, stochasticDepth })
  const runtime = await openRuntime(runtimeKind, { threads })
  try {
    const trainer = await openTrainer({
      runtime,
      network,
      batch,
      parameters: initialParameters(network, recipe.seed),
      optimizer: { ...defaultAdam, weightDecay: recipe.weightDecay },
      loss: { ...defaultLoss, labelSmoothing: recipe.labelSmoothing },
      statisticsMomentum: 0.1,
    })
    try {
      const images = new Float32Array(batch * 3 * size * size).fill(0.5)
      const targets = new Float32Array(batch * gradeCount).fill(1 / gradeCount)
      const step = async () => {
        const started = now()
        await trainer.step({ images, targets, learningRate: 1e-6, seed: recipe.seed })
        return now() - started
      }
      let milliseconds = await step()
      if (milliseconds > patienceMs) return { milliseconds, device: runtime.device }
      milliseconds = Number.POSITIVE_INFINITY
      for (let measured = 0; measured < measuredSteps; measured++) milliseconds = Math.min(milliseconds, await step())
      return { milliseconds, device: runtime.device }
    } finally {
      await trainer.close()
    }
  } finally {
    await runtime.close()
  }
}

/** How much longer than its steps a run takes: augmentation, validation, checkpoints. Measured on `quick`. */
const overhead = 1.25

/** Seconds that training `photographs` photographs takes when one step takes `milliseconds`: the main fit on what is
 *  neither held out nor watched, and each fold's on the rest of the folds. */
export function estimateSeconds(recipe: Recipe, photographs: number, milliseconds: number): number {
  const open = photographs * (1 - recipe.holdOut)
  const main = Math.ceil((open - photographs * recipe.validation) / recipe.batch)
  const fold = recipe.folds > 0 ? Math.ceil((open * (1 - 1 / recipe.folds)) / recipe.batch) : 0
  return (Math.max(1, main) + fold * recipe.folds) * recipe.epochs * (milliseconds / 1000) * overhead
}
