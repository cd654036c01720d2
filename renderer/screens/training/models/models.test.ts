import { describe, expect, it } from 'vitest'
import type { ModelSummary } from '#shared/contract/common.ts'
import { modelIdSchema } from '#shared/ids.ts'
import { networkWords } from './card-facts.ts'
import { lineage } from './lineage.ts'
import { isWeightsFile, networkOfFile } from './weights-file.ts'

function model(id: number, parent: number | null): ModelSummary {
  return {
    id: modelIdSchema.parse(`m${id}`),
    parent: parent === null ? null : modelIdSchema.parse(`m${parent}`),
    ...{
      name: '',
      architecture: 'efficientnet-b0',
      head: 'softmax',
      status: 'candidate',
      current: false,
      qwk: null,
      oedemaQwk: null,
    },
    ...{ createdAt: '2026-01-01T00:00:00Z', attribution: null, untrained: null, doubt: null },
  }
}

describe('the lineage of models', () => {
  it('has each under the one it goes on from', () => {
    const models = [model(1, null), model(2, 1), model(3, null), model(4, 2), model(5, 1), model(6, 99)]
    expect(lineage(models).map(({ model: { id }, depth }) => `${depth} ${id}`)).toEqual([
      ...['0 m1', '1 m2', '2 m4', '1 m5', '0 m3', '0 m6'],
    ])
  })
})

it('the network of a run is named, or the model whose own it is', () => {
  const start = { model: modelIdSchema.parse('m2') }
  expect(networkWords({ architecture: 'resnet-50', start })).toBe('resnet-50')
  expect(networkWords({ architecture: 'current', start })).toBe('network of m2')
  expect(networkWords({ architecture: 'current', start: 'current' })).toBe('network of the model then in use')
})

describe('a file of weights', () => {
  const networks = ['efficientnet-b0', 'efficientnet-b5', 'resnet-50', 'wide-resnet-50']
  it('is known by its ending, its network by its name', () => {
    expect(['a.safetensors', 'a.SafeTensors ', 'a.onnx'].map(isWeightsFile)).toEqual([true, true, false])
    expect(networkOfFile('/weights/tf_efficientnet_b5_ns.safetensors', networks)).toBe('efficientnet-b5')
    expect(networkOfFile('C:\\weights\\wide_resnet50_2.safetensors', networks)).toBe('wide-resnet-50')
    expect(networkOfFile('/efficientnet-b0/model.safetensors', networks)).toBe('')
  })
})
