import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type DatasetItem, makeDataset } from '#imaging/made/dataset.ts'
import type { Run } from '#shared/contract/common.ts'
import type { ModelId } from '#shared/ids.ts'
import { openProject } from '#store/open.ts'
import { forkedComputeHost } from '#workstation/compute/forked-host.ts'
import { openWorkstation, type Workstation } from '#workstation/workstation.ts'
import { ended } from '../../tests/integration/made-project.ts'
import { judgeHeldOut } from '../demo/held-out.ts'
import { writeMade } from './write-made.ts'

/* The conditions of made-students.ts on the photographs of one seed. Each goes on where an earlier call of it was
   interrupted, and none begins before the one ahead of it is done. */

export const conditions = ['plain', 'corrected', 'students', 'longer'] as const
export type Condition = (typeof conditions)[number]

export interface Experiment {
  /** Folder of this seed's photographs and projects. */
  readonly folder: string
  readonly seed: number
  /** Photographs with a label, without one, and of patients that no run ever sees. */
  readonly labelled: number
  readonly unlabelled: number
  readonly fresh: number
  /** Share of the Mild and of the Moderate labels that are swapped. */
  readonly noise: number
  /** Suspects a reader looks at. */
  readonly corrected: number
  readonly rounds: number
  /** Fields of the recipe `quick` for all trainings, and those of a student besides. */
  readonly set: Readonly<Record<string, string>>
  /** Folds of the first training, whose out-of-fold predictions make the suspects. */
  readonly folds: string
  readonly studentSet: Readonly<Record<string, string>>
}

/** Quadratic kappa against the true grades, over the run's own hold-out and over patients that no run ever saw. */
export interface Judged {
  readonly model: ModelId
  readonly holdOut: number | null
  readonly fresh: number | null
  readonly notes: readonly string[]
}

type Client = Workstation['client']
const opening = () => ({ version: 'experiment', now: new Date().toISOString() })
const reader = 'Known answers'

/** Carries out one condition and judges its model. */
export async function runCondition(experiment: Experiment, condition: Condition): Promise<Judged> {
  const { project, items } = await makeProject(experiment)
  const work = { plain, corrected, students, longer }[condition]
  const known = { items, heldOut: heldOutNames(project) }
  const { model, notes, file } = await withProject(experiment.folder, project, async (client) => {
    const made = await work(client, experiment, known)
    const { file } = await client.models.save({ model: made.model, file: join(experiment.folder, `${condition}.onnx`) })
    return { ...made, file }
  })
  const { holdOut } = judgeHeldOut(project, model, items, opening())
  return { model, holdOut: holdOut.qwkTrue, fresh: await judgeOnFresh(experiment, file), notes }
}

interface Known {
  readonly items: readonly DatasetItem[]
  /** Names of the locked photographs, which no reader is shown with their labels. */
  readonly heldOut: ReadonlySet<string>
}

interface Made {
  readonly model: ModelId
  readonly notes: readonly string[]
}

async function plain(client: Client, { set, folds }: Experiment): Promise<Made> {
  return { model: await trained(client, 'plain', { ...set, folds }), notes: [] }
}

/** The reader looks at the most suspicious photographs by the plain model's folds and gives each its true grade. */
async function corrected(client: Client, experiment: Experiment, { items, heldOut }: Known): Promise<Made> {
  const { folder } = experiment
  const byName = new Map(items.map((item) => [item.name, item]))
  const list = join(folder, 'suspects.json')
  if (!existsSync(list)) {
    const { suspects } = await client.looking.suspects({ limit: 1_000_000 })
    const names = suspects.map(({ image }) => image).filter((name) => !heldOut.has(name))
    await writeFile(list, JSON.stringify(names.slice(0, experiment.corrected)))
  }
  const names: string[] = JSON.parse(await readFile(list, 'utf8'))
  let wrong = 0
  for (const name of names) {
    const item = byName.get(name)
    if (!item) throw new Error(`No photograph ${name} was made.`)
    if (item.trueGrade !== item.givenGrade) wrong++
    const { image } = await client.review.find({ image: name })
    await client.review.grade({ image, grader: reader, decision: item.trueGrade, phase: 'revealed', lesions: [] })
  }
  const model = await trained(client, 'corrected', { ...experiment.set, folds: '0' })
  await client.models.promote({ model })
  return { model, notes: [`${wrong} of ${names.length} suspects had a wrong label`] }
}

