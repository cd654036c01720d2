import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resolveRecipe } from '#learning/recipes/recipes.ts'
import { trainerOptions } from '#learning/recipes/trainer-options.ts'
import { stagesOf } from '#learning/schedules/stages.ts'
import { GraphBuilder } from '#nn/graph/builder.ts'
import { importNetwork } from '#nn/importing/import-network.ts'
import { decodeModel } from '#nn/model-file.ts'
import { writeOnnx } from '#nn/onnx/writer.ts'
import { float32, floatEntry, integers, type Tensor } from '#nn/tensor.ts'
import { decodeTensors, encodeTensors } from '#nn/weights/safetensors.ts'
import type { ModelId } from '#shared/ids.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { document, regradeHere } from './command-line.ts'
import { ended, importMadePhotographs, temporaryFolder, testWorkstation, writeMadePhotographs } from './made-project.ts'

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'onnx')
const { folder, remove } = temporaryFolder()
afterAll(remove)

describe('a model that PyTorch exported', () => {
  let workstation: Workstation
  beforeAll(async () => {
    await writeMadePhotographs(folder, 24, 64)
    workstation = await testWorkstation(folder)
    await importMadePhotographs(workstation, folder)
  })
  afterAll(() => workstation.close())

  it('is imported, scores, explains, is trained on and is exported again', async () => {
    const { client } = workstation
    const file = join(folder, 'colleague.onnx')
    copyFileSync(join(fixtures, 'residual-training.onnx'), file)
    const model = await client.models.import({ file, size: 32 })
    expect(model).toMatchObject({ name: 'colleague', architecture: 'colleague', status: 'candidate', current: false })
    await client.models.promote({ model: model.id })

    const scored = await ended(workstation, await client.models.score({}))
    expect(await client.models.scored({ run: scored.id })).toMatchObject({ model: model.id, images: 24 })
    const { suspects } = await client.looking.suspects({ limit: 1 })
    const { image } = await client.review.find({ image: suspects[0]?.image ?? '' })
    const { probabilities } = await client.looking.explain({ image, method: 'grad-cam' })
    expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 5)

    const set = { architecture: 'current', start: 'current', size: 32, epochs: 2, folds: 2, batch: 4 }
    const estimate = await client.training.estimate({ recipe: 'quick', set, runtime: 'cpu' })
    expect(estimate.stepMilliseconds).toBeGreaterThan(0)
    // The file's network is a fraction of the recipe's own.
    const own = await client.training.estimate({
      ...{ recipe: 'quick', runtime: 'cpu' },
      set: { ...set, architecture: 'efficientnet-b0' },
    })
    expect(estimate.stepMilliseconds).toBeLessThan(own.stepMilliseconds / 2)
    const run = await ended(workstation, await client.training.start({ recipe: 'quick', set }))
    const trained = (await client.training.run({ run: run.id })).model
    const listed = await client.models.list()
    expect(listed.find(({ id }) => id === trained)).toMatchObject({ architecture: 'colleague', parent: model.id })

    const out = join(folder, 'out.onnx')
    await client.models.save({ model: trained as ModelId, file: out })
    const noise = decodeModel(readFileSync(out)).model.graph.nodes.filter(({ type }) => type === 'Dropout')
    expect(noise).toHaveLength(1)

    await client.models.save({ model: model.id, file: out, force: true })
    const [before, after] = [file, out].map((path) => decodeModel(readFileSync(path)))
    expect(after?.description).toMatchObject({ architecture: 'colleague', size: 32, head: 'softmax' })
    for (const [name, tensor] of before?.model.graph.constants ?? []) {
      if (tensor.shape.length > 1) expect(after?.model.graph.constants.get(name), name).toEqual(tensor)
    }
    expect(await client.models.import({ file: out })).toMatchObject({ architecture: 'colleague' })
  })

  it('that wants its images normalised otherwise is given a layer that does so', async () => {
    const { client } = workstation
    const normalisation = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] }
    const { id } = await client.models.import({ file: join(fixtures, 'mobile.onnx'), normalisation })
    const out = join(folder, 'normalised.onnx')
    await client.models.save({ model: id, file: out })
    const [first, second] = decodeModel(readFileSync(out)).model.graph.nodes
    expect([first?.type, second?.type]).toEqual(['Mul', 'Add'])
  })

  it('is refused with a sentence where it has other classes, or is no classifier', async () => {
    const { client } = workstation
    const file = join(folder, 'three.onnx')
    const words = ['model', 'build', '--architecture', 'efficientnet-b0', '--classes', '3', '--output', file]
    expect((await regradeHere(words, { home: folder })).code).toBe(0)
    await expect(client.models.import({ file })).rejects.toThrow('3 classes; the ICDR scale has five')
    writeFileSync(file, readFileSync(join(fixtures, 'dense.onnx')).subarray(0, 3000))
    await expect(client.models.import({ file })).rejects.toThrow('not a whole ONNX model')
  })
})

