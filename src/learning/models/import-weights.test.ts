import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildNetwork } from '#nn/architectures/registry.ts'
import { decodeModel } from '#nn/model-file.ts'
import { initialParameters } from '#nn/parameters.ts'
import { encodeTensors } from '#nn/weights/safetensors.ts'
import { importWeights } from './import-weights.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regrade-weights-'))
})
afterAll(() => rm(folder, { recursive: true }))

const architecture = 'efficientnet-b0'

/** A weights file of a network with so many classes. */
async function weightsOf(classes: number) {
  const weights = initialParameters(buildNetwork({ architecture, classes }), 7)
  const file = join(folder, `${classes}.safetensors`)
  await writeFile(file, encodeTensors(weights))
  return { file, weights }
}

describe('a file of weights', () => {
  it('becomes a model of this application with the same parameters', async () => {
    const { file, weights } = await weightsOf(5)
    const { bytes, description, parameters } = await importWeights({ file, architecture, size: 64 })
    expect(description).toMatchObject({ architecture, size: 64, head: 'softmax' })
    expect(parameters).toBe(4_013_953)
    const { constants } = decodeModel(bytes).model.graph
    for (const name of ['features.0.0.weight', 'classifier.1.weight']) {
      expect(constants.get(name)?.data).toEqual(weights.get(name)?.data)
    }
  })

  it('is a place to start from where its classifier is for other classes: all grades are as likely', async () => {
    const { file, weights } = await weightsOf(10)
    const { constants } = decodeModel((await importWeights({ file, architecture })).bytes).model.graph
    expect(constants.get('features.0.0.weight')?.data).toEqual(weights.get('features.0.0.weight')?.data)
    expect(constants.get('classifier.1.weight')?.shape[0]).toBe(5)
    expect(constants.get('classifier.1.weight')?.data.every((value) => Number(value) === 0)).toBe(true)
  })

  it('is refused where it is of another network, or not there', async () => {
    const { file } = await weightsOf(5)
    await expect(importWeights({ file, architecture: 'resnet-50' })).rejects.toMatchObject({ code: 'model_unreadable' })
    await expect(importWeights({ file, architecture: 'x' })).rejects.toMatchObject({ code: 'usage' })
    await expect(importWeights({ file: join(folder, 'none'), architecture })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