async function students(client: Client, { set, studentSet, rounds }: Experiment): Promise<Made> {
  const name = 'students by quarter turns'
  const request = { recipe: 'quick', set: { ...set, folds: '0', ...studentSet, name }, rounds }
  const earlier = (await client.noisyStudent.runs()).find(({ recipe }) => recipe.name === name)
  if (!earlier) await client.models.promote({ model: await trained(client, 'corrected', {}) })
  const started = earlier ? await resumed(earlier, (run) => client.noisyStudent.resume({ run })) : null
  const run = await finished(client, started ?? (await client.noisyStudent.start(request)))
  const { best, rounds: done } = await client.noisyStudent.run({ run: run.id })
  if (best === null) throw new Error('The rounds left no model.')
  return {
    model: best,
    notes: done.map(({ reason, pseudoLabels }) => `${pseudoLabels.total} pseudo labels. ${reason}`),
  }
}

/** The students' recipe and their epochs, without a teacher: what their augmentation and going on would do alone. */
async function longer(client: Client, { set, studentSet, rounds }: Experiment): Promise<Made> {
  let model = await trained(client, 'corrected', {})
  for (let round = 1; round <= rounds; round++) {
    await client.models.promote({ model })
    model = await trained(client, `longer ${round}`, { ...set, folds: '0', ...studentSet })
  }
  return { model, notes: [] }
}

/** The model of the training called so, which is begun, taken up or only looked up. */
async function trained(client: Client, name: string, set: Experiment['set']): Promise<ModelId> {
  const earlier = (await client.training.runs()).find(({ recipe }) => recipe.name === name)
  const started = earlier
    ? await resumed(earlier, (run) => client.training.resume({ run }))
    : await client.training.start({ recipe: 'quick', set: { ...set, name }, runtime: 'cpu' })
  const { model } = await client.training.run({ run: (await finished(client, started)).id })
  if (model === null) throw new Error(`The training "${name}" left no model.`)
  return model
}

async function resumed(run: Run, resume: (run: Run['id']) => Promise<Run>): Promise<Run> {
  return run.resumable ? await resume(run.id) : run
}

async function finished(client: Client, run: Run): Promise<Run> {
  return await ended({ client } as Workstation, run)
}

async function makeProject({ folder, seed, labelled, unlabelled, noise }: Experiment) {
  const count = labelled + unlabelled
  const items = makeDataset({ count, seed, size: 256, noise: { boundary: [1, 2], fraction: noise } })
  const givenGrade = (item: DatasetItem, index: number) => (index < labelled ? item.givenGrade : null)
  return { items, project: await importOnce(folder, 'made', items, givenGrade) }
}

async function importOnce(
  folder: string,
  name: string,
  items: readonly DatasetItem[],
  labelOf: (item: DatasetItem, index: number) => number | null,
): Promise<string> {
  const project = join(folder, `${name}.regrade`)
  const done = join(folder, `${name}.imported`)
  if (existsSync(done)) return project
  await rm(project, { recursive: true, force: true })
  const images = join(folder, name)
  const labels = join(folder, `${name}.csv`)
  await writeMade({ images, labels }, items, labelOf)
  await withWorkstation(folder, async (client) => {
    await client.projects.create({ folder: project, name })
    await finished(client, await client.imports.start({ imagesFolder: images, labelsFile: labels }))
  })
  await writeFile(done, '')
  return project
}

/** Kappa on photographs of other patients, which a project of their own scores with the model's file. */
async function judgeOnFresh({ folder, seed, fresh }: Experiment, file: string): Promise<number | null> {
  const items = makeDataset({ count: fresh, seed: `fresh ${seed}`, size: 256 })
  const project = await importOnce(folder, 'fresh', items, ({ trueGrade }) => trueGrade)
  return await withProject(folder, project, async (client) => {
    const { id: model } = await client.models.import({ file })
    await finished(client, await client.models.score({ model }))
    const { n, qwk } = await client.models.evaluate({ model, split: 'out-of-fold' })
    if (n === 0) throw new Error('The model was judged on nothing.')
    return qwk
  })
}

async function withProject<T>(folder: string, project: string, work: (client: Client) => Promise<T>): Promise<T> {
  return await withWorkstation(folder, async (client) => {
    await client.projects.open({ folder: project })
    return await work(client)
  })
}

async function withWorkstation<T>(folder: string, work: (client: Client) => Promise<T>): Promise<T> {
  const workstation = await openWorkstation({
    ...{
      host: 'browser',
      compute: forkedComputeHost(),
      settingsFolder: join(folder, 'settings'),
      version: 'experiment',
    },
  })
  try {
    return await work(workstation.client)
  } finally {
    await workstation.close()
  }
}

function heldOutNames(project: string): ReadonlySet<string> {
  const store = openProject(project, opening())
  try {
    return new Set(store.images.all().flatMap(({ name, split }) => (split === 'hold-out' ? [name] : [])))
  } finally {
    store.close()
  }
}