describe('a network with an operator that has no gradient', () => {
  const file = join(folder, 'floor.onnx')
  const step = async (...more: string[]) => {
    const [input, output] = [join(folder, 'floor-in.safetensors'), join(folder, 'floor-out.safetensors')]
    const image = float32(
      Float32Array.from({ length: 2 * 3 * 16 * 16 }, (_, i) => Math.sin(i)),
      [2, 3, 16, 16],
    )
    writeFileSync(
      input,
      encodeTensors(
        new Map<string, Tensor>([
          ['image', image],
          ['target', integers([1, 4])],
        ]),
      ),
    )
    const words = ['model', 'step', '--file', file, '--input', input, '--output', output, '--force', '--json', ...more]
    return { finished: await regradeHere(words, { home: folder }), output }
  }
  beforeAll(() => {
    const builder = new GraphBuilder('floor')
    const x = builder.input('x', { type: 'float32', shape: [1, 3, 16, 16] }, ['n', 3, 16, 16])
    const weight = (name: string, outputs: number, inputs: number) =>
      builder.constant(
        float32(
          Float32Array.from({ length: 9 * outputs * inputs }, (_, i) => Math.cos(i)),
          [outputs, inputs, 3, 3],
        ),
        name,
      )
    const first = builder.op('Conv', [x, weight('c1.weight', 4, 3)])
    const second = builder.op('Conv', [builder.op('Floor', [first]), weight('c2.weight', 5, 4)])
    builder.output(builder.op('Flatten', [builder.op('GlobalAveragePool', [second])]), ['n', 5])
    writeFileSync(file, writeOnnx({ graph: builder.build(), metadata: new Map() }))
  })

  it('is trained from the parameter on that the error names', async () => {
    const refused = document((await step()).finished).error as { code: string; details: Record<string, string> }
    expect(refused).toMatchObject({
      code: 'operator_unsupported',
      details: { operator: 'Floor', firstTrainable: 'c2.weight' },
    })
    const { finished, output } = await step('--set', `freeze=${refused.details.firstTrainable}`)
    expect(document(finished)).toMatchObject({ freeze: 'c2.weight', notes: [] })
    const { tensors } = decodeTensors(readFileSync(output))
    const before = decodeModel(readFileSync(file)).model.graph.constants
    expect(tensors.get('c1.weight')).toEqual(before.get('c1.weight'))
    expect(tensors.get('c2.weight')).not.toEqual(before.get('c2.weight'))
    expect([...tensors.keys()].toSorted()).toEqual(['c1.weight', 'c2.weight', 'grad.c2.weight'])
    expect(document((await step('--set', 'freeze=c3.weight')).finished)).toMatchObject({
      error: { code: 'usage', message: expect.stringContaining('no parameter "c3.weight"') },
    })
  })

  it('so is it by a recipe', () => {
    const phases = '[{"epochs":2,"freeze":{"before":"c2.weight"}}]'
    const recipe = resolveRecipe('quick', { phases, batch: '2', architecture: 'current', start: 'current' })
    const { network } = importNetwork(decodeModel(readFileSync(file)).model.graph, { architecture: 'floor' })
    const [stage] = stagesOf(recipe, 2, true)
    expect([...(trainerOptions(recipe, network, stage?.freeze ?? 'none').frozen ?? [])]).toEqual(['c1.weight'])
  })
})

describe('training steps on a file', () => {
  it('move every parameter and give the last gradients, under the names of the file', async () => {
    const [input, output] = [join(folder, 'in.safetensors'), join(folder, 'out.safetensors')]
    const values = Float32Array.from({ length: 2 * 3 * 16 * 16 }, (_, i) => Math.sin(i))
    writeFileSync(
      input,
      encodeTensors(
        new Map([
          ['image', float32(values, [2, 3, 16, 16])],
          ['target', integers([1, 4])],
        ] as const),
      ),
    )
    const file = join(fixtures, 'residual-folded.onnx')
    const words = ['model', 'step', '--file', file, '--input', input, '--output', output, '--force', '--json']
    const settings = ['--optimizer', 'sgd', '--steps', '2', '--set', 'learningRate=0.5', 'momentum=0']
    const finished = await regradeHere([...words, ...settings], { home: folder })
    const { losses, milliseconds } = document(finished)
    expect(losses).toHaveLength(2)
    expect(milliseconds).toHaveLength(2)
    expect((losses as number[])[1]).toBeLessThan((losses as number[])[0] as number)

    const { tensors } = decodeTensors(readFileSync(output))
    const before = decodeModel(readFileSync(file)).model.graph.constants
    const names = [...before.keys()].filter((name) => before.get(name)?.type === 'float32')
    expect([...tensors.keys()].sort()).toEqual([...names, ...names.map((name) => `grad.${name}`)].sort())
    for (const name of names) expect(tensors.get(name)).not.toEqual(before.get(name))
    expect(floatEntry(tensors, 'grad.fc.bias').data.some((value) => value !== 0)).toBe(true)

    const wrong = await regradeHere([...words, '--set', 'colour=red'], { home: folder })
    expect(wrong.code).toBe(2)
  })
})
