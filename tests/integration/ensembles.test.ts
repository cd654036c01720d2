import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeModel } from '#learning/models/model-file.ts'
import { ensembleKinds } from '#shared/ensembles.ts'
import { type ImageId, type ModelId, modelIdSchema } from '#shared/ids.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import { openProject } from '#store/open.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { document, regradeHere } from './command-line.ts'
import {
  ended,
  importMadePhotographs,
  smallStart,
  temporaryFolder,
  testWorkstation,
  writeMadePhotographs,
} from './made-project.ts'

const { folder, remove } = temporaryFolder()
const project = join(folder, 'made.regrade')
const members: ModelId[] = []

beforeAll(async () => {
  await writeMadePhotographs(folder, 60, 64)
  const workstation = await testWorkstation(folder)
  await importMadePhotographs(workstation, folder)
  const { client } = workstation
  for (const seed of [1, 2]) {
    const set = { ...smallStart(folder), size: 32, epochs: 1, folds: 2, batch: 8, seed }
    const run = await client.training.start({ recipe: 'quick', set })
    await ended(workstation, run)
    members.push(modelIdSchema.parse((await client.training.run({ run: run.id })).model))
  }
  await workstation.close()
})

afterAll(remove)

/** Runs a command on the project, expects it to do well, and gives its document. */
async function regrade(...words: string[]): Promise<Record<string, unknown>> {
  const finished = await regradeHere([...words, '--json'], { home: folder })
  expect(finished.code, finished.err + finished.out).toBe(0)
  return document(finished)
}

async function combined(...words: string[]): Promise<ModelId> {
  const { model } = await regrade('model', 'ensemble', project, '--members', members.join(','), ...words)
  return modelIdSchema.parse(model)
}

function reading<T>(work: (store: ProjectStore) => T): T {
  const store = openProject(project, { version: '0', now: new Date().toISOString() })
  try {
    return work(store)
  } finally {
    store.close()
  }
}

const unseenOf = (store: ProjectStore, model: ModelId): Map<number, GradeProbabilities> =>
  new Map(
    store.predictions.forModel(model, { outOfFold: true }).map(({ image, probabilities }) => [image, probabilities]),
  )

it('an average is a model with predictions of its own, out of fold where its members’ are', async () => {
  const model = await combined()
  reading((store) => {
    const [ensemble, first, second] = [model, ...members].map((id) => unseenOf(store, id as ModelId))
    expect(ensemble?.size).toBeGreaterThan(50)
    expect([...(ensemble?.keys() ?? [])]).toEqual([...(first?.keys() ?? [])])
    for (const [image, probabilities] of ensemble ?? []) {
      for (const [k, p] of probabilities.entries()) {
        expect(p).toBeCloseTo(((first?.get(image)?.[k] ?? 0) + (second?.get(image)?.[k] ?? 0)) / 2, 6)
      }
    }
  })
  const report = await regrade('evaluate', project, '--model', model, '--split', 'out-of-fold')
  expect(report.n).toBeGreaterThan(50)
  const { models } = await regrade('model', 'list', project)
  expect(models).toContainEqual(expect.objectContaining({ id: model, architecture: 'ensemble', head: 'average' }))
})

it.each(ensembleKinds.filter((by) => by !== 'average'))(
  '%s over both eyes learns outside the hold-out and says what it never learnt of the rest',
  async (by) => {
    const model = await combined('--by', by, '--eyes')
    reading((store) => {
      const row = store.models.get(model)
      const learnt = row.snapshot === null ? [] : store.snapshots.items(row.snapshot)
      const locked = new Set(store.images.all().flatMap(({ image, split }) => (split === 'hold-out' ? [image] : [])))
      expect(locked.size).toBeGreaterThan(0)
      const unseen = unseenOf(store, model)
      expect([...unseen.keys()]).toEqual([...unseenOf(store, members[0] as ModelId).keys()])
      expect(learnt.length).toBe([...unseen.keys()].filter((image) => !locked.has(image as ImageId)).length)
      expect(learnt.some(({ image }) => locked.has(image))).toBe(false)
      for (const row of unseen.values()) expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6)
    })
  },
)

