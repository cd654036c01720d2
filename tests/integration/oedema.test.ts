import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeModel } from '#learning/models/model-file.ts'
import { type ImageId, type ModelId, modelIdSchema } from '#shared/ids.ts'
import { openProject } from '#store/open.ts'
import type { Prediction } from '#store/predictions.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { document, regradeHere } from './command-line.ts'
import { ended, importMadePhotographs, promoted, temporaryFolder, testWorkstation } from './made-project.ts'
import { writeTintedPhotographs } from './tinted-photographs.ts'

const { folder, remove } = temporaryFolder()
const project = join(folder, 'oedema.regrade')
/** A small network that has learnt nothing yet. */
const untrained = join(import.meta.dirname, '..', 'fixtures', 'onnx', 'residual-training.onnx')
let workstation: Workstation

const set = {
  ...{ architecture: 'current', start: 'current', size: 32, batch: 8, learningRate: 0.02 },
  ...{ epochs: 20, folds: 2, holdOut: 0.2, validation: 0.15, 'oedema.weight': 0.5 },
}

/** An IDRiD file beside the label file, with oedema risks that are another order of the grades; none for each third. */
function writeOedemaLabels(): string {
  const [, ...rows] = readFileSync(join(folder, 'labels.csv'), 'utf8').trim().split('\n')
  const lines = rows.map((row, index) => {
    const [name, grade] = row.split(',')
    return `${name},${grade},${index % 3 === 0 ? '' : (Number(grade) + 2) % 3}`
  })
  const file = join(folder, 'idrid.csv')
  writeFileSync(file, ['Image name,Retinopathy grade,Risk of macular edema', ...lines, ''].join('\n'))
  return file
}

async function importLabels(labelsFile: string): Promise<void> {
  await ended(
    workstation,
    await workstation.client.imports.start({ imagesFolder: join(folder, 'photographs'), labelsFile }),
  )
}

async function trained(changes: Record<string, unknown> = {}): Promise<ModelId> {
  const { client } = workstation
  const run = await client.training.start({ set: { ...set, ...changes } })
  await ended(workstation, run)
  const made = modelIdSchema.parse((await client.training.run({ run: run.id })).model)
  await promoted(workstation, made)
  return made
}

/** What is kept, which no reply holds as a whole: the project is open once at a time. */
async function predictions(model: ModelId): Promise<Prediction[]> {
  await workstation.client.projects.close()
  const store = openProject(project, { version: '0', now: new Date().toISOString() })
  const kept = store.predictions.forModel(model)
  store.close()
  await workstation.client.projects.open({ folder: project })
  return kept
}

/** A photograph that is not locked away, of which the model's prediction is therefore shown. */
async function unlocked(model: ModelId): Promise<{ image: ImageId; kept: Prediction }> {
  for (const kept of await predictions(model)) {
    const { prediction } = await workstation.client.review.photograph({ image: kept.image })
    if (prediction) return { image: kept.image, kept }
  }
  throw new Error('Every photograph is locked away.')
}

async function exported(model: ModelId): Promise<string> {
  const { file } = await workstation.client.models.save({ model, file: join(folder, `${model}.onnx`) })
  return file
}

beforeAll(async () => {
  await writeTintedPhotographs(folder, { none: 14, mild: 14, moderate: 14, unlabelled: 3 })
  workstation = await testWorkstation(folder)
})

afterAll(async () => {
  await workstation.close()
  await remove()
})

it('is refused in a sentence, and no run begins, where the labels that count have no oedema risks', async () => {
  const { client } = workstation
  await importMadePhotographs(workstation, folder)
  const refusal = { code: 'recipe_invalid', message: expect.stringMatching(/no photograph to train on has a label of/) }
  const asked = { recipe: 'quick', set: { 'oedema.weight': 1 } }
  await expect(client.training.start(asked)).rejects.toMatchObject(refusal)
  expect(await client.training.check(asked)).toMatchObject({ field: 'oedema', sentence: refusal.message })
  // Another file's risks do not count, as its grades do not.
  await importLabels(writeOedemaLabels())
  await expect(client.training.start(asked)).rejects.toMatchObject(refusal)
  expect(await client.training.runs()).toEqual([])
  expect(await client.training.check({ recipe: 'quick', set: {} })).toBeNull()
})

let model: ModelId

it('is learnt beside the grades by a network from elsewhere, and judged by its own figures', async () => {
  const { client } = workstation
  await client.projects.create({ folder: project, name: 'Oedema' })
  await importLabels(writeOedemaLabels())
  const parent = await client.models.import({ file: untrained, size: 32 })
  await promoted(workstation, parent.id)
  model = await trained()
  const [run] = await client.training.runs()
  expect(run?.epochs).toHaveLength(set.epochs)
  const { n = 0, qwk } = run?.epochs.at(-1)?.oedema ?? {}
  expect(n).toBeGreaterThan(3)
  expect(qwk).toBeGreaterThan(0.6)

  const outOfFold = await client.models.evaluate({ model, split: 'out-of-fold' })
  // Colours are learnt within seconds, and a third of the photographs has no label.
  expect(outOfFold.oedema?.n).toBeLessThan(outOfFold.n)
  expect(outOfFold.oedema?.n).toBeGreaterThan(outOfFold.n / 2)
  expect(outOfFold.oedema?.qwk).toBeGreaterThan(0.6)
  expect(outOfFold.oedema?.anyRiskAuc).toBeGreaterThan(0.9)
  expect(outOfFold.oedema?.referableAuc).toBeGreaterThan(0.9)
  expect(outOfFold.qwk).toBeGreaterThan(0.6)
  const holdOut = await client.models.evaluate({ model })
  const judged = await client.models.judge({ model })
  expect([judged.oedema, judged.model.oedemaQwk]).toEqual([holdOut.oedema, holdOut.oedema?.qwk])
  const card = await client.models.card({ model })
  expect(card.oedema).toEqual({ holdOut: holdOut.oedema, outOfFold: outOfFold.oedema })
  expect(card.data?.oedema).toBeGreaterThan(20)
  expect((await client.models.card({ model: parent.id })).oedema).toBeNull()
  expect(parent.oedemaQwk).toBeNull()
  expect((await client.models.evaluate({ model: parent.id, split: 'all' })).oedema).toBeUndefined()
})

