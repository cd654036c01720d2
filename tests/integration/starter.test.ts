import { readdirSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hashDistance } from '#imaging/hash.ts'
import { inspectPhotograph } from '#imaging/inspect.ts'
import type { Run } from '#shared/contract/common.ts'
import type { ImageId, ModelId } from '#shared/ids.ts'
import { unpackQueue } from '#shared/queue.ts'
import { openProject } from '#store/open.ts'
import { readStarter } from '#workstation/models/starter-file.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { addImages, hashOf, makeProject, now, opening } from '../store/made-project.ts'
import { document, regradeHere } from './command-line.ts'
import { ended, temporaryFolder, testWorkstation, writeMadePhotographs } from './made-project.ts'
import { makeStarter } from './made-starter.ts'

let place: ReturnType<typeof temporaryFolder>
let workstation: Workstation | undefined
beforeEach(() => {
  place = temporaryFolder()
})
afterEach(async () => {
  await workstation?.close()
  workstation = undefined
  await place.remove()
})

const open = async (starter?: string) => {
  workstation = await testWorkstation(place.folder, starter)
  return workstation
}

const createEmpty = async ({ client }: Workstation) =>
  await client.projects.create({ folder: join(place.folder, 'empty.regrade'), name: 'Empty' })

/** The log of a project that is closed, newest first. */
function logOf(folder: string): string[] {
  const store = openProject(folder, opening)
  const lines = store.events.list({ limit: 10 }).map(({ what, details }) => `${what} ${details.code ?? ''}`.trim())
  store.close()
  return lines
}

describe('a new project', () => {
  it('is given the starter with its card, who is to be named among the rest', async () => {
    const starter = await makeStarter(place.folder)
    const { client } = await open(starter.folder)
    await createEmpty({ client } as Workstation)
    const [model, ...others] = await client.models.list()
    expect(others).toEqual([])
    expect(model).toMatchObject({ id: 'm1', name: 'Starter', status: 'starter', current: true, qwk: null })
    expect(model?.attribution).toBe('A. Author, Eyes, 2018, CC BY 4.0')
    const card = await client.models.card({ model: 'm1' as ModelId })
    expect(card).toMatchObject({ data: null, parameters: starter.card.parameters, recipe: { name: 'quick' } })
    expect(card.starter).toMatchObject({ limits: ['Not for diagnosis.'], heldOut: { n: 5, qwk: 1 } })
    expect(card.licenceNotes).toEqual([expect.stringMatching(/CC BY 4\.0: name A\. Author, Eyes, 2018 wherever/)])
  })

  it('is made all the same where the starter is absent or damaged, and its log says why there is none', async () => {
    const starter = await makeStarter(place.folder)
    const absent = join(place.folder, 'nowhere')
    const damaged = async () => await writeFile(join(starter.folder, 'starter.onnx'), 'no model')
    for (const [folder, code] of [
      [absent, 'not_found'],
      [starter.folder, 'model_unreadable'],
    ] as const) {
      await damaged()
      const { client, close } = await open(folder)
      const project = await createEmpty({ client } as Workstation)
      expect(await client.models.list()).toEqual([])
      await client.projects.close()
      await client.projects.open({ folder: project.folder })
      await close()
      workstation = undefined
      expect(logOf(project.folder)).toEqual([`models.no-starter ${code}`])
      await rm(project.folder, { recursive: true })
    }
  })
})

describe('an old project', () => {
  it('is given the starter when it is opened and has no model at all', async () => {
    const starter = await makeStarter(place.folder)
    const store = makeProject(place.folder)
    addImages(store, 3)
    store.close()
    const first = await open(starter.folder)
    await first.client.projects.open({ folder: store.folder })
    expect(await first.client.models.list()).toMatchObject([{ status: 'starter' }])
    await first.client.projects.close()
    await first.client.projects.open({ folder: store.folder })
    expect(await first.client.models.list()).toHaveLength(1)
  })

  it('keeps the models it has alone', async () => {
    const starter = await makeStarter(place.folder)
    const store = makeProject(place.folder)
    const origin = { parent: null, run: null, snapshot: null, card: {} }
    const network = { architecture: 'efficientnet-b0', head: 'softmax', blob: hashOf('own') }
    store.models.add({ ...origin, ...network, name: 'own', status: 'retired' }, now)
    store.close()
    const { client } = await open(starter.folder)
    await client.projects.open({ folder: store.folder })
    expect(await client.models.list()).toMatchObject([{ name: 'own' }])
  })

  it('gets none between the beginning and the end of its first training', async () => {
    const starter = await makeStarter(place.folder)
    const store = makeProject(place.folder)
    store.runs.setState(store.runs.create('train', { recipe: 'quick' }, now), 'interrupted', now)
    store.close()
    const { client } = await open(starter.folder)
    await client.projects.open({ folder: store.folder })
    expect(await client.models.list()).toEqual([])
  })
})

