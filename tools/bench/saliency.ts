import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { encodeJpeg } from '#imaging/encode.ts'
import { makePhotograph } from '#imaging/made/photograph.ts'
import { encodeTrained } from '#learning/models/model-file.ts'
import { buildNetwork } from '#nn/architectures/registry.ts'
import { initialParameters } from '#nn/parameters.ts'
import { mapMethodSchema, usualMapMethod } from '#shared/contract/looking.ts'
import { throwIfCancelled } from '#shared/progress.ts'
import { sha256Of } from '#store/blobs.ts'
import { benchmark, whole } from './benchmark.ts'
import { classes } from './network-speed.ts'
import { noise } from './noise.ts'
import { median, timed } from './samples.ts'

export const saliencyBenchmark = benchmark(
  'saliency',
  'time of a heat map in times of one forward and backward pass, alone and from the photograph to the picture over it',
  {
    architecture: z.string().default('resnet-50'),
    size: whole(224, 32),
    method: mapMethodSchema.default(usualMapMethod),
    photographPx: whole(1024, 64),
    threads: whole(availableParallelism()),
    runs: whole(10),
    warmUp: whole(3, 0),
    maps: whole(100, 0),
  },
  async (settings, { signal }) => {
    const { architecture, size, method, threads, runs, warmUp, maps } = settings
    const { explainPhotograph } = await import('#learning/saliency/explain.ts')
    const { openRuntime } = await import('#nn/runtimes/choose.ts')
    const { mapMakerKind, openMapMaker } = await import('#learning/saliency/open-map-maker.ts')
    const { openExplainer } = await import('#nn/saliency-graph.ts')
    const network = buildNetwork({ architecture, classes, size })
    const model = encodeTrained(network, initialParameters(network, 1))
    const file = { sha256: sha256Of(model), read: async () => model }
    const folder = await mkdtemp(join(tmpdir(), 'regrade-bench-'))
    const runtime = await openRuntime('cpu', { threads })
    const whole = await openExplainer(runtime, model, { by: 'image' })
    const maker = await openMapMaker(mapMakerKind(method), { runtime, model, size, layers: [] })
    try {
      const path = join(folder, 'made.jpg')
      await writeFile(path, await encodeJpeg(makePhotograph({ seed: 1, size: settings.photographPx, grade: 2 })))
      const image = noise(3 * size * size)
      const forGrade = Float32Array.from({ length: classes }, (_, grade) => Number(grade === 2))
      const asked = { models: [file], path, method, layers: [], runtime: 'cpu', threads } as const
      // As the window asks: without a grade, by a prediction that was made before.
      const request = { ...asked, likely: (await explainPhotograph(asked)).grade }
      const explain = () => timed(() => explainPhotograph(request))
      const make = () => timed(() => maker.make(image, { classWeights: forGrade, method, sides: 'one' }))
      const [own, alone, passes, memory]: [number[], number[], number[], number[]] = [[], [], [], []]
      for (let run = 0; run < warmUp + runs; run++) {
        throwIfCancelled(signal)
        const times = [await explain(), await make(), await timed(() => whole.explain(image, forGrade))] as const
        if (run < warmUp) continue
        own.push(times[0])
        alone.push(times[1])
        passes.push(times[2])
      }
      for (let made = 0; made < maps; made++) {
        throwIfCancelled(signal)
        await explain()
        memory.push(process.memoryUsage.rss() / 2 ** 20)
      }
      const half = Math.floor(maps / 2)
      return {
        unit: 'times',
        value: median(alone) / median(passes),
        samples: alone.map((milliseconds, run) => milliseconds / (passes[run] as number)),
        what: `A ${method} map by ${architecture} at ${size} px of a prepared photograph, in times of a forward pass with its backward pass down to the image, on ${runtime.device}; medians of ${runs} after ${warmUp}. And from a JPEG of ${settings.photographPx} px to the PNG over it.`,
        settings,
        target: { atMost: 1.5 },
        figures: {
          'from the photograph to the picture over it, times': median(own) / median(passes),
          mapMs: median(alone),
          fromPhotographToPictureMs: median(own),
          forwardAndBackwardMs: median(passes),
          ...(half > 0 && {
            memoryMbFirstHalf: median(memory.slice(0, half)),
            memoryMbSecondHalf: median(memory.slice(half)),
          }),
        },
      }
    } finally {
      await maker.close()
      await whole.close()
      await runtime.close()
      await rm(folder, { recursive: true })
    }
  },
)