it('is shown with the photograph, and with the current model comes and goes', async () => {
  const { client } = workstation
  const { image, kept } = await unlocked(model)
  expect(kept.oedema?.reduce((a, b) => a + b)).toBeCloseTo(1, 5)
  const shown = async () => (await client.review.photograph({ image })).prediction
  const before = await shown()
  expect(before).toMatchObject({ model, oedema: kept.oedema })
  const without = await trained({ oedema: null, epochs: 1, folds: 0 })
  await client.models.promote({ model: without })
  await ended(workstation, await client.models.score({ model: without }))
  expect(await shown()).toMatchObject({ model: without, oedema: null })
  await client.models.promote({ model })
  expect(await shown()).toEqual(before)
})

it('is in the file, comes back with it, and is told of every photograph that is scored or looked at anew', async () => {
  const { client } = workstation
  const file = await exported(model)
  expect(describeModel(readFileSync(file)).oedema).toHaveLength(3)
  const again = (await client.models.import({ file })).id
  const run = await client.models.score({ model: again })
  await ended(workstation, run)
  const [own, imported] = [await predictions(model), await predictions(again)]
  const scored = new Map<ImageId, Prediction>(imported.map((one) => [one.image, one]))
  const ofMain = own.filter(({ fold }) => fold === null)
  expect(ofMain.length).toBeGreaterThan(5)
  for (const { image, oedema } of ofMain) {
    for (const [risk, p] of (oedema ?? []).entries()) expect(scored.get(image)?.oedema?.[risk]).toBeCloseTo(p, 4)
  }
  const anew = await client.models.evaluate({ model, tta: true })
  const plain = await client.models.evaluate({ model })
  expect(anew.oedema?.n).toBe(plain.oedema?.n)
  expect(anew.oedema?.qwk).toBeGreaterThan(0.6)
})

it('goes on from a model that has it, and stops where the recipe leaves it out', async () => {
  const idle = { start: { model }, architecture: 'current', epochs: 1, folds: 0, learningRate: 1e-30 }
  const kept = describeModel(readFileSync(await exported(await trained(idle))))
  expect(kept.oedema).toHaveLength(3)
  const left = describeModel(readFileSync(await exported(await trained({ ...idle, oedema: null }))))
  expect(left.oedema).toBeUndefined()
})

async function combined(members: ModelId[]): Promise<ModelId> {
  const run = await workstation.client.models.combine({ members })
  await ended(workstation, run)
  const model = await workstation.client.models.combined({ run: run.id })
  if (!model) throw new Error('No model was made.')
  return model.id
}

it('is the mean of an ensemble’s members that have it, and left out where none does', async () => {
  const { client } = workstation
  const other = await trained({ seed: 2, epochs: 4 })
  const none = await trained({ oedema: null, epochs: 1, folds: 2 })
  const together = await combined([model, other, none])
  const [one, two, all] = [await predictions(model), await predictions(other), await predictions(together)]
  const said = (rows: Prediction[], image: ImageId) =>
    rows.find((row) => row.image === image && row.outOfFold)?.oedema?.[2] ?? Number.NaN
  const judged = all.filter(({ outOfFold }) => outOfFold)
  expect(judged.length).toBeGreaterThan(50)
  for (const { image, oedema } of judged) expect(oedema?.[2]).toBeCloseTo((said(one, image) + said(two, image)) / 2, 6)
  const file = describeModel(readFileSync(await exported(together)))
  expect(file.oedema).toHaveLength(3)
  const plain = await combined([none, (await client.models.list())[0]?.id ?? none])
  expect((await predictions(plain)).every(({ oedema }) => oedema === undefined)).toBe(true)
})

it('is in what the commands print', async () => {
  await workstation.close()
  workstation = await testWorkstation(folder)
  const words = ['evaluate', project, '--model', model]
  const { oedema } = document(await regradeHere([...words, '--json'], { home: folder }))
  expect(oedema).toMatchObject({ n: expect.any(Number), qwk: expect.any(Number) })
  expect((await regradeHere(words, { home: folder })).out).toMatch(/Oedema risk, \d+ photographs: quadratic kappa/)
  const output = join(folder, 'built.onnx')
  const build = ['model', 'build', '--architecture', 'efficientnet-b0', '--size', '64', '--output', output]
  await regradeHere([...build, '--oedema'], { home: folder })
  expect(describeModel(readFileSync(output)).oedema).toHaveLength(3)
  await regradeHere([...build, '--force'], { home: folder })
  expect(describeModel(readFileSync(output)).oedema).toBeUndefined()
})