describe('photographs', () => {
  let made: ReturnType<typeof temporaryFolder>
  let hashes: ReadonlyMap<string, string>
  beforeAll(async () => {
    made = temporaryFolder()
    await writeMadePhotographs(made.folder, 24, 64)
    const folder = join(made.folder, 'photographs')
    const read = readdirSync(folder).map(async (name) => {
      const { perceptualHash } = await inspectPhotograph(join(folder, name))
      return [name.replace('.jpeg', ''), perceptualHash] as const
    })
    hashes = new Map(await Promise.all(read))
    return made.remove
  })

  const importThem = async ({ client }: Workstation): Promise<Run> => {
    await client.projects.create({ folder: join(place.folder, 'made.regrade'), name: 'Made' })
    const [imagesFolder, labelsFile] = ['photographs', 'labels.csv'].map((name) => join(made.folder, name))
    return await client.imports.start({ imagesFolder: imagesFolder ?? '', labelsFile: labelsFile ?? '' })
  }
  const scoring = async ({ client }: Workstation) => (await client.jobs.list()).find(({ kind }) => kind === 'score')

  it('are scored by the starter as soon as they are imported; those that it learnt from are no evidence', async () => {
    const known = [...hashes.values()].slice(0, 2)
    const starter = await makeStarter(place.folder, known)
    const here = await open(starter.folder)
    const { client } = here
    const imported = await ended(here, await importThem(here))
    const run = await scoring(here)
    expect(run).toBeDefined()
    if (run) await ended(here, run)
    expect(imported.finishedAt).not.toBeNull()
    const { images, names } = unpackQueue(await client.review.queue({ order: 'name', grader: 'Ana' }))
    expect(images).toHaveLength(24)
    let learnt = 0
    for (const [index, image] of [...images].entries()) {
      const hash = hashes.get(names[index] ?? '') ?? ''
      const copy = known.some((one) => hashDistance(one, hash) <= 2)
      learnt += Number(copy)
      const { prediction, suspicion } = await client.review.photograph({ image: image as ImageId })
      expect(prediction).toMatchObject({ model: 'm1', outOfFold: !copy })
      expect(suspicion === null).toBe(copy)
    }
    expect(learnt).toBeGreaterThanOrEqual(2)
    const { suspects, unscored } = await client.looking.suspects({ limit: 100 })
    expect([suspects.length, unscored]).toEqual([24 - learnt, learnt])
    const { map } = await client.looking.explain({ image: images[0] as ImageId, method: 'grad-cam' })
    expect(map.width).toBeGreaterThan(0)
    // Again, and there is nothing left to say.
    const folder = join(made.folder, 'photographs')
    await ended(here, await client.imports.start({ imagesFolder: folder, labelsFile: join(made.folder, 'labels.csv') }))
    expect((await client.jobs.list()).filter(({ kind }) => kind === 'score')).toHaveLength(1)
  })

  it('are not scored by it any more once the reader has cancelled that', async () => {
    const starter = await makeStarter(place.folder)
    const here = await open(starter.folder)
    const { client } = here
    await ended(here, await importThem(here))
    const run = await scoring(here)
    if (!run) throw new Error('Nothing is being scored.')
    await client.jobs.cancel({ run: run.id })
    await expect(ended(here, run)).rejects.toThrow('ended cancelled')
    await client.projects.close()
    await client.projects.open({ folder: join(place.folder, 'made.regrade') })
    expect((await client.jobs.list()).filter(({ kind }) => kind === 'score')).toMatchObject([{ state: 'cancelled' }])
  })

  it('are scored when the project is opened where that was cut off', async () => {
    const starter = await makeStarter(place.folder)
    const here = await open(starter.folder)
    const { client } = here
    await ended(here, await importThem(here))
    await client.projects.close()
    await client.projects.open({ folder: join(place.folder, 'made.regrade') })
    const run = await scoring(here)
    if (run) await ended(here, run)
    expect(await client.models.scored({ run: run?.id as Run['id'] })).toMatchObject({ model: 'm1' })
    expect((await client.looking.suspects({})).unscored).toBe(0)
    const runs = (await client.jobs.list()).filter(({ kind }) => kind === 'score')
    expect(runs.map(({ state }) => state)).toEqual(['done'])
  })

  it('are learnt from by a run that goes on from the starter, and not by it where it starts from scratch', async () => {
    const starter = await makeStarter(place.folder, [...hashes.values()])
    const here = await open(starter.folder)
    const { client } = here
    await ended(here, await importThem(here))
    const set = { size: 32, epochs: 1, folds: 2, batch: 8, holdOut: 0.2, validation: 0 }
    const train = async (start: 'current' | 'scratch') => {
      const architecture = start === 'current' ? start : 'efficientnet-b0'
      const request = { recipe: 'quick', set: { ...set, start, architecture } }
      const run = await ended(here, await client.training.start(request))
      const model = (await client.training.run({ run: run.id })).model as ModelId
      const [card, heldOut, outOfFold] = await Promise.all([
        client.models.card({ model }),
        client.models.evaluate({ model, split: 'hold-out' }),
        client.models.evaluate({ model, split: 'out-of-fold' }),
      ])
      return { model, card, heldOut: heldOut.n, outOfFold: outOfFold.n }
    }
    const on = await train('current')
    expect(on.card.model).toMatchObject({ parent: 'm1', status: 'candidate', current: false })
    expect(on.card.licenceNotes).toContainEqual(expect.stringContaining('A. Author'))
    // What it goes on from had seen the photographs that it holds out; its folds had not.
    expect(on.heldOut).toBe(0)
    expect(on.outOfFold).toBeGreaterThan(0)
    const anew = await train('scratch')
    expect(anew.card.model.parent).toBeNull()
    expect(anew.heldOut).toBeGreaterThan(0)
    expect(anew.outOfFold).toBe(24)
  })

  it('are predicted by folds that go on from the starter, too, unless it learnt from one of them', async () => {
    for (const known of [[], [...hashes.values()].slice(0, 1)]) {
      const starter = await makeStarter(place.folder, known)
      const here = await open(starter.folder)
      await ended(here, await importThem(here))
      const { training, jobs } = here.client
      const { id } = await training.start({
        recipe: 'quick',
        set: { start: 'current', architecture: 'current', size: 32, folds: 3 },
      })
      await expect.poll(async () => (await jobs.get({ run: id })).stage, { timeout: 60_000 }).not.toBeNull()
      await here.close()
      workstation = undefined
      const project = join(place.folder, 'made.regrade')
      const store = openProject(project, opening)
      const { request } = store.runs.get(id)
      store.close()
      expect(request).toMatchObject({ parent: { model: 'm1', forFolds: known.length === 0 } })
      await rm(project, { recursive: true })
    }
  })
})

