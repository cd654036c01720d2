import { join } from 'node:path'
import { z } from 'zod'
import { followRun } from '../../src/hosts/cli/follow-run.ts'
import { withWorkstation } from '../../src/hosts/cli/project.ts'
import { benchmark, whole } from './benchmark.ts'
import { copyPhotographs, photographsOfWidth } from './photographs.ts'
import { median } from './samples.ts'
import { withWorkplace } from './workplace.ts'

/** Photographs a second that issue the house asks for, by the width of the photograph. */
const targets = { '1024': 100, '4288': 9 } as const

export const importBenchmark = benchmark(
  'import',
  'photographs a second through import and screening, real ones of 1,024 or 4,288 px',
  { size: z.enum(['1024', '4288']).default('1024'), repeats: whole(3), copies: whole(1) },
  async (settings, terminal) => {
    const { size, repeats, copies } = settings
    const samples: number[] = []
    let count = 0
    let kind = ''
    await withWorkplace(terminal, (folder, trial) =>
      withWorkstation(trial, async ({ client }) => {
        const found = await photographsOfWidth(size, folder)
        const copied = await copyPhotographs(found.from, folder, copies)
        kind = found.kind
        count = copied.count
        for (let repeat = 0; repeat <= repeats; repeat++) {
          await client.projects.create({ folder: join(folder, `trial-${repeat}.regrade`), name: 'Trial' })
          const started = performance.now()
          const request = { imagesFolder: copied.images, labelsFile: copied.labels, layout: 'aptos' as const }
          await followRun(client, await client.imports.start(request), terminal)
          // The first time starts the compute process and warms the file cache.
          if (repeat > 0) samples.push((count * 1000) / (performance.now() - started))
        }
      }),
    )
    return {
      unit: 'photographs/s',
      value: median(samples),
      samples,
      what: `Import of ${count} ${kind} photographs of ${size} px width into an empty project: read, hashed, decoded, screened and durable; median of ${repeats} after one.`,
      settings,
      target: { atLeast: targets[size] },
    }
  },
)
