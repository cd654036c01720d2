import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeJpeg } from '#imaging/encode.ts'
import { makeDataset } from '#imaging/made/dataset.ts'
import { makePhotograph } from '#imaging/made/photograph.ts'
import { type Sha256, sha256Schema } from '#shared/ids.ts'
import { gradeProbabilitiesSchema } from '#shared/probabilities.ts'
import type { TrainingPhotograph } from './dataset.ts'
import { explainPhotograph } from './explain.ts'
import { resolveRecipe } from './recipes.ts'
import { scorePhotographs } from './score.ts'
import { estimateSeconds, measureStep } from './step-measure.ts'
import { type TrainRequest, trainModel } from './train-model.ts'
import type { TrainingEvent } from './training-event.ts'

/* Whether training runs, resumes and cancels as it should; that it learns is shown elsewhere. The smallest network there is
   at the smallest size: what is slow here is loading the graphs. */

const recipe = resolveRecipe('quick', { size: 32, epochs: 2, folds: 2, batch: 4, validation: 0.2, learningRate: 1e-3 })
let folder: string
let photographs: TrainingPhotograph[]
const stored = new Map<string, Uint8Array>()
const blobs: TrainRequest['blobs'] = {
  put: async (bytes) => {
    const sha256 = sha256Schema.parse(createHash('sha256').update(bytes).digest('hex'))
    stored.set(sha256, bytes)
    return sha256
  },
  read: async (sha256) => stored.get(sha256) as Uint8Array,
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regrade-train-'))
  photographs = await Promise.all(
    makeDataset({ count: 26, seed: 'train-model', size: 64 }).map(async (item): Promise<TrainingPhotograph> => {
      const bytes = await encodeJpeg(makePhotograph(item.photograph))
      const path = join(folder, `${item.name}.jpg`)
      await writeFile(path, bytes)
      const hash = createHash('sha256').update(bytes).digest('hex')
      return { hash, path, group: item.patient, grade: item.givenGrade, origin: 'imported' }
    }),
  )
})
afterAll(() => rm(folder, { recursive: true }))

function request(changes: Partial<TrainRequest> = {}): TrainRequest {
  let time = 0
  return {
    ...{ photographs, lockedGroups: [], recipe, runtime: 'cpu', threads: 2, blobs },
    cacheFolder: join(folder, 'cache'),
    now: () => (time += 20_000),
    ...changes,
  }
}

async function train(changes: Partial<TrainRequest> = {}, onEvent: (event: TrainingEvent) => void = () => {}) {
  const events: TrainingEvent[] = []
  const trained = await trainModel(request(changes), {
    onEvent: (event) => {
      events.push(event)
      onEvent(event)
    },
  })
  return { trained, events }
}

/** Stops at the event that `stopAt` knows, and gives the last checkpoint there was. */
async function trainUntil(stopAt: (event: TrainingEvent) => boolean, changes: Partial<TrainRequest> = {}) {
  const controller = new AbortController()
  let checkpoint: Sha256 | undefined
  const work = trainModel(request(changes), {
    signal: controller.signal,
    onEvent: (event) => {
      if (event.kind === 'checkpoint') checkpoint = event.blob
      if (stopAt(event)) controller.abort()
    },
  })
  await expect(work).rejects.toMatchObject({ code: 'cancelled' })
  return checkpoint
}

