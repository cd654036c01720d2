import { describe, expect, it } from 'vitest'
import type { ModelId } from '#shared/ids.ts'
import { ownNetwork, startChoices, startOfValue, startValue } from './start-choices.ts'

const models = [
  { id: 'm1' as ModelId, name: 'first', architecture: 'resnet-50' },
  { id: 'm2' as ModelId, name: 'both', architecture: 'ensemble' },
  { id: 'm3' as ModelId, name: 'third', architecture: 'efficientnet-b0' },
]
const file = '/data/b0.safetensors'

describe('what a recipe may start from', () => {
  it('is the model in use, nothing, or a network of the project, the newest first; no ensemble', () => {
    const choices = startChoices('scratch', 'm3', models)
    expect(choices.map(({ value }) => value)).toEqual(['current', 'scratch', 'm3', 'm1'])
    expect(choices[0]?.label).toContain('m3')
  })

  it('is also what a recipe from elsewhere names: a file, or a model that is not here', () => {
    expect(startChoices({ weights: file }, null, models).at(-1)).toEqual({ value: file, label: file })
    expect(startChoices({ model: 'm9' }, null, models).at(-1)?.value).toBe('m9')
  })

  it('is written as it is chosen', () => {
    for (const start of ['current', 'scratch', { model: 'm3' }, { weights: file }]) {
      expect(startOfValue(startValue(start))).toEqual(start)
    }
    expect(startValue('x')).toBe('')
  })

  it('has a network of its own, unless it is nothing or weights alone', () => {
    expect(['current', { model: 'm3' }, { weights: 'a.onnx' }].map((start) => ownNetwork(start, 'm1'))).toEqual([
      ...['The current model’s own', 'm3’s own', 'The file’s own'],
    ])
    for (const start of ['scratch', { weights: file }, 'x']) expect(ownNetwork(start, 'm1')).toBeNull()
    expect(ownNetwork('current', null)).toBeNull()
  })
})