it('scoring an ensemble has its members look first, and keeps what each said', async () => {
  const model = await combined('--by', 'logistic')
  const before = reading((store) => unseenOf(store, model))
  const more = join(folder, 'more')
  await mkdir(more)
  await writeMadePhotographs(more, 6, 64)
  const files = ['--images', join(more, 'photographs'), '--labels', join(more, 'labels.csv')]
  await regrade('import', project, ...files, '--label-set', 'more')
  const scored = await regrade('score', project, '--model', model)
  expect(scored).toMatchObject({ model, images: 66 })
  reading((store) => {
    const after = unseenOf(store, model)
    for (const [image, probabilities] of before) expect(after.get(image)).toEqual(probabilities)
    for (const id of [model, ...members]) {
      expect(new Set(store.predictions.forModel(id).map(({ image }) => image)).size).toBe(66)
    }
  })
})

it('promoted, it explains a photograph by its members’ maps and its own probabilities', async () => {
  const model = await combined('--by', 'forest')
  await regrade('model', 'promote', project, '--model', model)
  const explained = await regrade('explain', project, '--image', '20_left', '--output', join(folder, 'map.png'))
  const own = reading((store) => store.predictions.forImage(store.images.resolve('20_left')[0] ?? (0 as never), model))
  expect(explained.probabilities).toEqual(own?.probabilities)
  expect((await readFile(join(folder, 'map.png'))).subarray(1, 4).toString()).toBe('PNG')
  const training = await regradeHere(
    ['train', project, '--recipe', 'quick', '--set', 'start=current', '--set', 'size=32', '--json'],
    { home: folder },
  )
  expect(training.code).not.toBe(0)
  expect(document(training)).toMatchObject({ error: { code: 'recipe_invalid' } })
})

it('is exported as one .onnx file, which a project can take in', async () => {
  const file = join(folder, 'ensemble.onnx')
  for (const by of ['average', 'svm']) {
    await regrade('model', 'export', project, '--model', await combined('--by', by), '--file', file, '--force')
    expect(describeModel(await readFile(file))).toMatchObject({ size: 32, head: 'softmax' })
    const { model } = await regrade('model', 'import', project, '--file', file)
    expect(model).toMatch(/^m\d+$/)
  }
})

it('is evaluated with test-time augmentation on the hold-out, and not on fits that are gone', async () => {
  const average = await combined()
  const plain = await regrade('evaluate', project, '--model', average)
  const looked = await regrade('evaluate', project, '--model', average, '--tta')
  expect(plain.n).toBeGreaterThan(4)
  expect(looked.n).toBe(plain.n)
  // The same photographs at other probabilities.
  expect(looked.reliability).not.toEqual(plain.reliability)
  expect(await regrade('evaluate', project, '--model', average, '--tta')).toEqual(looked)
  expect(await regrade('evaluate', project, '--model', average)).toEqual(plain)
  const words = ['evaluate', project, '--model', average, '--tta', '--split', 'out-of-fold', '--json']
  const refused = await regradeHere(words, { home: folder })
  expect(document(refused)).toMatchObject({ error: { code: 'usage' } })
})

it('refuses members that make no ensemble', async () => {
  const [first, second] = members as [ModelId, ModelId]
  const refusal = async (...words: string[]) => {
    const { err, out, code } = await regradeHere(['model', 'ensemble', project, ...words, '--json'], { home: folder })
    expect(code).not.toBe(0)
    return err + out
  }
  expect(await refusal('--members', first)).toContain('at least two members')
  expect(await refusal('--members', `${first},${first}`)).toContain('at least two different members')
  expect(await refusal('--members', `${first},m999`)).toContain('There is no model m999')
  expect(await refusal('--members', `${first},${second}`, '--eyes')).toContain('combined by a meta-learner')
  expect(await refusal('--members', `${first},${await combined()}`)).toContain('is an ensemble itself')
})