describe('a training run', () => {
  it('gives a model, probabilities from fits that never saw the photograph, and tells what it does', async () => {
    const broken = {
      hash: 'f'.repeat(64),
      path: join(folder, 'missing.jpg'),
      group: 'nobody',
      grade: 1,
      origin: 'imported',
    } as const
    const { trained, events } = await train({ photographs: [...photographs, broken] })
    expect(stored.get(trained.model)?.length).toBeGreaterThan(trained.parameters * 4)
    expect(trained.parameters).toBe(4_013_953)
    expect(trained.parts.map((one) => one.hash).sort()).toEqual(photographs.map((one) => one.hash).sort())
    const predicted = [...trained.holdOut, ...trained.outOfFold]
    expect(predicted.map((one) => one.hash).sort()).toEqual(photographs.map((one) => one.hash).sort())
    for (const { probabilities } of predicted) {
      const sum = gradeProbabilitiesSchema.parse(probabilities).reduce((a, b) => a + b)
      expect(sum).toBeCloseTo(1, 5)
    }
    for (const { hash, fold } of trained.outOfFold) {
      expect(trained.parts.find((one) => one.hash === hash)?.fold).toBe(fold)
    }
    expect(trained.judgement.n).toBe(trained.holdOut.length)

    expect(events.filter((event) => event.kind === 'device')).toHaveLength(1)
    expect(events.filter((event) => event.kind === 'unreadable')).toEqual([
      { kind: 'unreadable', hash: broken.hash, reason: 'Could not read "missing.jpg": there is no such file.' },
    ])
    const epochs = events.filter((event) => event.kind === 'epoch')
    expect(epochs.map((event) => `${event.fit} ${event.epoch.epoch}`)).toEqual([
      'main 1',
      'main 2',
      'fold 1 of 2 1',
      'fold 1 of 2 2',
      'fold 2 of 2 1',
      'fold 2 of 2 2',
    ])
    expect(epochs[0]?.epoch.validationLoss).toBeGreaterThan(0)
    const last = new Map<string, number>()
    for (const event of events) {
      if (event.kind !== 'progress') continue
      expect(event.done).toBeGreaterThanOrEqual(last.get(event.stage) ?? 0)
      last.set(event.stage, event.done / event.total)
    }
    expect([...last]).toEqual([
      ['prepare', 1],
      ['epoch', 1],
      ['fold 1 of 2', 1],
      ['fold 2 of 2', 1],
    ])
  })

  it('gives the same bytes when it was stopped twice and resumed as when it never was', async () => {
    const whole = (await train()).trained
    const first = await trainUntil((event) => event.kind === 'epoch' && event.fit === 'main')
    const inMain = await trainUntil(
      (event) => event.kind === 'progress' && event.stage === 'fold 1 of 2' && event.done === 1,
      {
        checkpoint: first,
      },
    )
    const { trained, events } = await train({ checkpoint: inMain })
    expect(trained).toEqual(whole)
    expect(events.some((event) => event.kind === 'epoch' && event.fit === 'main')).toBe(false)
  })

  it('keeps the epochs since the last checkpoint when it is cancelled', async () => {
    const still = { now: () => 0 }
    const checkpoint = await trainUntil(
      (event) => event.kind === 'progress' && event.stage === 'epoch' && event.done === 2,
      still,
    )
    const { events } = await train({ ...still, checkpoint })
    expect(events.some((event) => event.kind === 'epoch' && event.fit === 'main')).toBe(false)
  })

  it('does not go on with other photographs or another recipe', async () => {
    const checkpoint = await trainUntil((event) => event.kind === 'epoch')
    const conflict = expect.objectContaining({ code: 'conflict' })
    await expect(train({ checkpoint, photographs: photographs.slice(1) })).rejects.toEqual(conflict)
    await expect(train({ checkpoint, recipe: { ...recipe, epochs: 3 } })).rejects.toEqual(conflict)
  })

  it('goes on from the current model where the recipe says so', async () => {
    const { trained } = await train({ recipe: { ...recipe, folds: 0 } })
    const parent = { bytes: stored.get(trained.model) as Uint8Array }
    const still = { ...recipe, start: 'current' as const, folds: 0, learningRate: 1e-30, epochs: 1 }
    const again = (await train({ recipe: still, parent })).trained
    // Nothing was learned, so only the running statistics have moved: the grades come out much the same.
    expect(again.holdOut.map((one) => one.hash)).toEqual(trained.holdOut.map((one) => one.hash))
    const other = { ...still, architecture: 'efficientnet-b3' }
    await expect(train({ recipe: other, parent })).rejects.toMatchObject({ code: 'recipe_invalid' })
  })

  it('is refused with a sentence where there are too few photographs', async () => {
    await expect(train({ photographs: photographs.slice(0, 4) })).rejects.toMatchObject({ code: 'too_few_photographs' })
  })
})

describe('a trained model', () => {
  let model: Uint8Array
  beforeAll(async () => {
    const { trained } = await train({ recipe: { ...recipe, folds: 0, epochs: 1 } })
    model = stored.get(trained.model) as Uint8Array
  }, 60_000)

  it('scores photographs some at a time and leaves out what cannot be read', async () => {
    const results = new Map<string, readonly number[]>()
    const unreadable: string[] = []
    const list = [...photographs, { hash: 'e'.repeat(64), path: join(folder, 'gone.jpg') }]
    const { images } = await scorePhotographs(
      { model, photographs: list, runtime: 'cpu', cacheFolder: join(folder, 'cache'), threads: 2, now: () => 0 },
      {
        onResult: (some) => {
          for (const { hash, probabilities } of some) results.set(hash, probabilities)
        },
        onUnreadable: (hash) => unreadable.push(hash),
      },
    )
    expect(images).toBe(photographs.length)
    expect([...results.keys()]).toEqual(photographs.map((one) => one.hash))
    expect(unreadable).toEqual(['e'.repeat(64)])
  })

  it('is explained by a picture as wide as the photograph, with the probabilities it scores', async () => {
    const path = photographs[0]?.path as string
    const explained = await explainPhotograph({ model, path, method: 'grad-cam', runtime: 'cpu', threads: 2 })
    expect(explained).toMatchObject({ width: 64, height: 64 })
    expect(explained.probabilities[explained.grade]).toBe(Math.max(...explained.probabilities))
    expect([...explained.overlay.subarray(1, 4)]).toEqual([...Buffer.from('PNG')])
    expect(explained.map.values).toHaveLength(explained.map.width * explained.map.height)
    const against = await explainPhotograph({
      ...{ model, path, method: 'grad-cam', runtime: 'cpu', threads: 2 },
      grade: 2,
      against: 1,
    })
    expect(against.grade).toBe(2)
    await expect(
      explainPhotograph({ model, path, method: 'occlusion', runtime: 'cpu', threads: 2 }),
    ).rejects.toMatchObject({ code: 'not_yet_available' })
    await expect(
      explainPhotograph({ model, path, grade: 2, against: 2, method: 'grad-cam', runtime: 'cpu', threads: 2 }),
    ).rejects.toMatchObject({ code: 'usage' })
  })
})

it('estimates a run from a measured step', async () => {
  let time = 0
  const step = await measureStep(recipe, 'cpu', { threads: 2, now: () => (time += 50) })
  expect(step.milliseconds).toBe(50)
  // 1000 photographs: 700 in the main fit, 400 in each fold's, 2 epochs of batches of 4 at 50 ms.
  expect(estimateSeconds(recipe, 1000, 50)).toBeGreaterThan((175 + 2 * 100) * 2 * 0.05)
})
