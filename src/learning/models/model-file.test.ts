import { expect, it } from 'vitest'
import { buildNetwork } from '#nn/architectures/registry.ts'
import { initialParameters } from '#nn/parameters.ts'
import { describeModel, encodeTrained } from './model-file.ts'

it('a model file says how its photographs were enhanced, and nothing where they were not', () => {
  const network = buildNetwork({ architecture: 'efficientnet-b0', classes: 5, size: 32 })
  const parameters = initialParameters(network, 1)
  expect(describeModel(encodeTrained(network, parameters, { enhancement: 'clahe' }))).toMatchObject({
    ...{ size: 32, enhancement: 'clahe' },
  })
  expect(describeModel(encodeTrained(network, parameters))).not.toHaveProperty('enhancement')
})