describe('the command line', () => {
  it('gives the starter to a new project, names who is to be named, and scores nothing unasked', async () => {
    const starter = await makeStarter(place.folder)
    await writeMadePhotographs(place.folder, 10, 64)
    const project = join(place.folder, 'made.regrade')
    const run = async (...words: string[]) => await regradeHere(words, { home: place.folder, starter: starter.folder })
    expect((await run('init', project)).code).toBe(0)
    const [images, labels] = [join(place.folder, 'photographs'), join(place.folder, 'labels.csv')]
    expect((await run('import', project, '--images', images, '--labels', labels)).code).toBe(0)
    expect(document(await run('model', 'list', project, '--json'))).toMatchObject({
      models: [{ id: 'm1', status: 'starter', licenceNotes: [expect.stringContaining('A. Author, Eyes, 2018')] }],
    })
    expect((await run('model', 'list', project)).out).toContain('name A. Author, Eyes, 2018 wherever it goes')
    expect(document(await run('suspects', project, '--json'))).toMatchObject({ model: 'm1', unscored: 10 })
    expect(document(await run('score', project, '--json'))).toMatchObject({ model: 'm1', images: 10 })
    expect(document(await run('suspects', project, '--json'))).toMatchObject({ unscored: 0 })
  })
})

it('is read as it was written', async () => {
  const starter = await makeStarter(place.folder, ['0123456789abcdef'])
  expect((await readStarter(starter.folder)).card).toEqual(starter.card)
})
