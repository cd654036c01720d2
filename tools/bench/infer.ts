import { buildNetwork } from '#nn/architectures/registry.ts'
import { inferenceModel } from '#nn/inference.ts'
import { encodeModel } from '#nn/model-file.ts'
import { initialParameters } from '#nn/parameters.ts'
import { benchmark } from './benchmark.ts'
import { classes, measureNetwork, networkSettings, openNetworkRuntime, targetOf } from './network-speed.ts'
import { noise } from './noise.ts'
import { timed } from './samples.ts'

export const inferBenchmark = benchmark(
  'infer',
  'milliseconds of a forward pass, beside PyTorch with peer=torch',
  networkSettings,
  async (settings, { signal }) => {
    const { architecture, size, batch } = settings
    const { openClassifier } = await import('#nn/classifier.ts')
    const network = buildNetwork({ architecture, classes, size })
    const runtime = await openNetworkRuntime(settings)
    const model = encodeModel(inferenceModel(network, initialParameters(network, 1)))
    const classifier = await openClassifier(runtime, model, { batch, size })
    try {
      const images = noise(batch * 3 * size * size)
      const run = () => timed(() => classifier.classify(images, batch))
      const { device, notes } = runtime
      const measured = await measureNetwork('infer', settings, { run, device, notes }, signal)
      return { ...measured, ...targetOf('infer', settings, measured) }
    } finally {
      await classifier.close()
      await runtime.close()
    }
  },
)
