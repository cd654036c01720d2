import { describe, expect, it } from 'vitest'
import { buildNetwork } from '../architectures/registry.ts'
import { inferTypes } from '../graph/shapes.ts'
import { elementCount } from '../tensor.ts'
import { usualLoss } from '../training/losses/loss.ts'
import { buildStepGraph } from '../training/step-graph.ts'
import { lowerPortable } from './portable.ts'

// What every WebGPU adapter grants: eight storage buffers a stage and 128 MiB a binding.
describe('a portable training step fits the least of WebGPU', () => {
  it.each([
    ['efficientnet-b0', 224, 8],
    ['efficientnet-b5', 456, 2],
    ['resnet-50', 224, 8],
    ['resnext-50-32x4d', 224, 8],
    ['densenet-201', 224, 8],
  ])('%s at %i px, batch %i', (architecture, size, batch) => {
    const network = buildNetwork({ architecture, classes: 5, size })
    const loss = { ...usualLoss(network.head), head: network.head }
    const graph = lowerPortable(buildStepGraph({ network, batch, loss, statisticsMomentum: 0.1, packLimit: 1 }).graph)
    for (const { name, inputs, outputs } of graph.nodes)
      expect(new Set([...inputs, ...outputs].filter((one) => one !== '')).size, name).toBeLessThanOrEqual(8)
    const bytes = [...inferTypes(graph).values()].map(({ shape }) => 4 * elementCount(shape))
    expect(Math.max(...bytes)).toBeLessThanOrEqual(128 * 2 ** 20)
  })
})
