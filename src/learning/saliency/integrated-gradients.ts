import { setImmediate } from 'node:timers/promises'
import type { Explainer } from '#nn/saliency-graph.ts'
import { throwIfCancelled, type WorkOptions } from '#shared/progress.ts'

/** Equal parts of the way from the baseline to the photograph. With as many, the sum over a network of SiLUs is off by less than a
 *  thousandth; where the way crosses many edges of ReLUs, it can be by a tenth. */
const usualSteps = 32

export interface IntegratedGradients {
  /** [3,size,size]; their sum is the evidence less that of the baseline, but for what too few steps leave. */
  readonly attributions: Float32Array
  /** [classes], of the photograph. */
  readonly probabilities: Float32Array
}

/** What each number of the photograph adds to the evidence of the explained grades when all of them go from a baseline to what
 *  they are: its difference times the mean gradient on the straight way there, taken in the middle of each step
 *  (Sundararajan 2017). `explainer` is one by the photograph itself; `image`, `baseline`: normalised RGB, [1,3,size,size].
 *  Throws `AppError('cancelled')` between steps. */
export async function integratedGradients(
  explainer: Explainer,
  subject: { readonly image: Float32Array; readonly baseline: Float32Array; readonly classWeights: Float32Array },
  { steps = usualSteps, signal }: Pick<WorkOptions, 'signal'> & { readonly steps?: number } = {},
): Promise<IntegratedGradients> {
  const { image, baseline, classWeights } = subject
  const difference = image.map((value, i) => value - (baseline[i] as number))
  const sum = new Float64Array(image.length)
  for (let step = 0; step < steps; step++) {
    // A turn of the event loop: the runtime blocks this thread, and a cancellation comes as a message.
    await setImmediate()
    throwIfCancelled(signal)
    const share = (step + 0.5) / steps
    const between = difference.map((value, i) => (baseline[i] as number) + share * value)
    const { views } = await explainer.explain(between, classWeights)
    for (const [i, gradient] of views[0]?.gradients.entries() ?? []) sum[i] = (sum[i] as number) + gradient
  }
  const { probabilities } = await explainer.explain(image, classWeights)
  return { attributions: difference.map((value, i) => (value * (sum[i] as number)) / steps), probabilities }
}
