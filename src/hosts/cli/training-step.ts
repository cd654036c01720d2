import { architectures } from '#nn/architectures/registry.ts'
import type { Network } from '#nn/network.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import type { TensorMap } from '#nn/tensor.ts'
import { openTrainer } from '#nn/trainer.ts'
import { writtenMomentum } from '#nn/training/batch-norm.ts'
import { frozenBefore } from '#nn/training/freezing.ts'
import { usualLoss } from '#nn/training/losses/loss.ts'
import type { Assignments } from './assignments.ts'
import { stepSettings } from './step-settings.ts'

interface StepSubject {
  readonly runtime: Runtime
  readonly network: Network
  readonly parameters: TensorMap
  readonly batch: number
  /** Name of the optimizer. */
  readonly optimizer: string
  /** Settings of the optimizer and the step, as `--set` gives them. */
  readonly set?: Assignments | undefined
  /** Give the gradients with every step. */
  readonly gradients?: boolean
}

/** The training step that `model step` takes and the benchmarks measure: one way to open it, so that the same network on
 *  the same images gives the same numbers in both. Throws `AppError('usage')` for settings that do not fit. */
export async function openStep({ network, optimizer: name, set, ...subject }: StepSubject) {
  const own = architectures.find((one) => one.name === network.architecture)
  const { optimizer, step } = stepSettings(name, set, own?.statisticsMomentum)
  const { learningRate, labelSmoothing, statisticsMomentum, seed } = step
  const momentumForAll = set?.statisticsMomentum !== undefined
  const taken = momentumForAll ? statisticsMomentum : (writtenMomentum(network) ?? statisticsMomentum)
  const usual = usualLoss(network.head)
  const trainer = await openTrainer({
    ...{ ...subject, network, optimizer, statisticsMomentum, momentumForAll },
    frozen: step.freeze === undefined ? undefined : frozenBefore(network, step.freeze),
    loss: { ...usual, kind: step.loss ?? usual.kind, labelSmoothing },
  })
  return {
    optimizer,
    settings: { ...step, statisticsMomentum: taken },
    /** `images`: [batch,3,size,size], normalised; `targets`: [batch,classes]. */
    step: (images: Float32Array, targets: Float32Array) => trainer.step({ images, targets, learningRate, seed }),
    parameters: () => trainer.parameters(),
    close: () => trainer.close(),
  }
}
