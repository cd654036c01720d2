import { expect } from 'vitest'
import { findArchitecture } from '#nn/architectures/registry.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import type { TensorMap } from '#nn/tensor.ts'
import { openTrainer, type StepResult } from '#nn/trainer.ts'
import { drawnPatches } from './drawn.ts'
import { errors, subjectOf, type TrainedFixture } from './network-fixture.ts'

/** Trains the fixture's steps. What PyTorch in float64 says is right; what it errs by in float32 is the measure. What is
 *  zero but for rounding, as the shift before another batch normalisation, may err by 1e-7 of the whole gradient's norm. */
export async function expectTraining(runtime: Runtime, fixture: TrainedFixture): Promise<void> {
  const { network, parameters, shape } = subjectOf(fixture, 'training')
  const { learningRate, ...adam } = fixture.adam
  const trainer = await openTrainer({
    runtime,
    network,
    batch: fixture.batch,
    parameters,
    optimizer: { name: 'adam', ...adam },
    statisticsMomentum: findArchitecture(network.architecture).statisticsMomentum,
    gradients: true,
  })
  const steps: StepResult[] = []
  let afterFirst: TensorMap = new Map()
  for (const step of fixture.losses.keys()) {
    const batch = drawnPatches(shape, fixture.classes, fixture.firstBatch + step)
    steps.push(await trainer.step({ ...batch, learningRate, seed: 1 }))
    if (step === 0) afterFirst = trainer.parameters()
  }
  const last = fixture.parameters && trainer.parameters()
  await trainer.close()

  const named = (role: string) => network.parameters.filter((one) => one.role === role).map((one) => one.name)
  const whole = Math.hypot(...fixture.gradients.map(([norm]) => norm as number))
  const gradients = steps[0]?.gradients ?? new Map()
  for (const { name, ours, theirs } of errors(fixture.gradients, named('trainable'), gradients))
    expect(ours, `gradient of ${name}`).toBeLessThanOrEqual(3 * theirs + 1e-7 * whole)
  for (const { name, ours, theirs, norm } of errors(fixture.statistics, named('statistic'), afterFirst))
    expect(ours, name).toBeLessThanOrEqual(3 * theirs + 1e-6 * norm)
  for (const [step, loss] of fixture.losses.entries()) {
    const allowed = 3 * (fixture.lossErrors[step] as number) + (step === 0 ? 1e-5 : 1e-4) * loss
    const found = steps[step]?.loss ?? Number.NaN
    expect(Math.abs(found - loss), `loss of step ${step}`).toBeLessThanOrEqual(allowed)
  }
  if (fixture.parameters === undefined || last === undefined) return
  // Adam's first steps have the size of the rate whatever the gradient's, so that float32's noise in small
  // gradients shows in full; PyTorch's own float32 run strays from its float64 run likewise.
  for (const { name, ours, theirs, norm } of errors(fixture.parameters, [...parameters.keys()], last))
    expect(ours, `${name} after the last step`).toBeLessThanOrEqual(3 * theirs + 5e-4 * norm)
}
