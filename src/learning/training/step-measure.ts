import { initialParameters } from '#nn/parameters.ts'
import { openRuntime } from '#nn/runtimes/choose.ts'
import { openTrainer } from '#nn/trainer.ts'
import { quantile } from '#numerics/quantile.ts'
import { gradeCount } from '#shared/grades.ts'
import type { Recipe, RuntimeKind } from '#shared/recipe.ts'
import { networkOf } from '../recipes/recipe-network.ts'
import { trainerOptions } from '../recipes/trainer-options.ts'

/** Measured after one step that warms caches up; their median is of none that something else disturbed. */
const measuredSteps = 5

/** Once they have taken this long together there are no more of them: what disturbs a long step is little beside it. */
const enoughMs = 1_500

/** A first step that takes longer is the measure: nobody waits for more of them. */
const patienceMs = 5_000

/** Time of one training step of the recipe on this machine, and the most memory the process has held so far. `parent`: the model file that it goes on from, where it does;
 *  `now`: milliseconds. Throws `AppError('runtime_unavailable' | 'usage' | 'recipe_invalid')`. */
export async function measureStep(
  recipe: Recipe,
  runtimeKind: RuntimeKind,
  {
    threads,
    now,
    parent = null,
  }: { readonly threads: number; readonly now: () => number; readonly parent?: Uint8Array | null },
): Promise<{ readonly milliseconds: number; readonly device: string; readonly peakBytes: number }> {
  const { size, batch, accumulation } = recipe
  const network = networkOf(recipe, parent)
  const runtime = await openRuntime(runtimeKind, { threads })
  // libuv gives KiB everywhere.
  const peak = () => process.resourceUsage().maxRSS * 1024
  const measured = (milliseconds: number) => ({ milliseconds, device: runtime.device, peakBytes: peak() })
  try {
    const trainer = await openTrainer({
      ...trainerOptions(recipe, network, 'none'),
      runtime,
      parameters: initialParameters(network, recipe.seed),
    })
    try {
      const images = new Float32Array(batch * 3 * size * size).fill(0.5)
      const targets = new Float32Array(batch * gradeCount).fill(1 / gradeCount)
      const step = async () => {
        const started = now()
        await trainer.step({ images, targets, learningRate: 1e-6, seed: recipe.seed })
        // Batches that are only accumulated run the same graph.
        return (now() - started) * accumulation
      }
      const first = await step()
      if (first > patienceMs) return measured(first)
      const started = now()
      const times = [await step()]
      while (times.length < measuredSteps && now() - started < enoughMs) times.push(await step())
      return measured(quantile(Float64Array.from(times).sort(), 0.5))
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
 *  neither held out nor watched, and each fold's on the rest of the folds. Every epoch counts as one at full size, and
 *  none as spared by early stop. */
export function estimateSeconds(recipe: Recipe, photographs: number, milliseconds: number): number {
  const open = photographs * (1 - recipe.holdOut)
  const step = recipe.batch * recipe.accumulation
  const main = Math.ceil((open - photographs * recipe.validation) / step)
  // Heads cost next to nothing beside it.
  const fold = recipe.folds > 0 && recipe.foldsBy === 'fits' ? Math.ceil((open * (1 - 1 / recipe.folds)) / step) : 0
  return (Math.max(1, main) + fold * recipe.folds) * recipe.epochs * (milliseconds / 1000) * overhead
}
