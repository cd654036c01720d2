import { expect, it } from 'vitest'
import { buildNetwork } from '#nn/architectures/registry.ts'
import { initialParameters } from '#nn/parameters.ts'
import { floatEntry } from '#nn/tensor.ts'
import { startingParameters } from './starting-parameters.ts'

it('starts with every grade equally likely and every residual block of B0 as the identity', () => {
  const network = buildNetwork({ architecture: 'efficientnet-b0', classes: 5, size: 64 })
  const start = startingParameters(network, 3)
  const usual = initialParameters(network, 3)
  const changed = network.parameters
    .map((one) => one.name)
    .filter((name) =>
      floatEntry(start, name).data.some((value, index) => value !== floatEntry(usual, name).data[index]),
    )
  // Blocks of B0 with a skip: all but the first of each of its seven stages.
  const blocks = ['2.1', '3.1', '4.1', '4.2', '5.1', '5.2', '6.1', '6.2', '6.3']
  expect(changed.sort()).toEqual([
    'classifier.1.weight',
    ...blocks.map((block) => `features.${block}.block.3.1.weight`),
  ])
  for (const name of changed) expect(floatEntry(start, name).data.every((value) => value === 0)).toBe(true)
  expect(startingParameters(network, 3)).toEqual(start)
})

it('does so with each of ResNet’s blocks, and leaves its shortcuts', () => {
  const network = buildNetwork({ architecture: 'resnet-50', classes: 5, size: 64 })
  const start = startingParameters(network, 3)
  const weights = network.parameters.filter(({ name, role }) => role === 'trainable' && name.endsWith('.weight'))
  const blocks = [3, 4, 6, 3].flatMap((count, stage) =>
    Array.from({ length: count }, (_, block) => `layer${stage + 1}.${block}.bn3.weight`),
  )
  expect(
    weights.map(({ name }) => name).filter((name) => floatEntry(start, name).data.every((value) => value === 0)),
  ).toEqual([...blocks, 'fc.weight'])
})
