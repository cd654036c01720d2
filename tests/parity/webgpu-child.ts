import { NetworkBuilder } from '#nn/architectures/network-builder.ts'
import type { Network } from '#nn/network.ts'
import { defaultAdam } from '#nn/optimizers/adam.ts'
import { initialParameters } from '#nn/parameters.ts'
import { openOnnxRuntime } from '#nn/runtimes/onnxruntime.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import { smallNetwork } from '#nn/testing/small-network.ts'
import { openTrainer } from '#nn/trainer.ts'
import { drawnBatch } from './drawn.ts'

const [batch, size, classes, steps] = [2, 16, 3, 3]

/** What EfficientNet has not: rectification, both pools, a dense and a grouped convolution of several places, maps side by side. */
function pooledNetwork(): Network {
  const layers = new NetworkBuilder('pooled', size)
  const unit = (x: string, name: string, channels: number, group = 1) =>
    layers.op('Relu', layers.batchNorm(layers.convolution(x, `${name}.0`, channels, { kernel: 3, group }), `${name}.1`))
  const stem = layers.maxPool(unit('image', 'stem', 16), 3, 2, 1)
  layers.group = 'middle'
  const joined = layers.concat(stem, unit(stem, 'grouped', 16, 4))
  layers.group = 'head'
  const pooled = layers.op('Flatten', layers.op('GlobalAveragePool', layers.averagePool(unit(joined, 'dense', 24), 2)))
  const logits = layers.linear(pooled, 'classifier', classes, { weight: 0.2, bias: 0 })
  return { architecture: 'pooled', size, classes, head: 'softmax', ...layers.finish(logits) }
}

async function losses(network: Network, kind: 'cpu' | 'webgpu'): Promise<number[]> {
  const plain = await openOnnxRuntime(kind, { threads: 2 })
  const runtime: Runtime = {
    ...plain,
    session: (bytes, options) => plain.session(bytes, { ...options, refuseFallback: kind === 'webgpu' }),
  }
  const trainer = await openTrainer({
    runtime,
    network,
    batch,
    parameters: initialParameters(network, 1),
    optimizer: defaultAdam,
    statisticsMomentum: 0.1,
  })
  const found: number[] = []
  for (let step = 0; step < steps; step++) {
    const drawn = drawnBatch([batch, 3, size, size], classes, step)
    found.push((await trainer.step({ ...drawn, learningRate: 1e-3, seed: 1 })).loss)
  }
  await trainer.close()
  return found
}

/** A bad adapter may end the process, and its environment decides which there is: so this is one of its own. */
process.once('message', async () => {
  const answers: Record<string, number[][]> = {}
  for (const network of [smallNetwork({ size, noise: 0.2 }), pooledNetwork()])
    answers[network.architecture] = [await losses(network, 'cpu'), await losses(network, 'webgpu')]
  process.send?.(answers, () => process.exit(0))
})
