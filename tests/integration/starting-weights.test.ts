import { createHash } from 'node:crypto'
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildNetwork } from '#nn/architectures/registry.ts'
import { initialParameters } from '#nn/parameters.ts'
import { encodeTensors } from '#nn/weights/safetensors.ts'
import type { Run } from '#shared/contract/common.ts'
import type { ModelId } from '#shared/ids.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { document, regradeHere } from './command-line.ts'
import { ended, importMadePhotographs, temporaryFolder, testWorkstation, writeMadePhotographs } from './made-project.ts'

const { folder, remove } = temporaryFolder()
let workstation: Workstation
const set = { architecture: 'efficientnet-b0', size: 32, epochs: 1, folds: 2, batch: 8 }

/** Weights of a network for a thousand classes, as they are published. */
async function weightsOf(architecture: string): Promise<string> {
  const file = join(folder, `${architecture}.safetensors`)
  await writeFile(file, encodeTensors(initialParameters(buildNetwork({ architecture, classes: 1000 }), 7)))
  return file
}

beforeAll(async () => {
  await writeMadePhotographs(folder, 30, 64)
  workstation = await testWorkstation(folder)
  await importMadePhotographs(workstation, folder)
})
afterAll(async () => {
  await workstation.close()
  await remove()
})

const cancelledAfterAnEpoch = async (run: Run) => {
  const { jobs, training } = workstation.client
  while ((await training.run({ run: run.id })).epochs.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await jobs.cancel({ run: run.id })
  await expect(ended(workstation, run)).rejects.toThrow('ended cancelled')
}

describe('a run that starts from a file of weights', () => {
  let trained: ModelId

  it('needs the file no more once it has begun, and keeps its name and SHA-256 but not its path', async () => {
    const { training, models } = workstation.client
    const file = await weightsOf('efficientnet-b0')
    const sha256 = createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
    const run = await training.start({ recipe: 'quick', set: { ...set, start: file } })
    await copyFile(file, join(folder, 'copy.safetensors'))
    await rm(file)
    await cancelledAfterAnEpoch(run)
    await ended(workstation, await training.resume({ run: run.id }))
    const done = await training.run({ run: run.id })
    expect(done.recipe.start).toEqual({ model: 'm1' })
    trained = done.model as ModelId
    const [from, card] = [await models.card({ model: 'm1' as ModelId }), await models.card({ model: trained })]
    expect(from).toMatchObject({
      model: { status: 'retired', current: false, name: 'efficientnet-b0', architecture: 'efficientnet-b0' },
      ...{ importedFrom: 'efficientnet-b0.safetensors', importedSha256: sha256 },
    })
    expect(card).toMatchObject({ model: { parent: 'm1', current: false }, recipe: { start: { model: 'm1' } } })
    await models.promote({ model: trained })
    expect(card.licenceNotes).toContainEqual(expect.stringContaining('efficientnet-b0.safetensors'))
    expect(JSON.stringify([from, card, done])).not.toContain(folder)
  })

  it('judges every photograph by a fit that never saw it', async () => {
    const { models } = workstation.client
    const [heldOut, outOfFold] = await Promise.all([
      models.evaluate({ model: trained, split: 'hold-out' }),
      models.evaluate({ model: trained, split: 'out-of-fold' }),
    ])
    expect(heldOut.n).toBeGreaterThan(0)
    expect(outOfFold.n).toBe((await models.card({ model: trained })).data?.photographs)
  })

  it('takes the same bytes for the same model, from wherever, and a file of its own for a copy of the model', async () => {
    const { training, models, jobs } = workstation.client
    const saved = join(folder, 'own.onnx')
    await models.save({ model: trained, file: saved })
    const begin = (start: string) => training.start({ recipe: 'quick', set: { ...set, start, folds: 0 } })
    const startOf = async (run: Run) => (await training.run({ run: run.id })).recipe.start
    const again = await begin(join(folder, 'copy.safetensors'))
    expect(await startOf(again)).toEqual({ model: 'm1' })
    await jobs.cancel({ run: again.id })
    const own = await ended(workstation, await begin(saved))
    const copy = (await startOf(own)) as { model: ModelId }
    expect((await models.card(copy)).model).toMatchObject({ parent: trained, status: 'retired' })
  })

  it('is tried and measured without a model of the project', async () => {
    const { training, models } = workstation.client
    const request = {
      recipe: 'quick',
      set: { ...set, start: await weightsOf('efficientnet-b1'), architecture: 'efficientnet-b1' },
    }
    const before = await models.list()
    expect((await training.estimate({ ...request, runtime: 'cpu' })).stepMilliseconds).toBeGreaterThan(0)
    const tried = async () => {
      for await (const event of await training.findRate(request)) {
        if (event.kind === 'progress' && event.stage === 'find-rate' && event.done > 0) return true
      }
      return false
    }
    expect(await tried()).toBe(true)
    expect(await models.list()).toEqual(before)
  })
})

it.each([
  [{ start: 'nowhere.safetensors' }, 'not_found', 'nowhere.safetensors cannot be read'],
  [{ start: 'copy.safetensors', architecture: 'resnet-50' }, 'model_unreadable', 'not those of resnet-50'],
  [{ start: 'copy.safetensors', architecture: 'current' }, 'usage', 'does not say whose weights'],
  [{ start: 'labels.onnx' }, 'model_unreadable', 'not a whole ONNX model'],
  [{ start: 'm99' }, 'model_missing', 'no model m99'],
  [{ start: 'm1', architecture: 'resnet-50' }, 'recipe_invalid', 'is no resnet-50'],
])('a start from %j is refused before any run begins', async (change, code, sentence) => {
  const { training, models, jobs, noisyStudent } = workstation.client
  await copyFile(join(folder, 'labels.csv'), join(folder, 'labels.onnx'))
  const start = change.start.includes('.') ? join(folder, change.start) : change.start
  const before = [await models.list(), await jobs.list()]
  const request = { recipe: 'quick', set: { ...set, ...change, start } }
  for (const begin of [training.start, noisyStudent.start]) {
    const refusal = { code, message: expect.stringContaining(sentence) }
    await expect(begin(request)).rejects.toMatchObject(refusal)
  }
  expect([await models.list(), await jobs.list()]).toEqual(before)
  // Whoever picks a file in the form is told before that.
  const fault = change.start.includes('.') ? { field: 'start', sentence: expect.stringContaining(sentence) } : null
  expect(await training.check(request)).toEqual(fault)
})

describe('the command line', () => {
  const rates = async (...set: string[]) => {
    const words = ['train', join(folder, 'made.regrade'), '--find-rate', '--json', '--set', ...set]
    const settings = ['architecture=efficientnet-b0', 'size=32', 'batch=4', 'folds=0']
    return await regradeHere([...words, ...settings], { home: folder })
  }

  it('starts from a file by its name, and says why it computes on what it does', async () => {
    const { notes } = await workstation.client.system.chooseRuntime({ runtime: 'auto' })
    await workstation.close()
    const found = await rates(`start=${join(folder, 'copy.safetensors')}`)
    expect(found.code, found.err).toBe(0)
    expect(document(found).minimumTenth).toBeGreaterThan(0)
    for (const note of notes) expect(found.err).toContain(note)
    expect((await rates('start=weights.pth')).code).toBe(2)
    expect(document(await rates('start=m99'))).toMatchObject({ error: { code: 'model_missing' } })
  })
})
