import { join } from 'node:path'
import { expect } from 'vitest'
import type { Sha256 } from '#shared/ids.ts'
import type { Prediction } from '../inference/predict.ts'
import { scorePhotographs } from '../inference/score.ts'
import type { TrainingFixture } from './training-fixture.ts'

/** The model's file says of these photographs what was said of them, within what decoding and batches leave. */
export async function expectSaid(
  fixture: TrainingFixture,
  model: Sha256,
  predictions: readonly Prediction[],
): Promise<void> {
  const said = new Map<string, readonly number[]>()
  await scorePhotographs(
    {
      ...{ model: fixture.model(model), runtime: 'cpu', threads: 2, now: () => 0 },
      photographs: fixture.photographs.filter(({ hash }) => predictions.some((known) => known.hash === hash)),
      cacheFolder: join(fixture.folder, 'cache'),
    },
    {
      onResult: (some) => {
        for (const { hash, probabilities } of some) said.set(hash, probabilities)
      },
    },
  )
  expect(said.size).toBe(predictions.length)
  for (const { hash, probabilities } of predictions) {
    for (const [grade, value] of probabilities.entries()) expect(said.get(hash)?.[grade]).toBeCloseTo(value, 5)
  }
}
