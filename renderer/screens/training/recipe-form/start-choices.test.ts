import { describe, expect, it } from 'vitest'
import type { ModelId } from '#shared/ids.ts'
import {
  fileChoice,
  networkToTake,
  ownNetwork,
  startChoices,
  startOfFile,
  startOfValue,
  startValue,
} from './start-choices.ts'

const models = [
  { id: 'm1' as ModelId, name: 'first', architecture: 'resnet-50' },
  { id: 'm2' as ModelId, name: 'both', architecture: 'ensemble' },
  { id: 'm3' as ModelId, name: 'third', architecture: 'efficientnet-b0' },
]
const file = '/data/b0.safetensors'

describe('what a recipe may start from', () => {
  it('is the model in use, nothing, a network of the project, the newest first, or a file; no ensemble', () => {
    const choices = startChoices('scratch', 'm3', models)
    expect(choices.map(({ value }) => value)).toEqual(['current', 'scratch', 'm3', 'm1', fileChoice])
    expect(choices[0]?.label).toContain('m3')
  })

  it('is also what a recipe from elsewhere names: a file, or a model that is not here', () => {
    expect(startChoices({ weights: file }, null, models).at(-1)).toEqual({
      value: file,
      label: 'The file b0.safetensors',
    })
    expect(startChoices({ model: 'm9' }, null, models).at(-1)?.value).toBe('m9')
  })

  it('is written as it is chosen', () => {
    for (const start of ['current', 'scratch', { model: 'm3' }, { weights: file }]) {
      expect(startOfValue(startValue(start))).toEqual(start)
    }
    expect(startValue('x')).toBe('')
  })

  it('is a file that was picked, or the sentence why it is none', () => {
    expect(startOfFile(file)).toEqual({ start: { weights: file } })
    expect(startOfFile('C:\\models\\Net.ONNX')).toEqual({ start: { weights: 'C:\\models\\Net.ONNX' } })
    expect(startOfFile('/data/weights.pth')).toEqual({
      sentence: expect.stringMatching(/^weights\.pth is of PyTorch’s own format.*\nimport torch/),
    })
    for (const other of ['/data/weights.csv', '/data/m2', '/data/scratch']) {
      const name = other.slice('/data/'.length)
      expect(startOfFile(other)).toEqual({ sentence: `${name} is neither a .safetensors nor an .onnx file.` })
    }
  })

  it('brings the network that fits it, and leaves one that does', () => {
    const known = { current: 'm3', models, networks: ['efficientnet-b0', 'efficientnet-b5', 'resnet-50'] }
    const taken = (start: unknown, architecture: string) => networkToTake(start, architecture, known)
    expect(taken({ weights: '/tf_efficientnet_b5.safetensors' }, 'efficientnet-b0')).toBe('efficientnet-b5')
    expect(taken({ weights: '/tf_efficientnet_b5.safetensors' }, 'efficientnet-b5')).toBeNull()
    expect(taken({ weights: file }, 'resnet-50')).toBeNull()
    expect(taken({ weights: file }, 'current')).toBe('efficientnet-b0')
    expect(taken({ weights: '/net.onnx' }, 'resnet-50')).toBe('current')
    expect(taken({ weights: '/net.onnx' }, 'current')).toBeNull()
    expect([taken({ model: 'm1' }, 'efficientnet-b0'), taken({ model: 'm1' }, 'resnet-50')]).toEqual(['current', null])
    expect([taken('scratch', 'current'), taken('scratch', 'resnet-50')]).toEqual(['efficientnet-b0', null])
    expect(networkToTake('current', 'current', { ...known, current: null })).toBe('efficientnet-b0')
  })

  it('has a network of its own, unless it is nothing or weights alone', () => {
    expect(['current', { model: 'm3' }, { weights: 'a.onnx' }].map((start) => ownNetwork(start, 'm1'))).toEqual([
      ...['The current model’s own', 'm3’s own', 'The file’s own'],
    ])
    for (const start of ['scratch', { weights: file }, 'x']) expect(ownNetwork(start, 'm1')).toBeNull()
    expect(ownNetwork('current', null)).toBeNull()
  })
})
