import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { normaliseInto } from '#imaging/normalise.ts'
import { preparePhotograph } from '#imaging/prepare.ts'
import { describeModel, encodeTrained } from '#learning/models/model-file.ts'
import { startingParameters } from '#learning/models/starting-parameters.ts'
import type { HeadKind } from '#nn/heads/head.ts'
import { decodeModel } from '#nn/model-file.ts'
import { withOedemaOutput } from '#nn/oedema-output.ts'
import { openRuntime } from '#nn/runtimes/choose.ts'
import { float32, floatEntry } from '#nn/tensor.ts'
import { randomTensor } from '#nn/testing/random-tensors.ts'
import { smallNetwork } from '#nn/testing/small-network.ts'
import { softmaxRows } from '#numerics/softmax.ts'
import { ensembleKinds } from '#shared/ensembles.ts'
import { type ImageId, type ModelId, modelIdSchema } from '#shared/ids.ts'
import { openProject } from '#store/open.ts'
import { document, regradeHere } from './command-line.ts'
import { importMadePhotographs, temporaryFolder, testWorkstation, writeMadePhotographs } from './made-project.ts'

const { folder, remove } = temporaryFolder()
const project = join(folder, 'made.regrade')
const file = join(folder, 'both-eyes.onnx')
const size = 32
const members: ModelId[] = []
/** Odd, so that the last patient has one eye only. */
const count = 41

/** A network whose answers differ from photograph to photograph, and never come so near to 1 that a tree would split between
 *  two of single precision's neighbours. With an ordinal head it tells no oedema risks. */
function memberFile(seed: number, head: HeadKind): Uint8Array {
  const plain = { ...smallNetwork({ size, classes: head === 'ordinal' ? 4 : 5 }), head, classes: 5 }
  const network = head === 'ordinal' ? plain : withOedemaOutput(plain)
  const parameters = startingParameters(network, seed)
  for (const [name, { shape }] of [...parameters]) {
    if (shape.length > 1) parameters.set(name, randomTensor([...shape], seed, 0.3))
  }
  return encodeTrained(network, parameters)
}

beforeAll(async () => {
  await writeMadePhotographs(folder, count, 64)
  const workstation = await testWorkstation(folder)
  await importMadePhotographs(workstation, folder)
  await workstation.close()
  for (const [seed, head] of (['softmax', 'ordinal', 'softmax'] as const).entries()) {
    const own = join(folder, `member${seed}.onnx`)
    await writeFile(own, memberFile(seed + 1, head))
    const model = modelIdSchema.parse((await regrade('model', 'import', project, '--file', own)).model)
    await regrade('score', project, '--model', model)
    members.push(model)
  }
})

afterAll(remove)

/** Runs a command, expects it to do well, and gives its document. */
async function regrade(...words: string[]): Promise<Record<string, unknown>> {
  const finished = await regradeHere([...words, '--json'], { home: folder })
  expect(finished.code, finished.err + finished.out).toBe(0)
  return document(finished)
}

/** An ensemble over both eyes, exported to `file`. */
async function exported(by: string): Promise<ModelId> {
  const { model } = await regrade('model', 'ensemble', project, '--members', members.join(','), '--by', by, '--eyes')
  const made = modelIdSchema.parse(model)
  await regrade('model', 'export', project, '--model', made, '--file', file, '--force')
  return made
}

/** Photographs beside their fellow eyes, or themselves where there is none, and what the project keeps of them. */
function pairs(model: ModelId) {
  const store = openProject(project, { version: '0', now: new Date().toISOString() })
  try {
    const paths = new Map(store.images.all().map(({ image, path }) => [image, path]))
    const fellows = store.related.fellowEyes()
    const place = (image: ImageId) => paths.get(image) ?? ''
    return store.predictions
      .forModel(model)
      .filter(({ outOfFold }) => !outOfFold)
      .map(({ image, probabilities, oedema }) => {
        const [fellow] = fellows.get(image) ?? []
        const [own, beside] = [place(image), place(fellow ?? image)]
        return { own, beside, alone: fellow === undefined, probabilities, oedema }
      })
  } finally {
    store.close()
  }
}

async function planesOf(photographs: readonly string[]) {
  const planes = new Float32Array(photographs.length * 3 * size * size)
  for (const [at, path] of photographs.entries()) {
    normaliseInto((await preparePhotograph(path, size)).pixels, size, planes, at * 3 * size * size)
  }
  return float32(planes, [photographs.length, 3, size, size])
}

const kinds = ensembleKinds.filter((by) => by !== 'average')

it.each(kinds)('%s over both eyes is one .onnx file that says of two photographs what the project does', async (by) => {
  const kept = pairs(await exported(by))
  expect(kept).toHaveLength(count)
  expect(kept.filter(({ alone }) => alone)).toHaveLength(1)
  const bytes = await readFile(file)
  expect(describeModel(bytes)).toMatchObject({ size, head: 'softmax' })
  const runtime = await openRuntime('cpu', { threads: 1 })
  try {
    const session = await runtime.session(bytes)
    const [image, fellow] = [await planesOf(kept.map(({ own }) => own)), await planesOf(kept.map((one) => one.beside))]
    const said = async (beside: typeof fellow) =>
      await session.run(
        new Map([
          ['image', image],
          ['fellow', beside],
        ]),
      )
    const found = await said(fellow)
    const probabilities = softmaxRows(floatEntry(found, 'logits').data, 5)
    const wanted = kept.flatMap((one) => one.probabilities)
    expect(farthest(probabilities, wanted)).toBeLessThan(1e-5)
    const risks = kept.flatMap(({ oedema }) => oedema ?? [])
    expect(risks).toHaveLength(count * 3)
    expect(farthest(softmaxRows(floatEntry(found, 'oedema').data, 3), risks)).toBeLessThan(1e-5)
    // The fellow eye counts for something, and the photographs are not all alike.
    const withoutFellows = softmaxRows(floatEntry(await said(image), 'logits').data, 5)
    expect(farthest(withoutFellows, wanted)).toBeGreaterThan(1e-3)
    expect(farthest(wanted.slice(5), wanted.slice(0, -5))).toBeGreaterThan(1e-2)
    await session.close()
  } finally {
    await runtime.close()
  }
})

function farthest(found: ArrayLike<number>, wanted: readonly number[]): number {
  expect(found.length).toBe(wanted.length)
  return wanted.reduce((most, value, at) => Math.max(most, Math.abs(value - (found[at] ?? Number.NaN))), 0)
}

it('its file says what both inputs are given, and no project takes it for a model of one photograph', async () => {
  await exported('logistic')
  const { metadata } = decodeModel(await readFile(file)).model
  expect([...metadata.keys()]).toEqual(['regrade.inputs', 'regrade.model', 'regrade.origin'])
  const inputs = JSON.parse(metadata.get('regrade.inputs') ?? '')
  expect(Object.keys(inputs)).toEqual(['image', 'fellow'])
  expect(inputs.fellow).toContain('no fellow eye')
  const refused = await regradeHere(['model', 'import', project, '--file', file, '--json'], { home: folder })
  expect(refused.code).not.toBe(0)
  expect(document(refused)).toMatchObject({
    error: { code: 'model_unreadable', message: expect.stringContaining('takes two photographs') },
  })
})
