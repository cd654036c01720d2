import { setTimeout as wait } from 'node:timers/promises'
import type { Grade } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import { unpackQueue } from '#shared/queue.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { applicationVersion } from '../../src/hosts/application.ts'
import { followRun } from '../../src/hosts/cli/follow-run.ts'
import { withWorkstation } from '../../src/hosts/cli/project.ts'
import type { Terminal } from '../../src/hosts/cli/terminal.ts'
import { emptyDemoFolder } from '../demo/demo-folder.ts'
import { makePhotographs } from '../demo/make-photographs.ts'
import { benchmark, whole } from './benchmark.ts'
import { median, quantileOf } from './samples.ts'
import { withWorkplace } from './workplace.ts'

type Client = Workstation['client']

/** Calls a reader's window makes, in turn. */
const calls: readonly ((client: Client, image: ImageId, turn: number) => Promise<unknown>)[] = [
  (client) => client.review.queue({ order: 'suspicion', grader: 'bench' }),
  (client, image, turn) => client.review.grade({ image, grader: 'bench', decision: (turn % 5) as Grade }),
  (client) => client.quality.list({ offset: 0, limit: 200 }),
  (client, image) => client.review.photograph({ image }),
  (client) => client.jobs.list(),
  (client) => client.training.runs(),
]

export const whileTrainingBenchmark = benchmark(
  'while-training',
  'list and grade calls while a training run is on, p95 in milliseconds',
  { calls: whole(300), everyMs: whole(40), size: whole(96, 32) },
  async (settings, terminal) => {
    const samples = await withWorkplace(terminal, (folder, trial) => measure(folder, settings, trial))
    return {
      unit: 'ms',
      value: quantileOf(samples, 0.95),
      samples,
      what: `95th percentile of ${samples.length} calls (queue, grade, quality, photograph, jobs, runs), one every ${settings.everyMs} ms while 120 photographs train; from when the call was due to its reply.`,
      settings,
      target: { atMost: 50 },
      figures: { p50: median(samples), p99: quantileOf(samples, 0.99), max: Math.max(...samples) },
    }
  },
)

async function measure(
  folder: string,
  { calls: count, everyMs, size }: { calls: number; everyMs: number; size: number },
  terminal: Terminal,
): Promise<number[]> {
  const place = emptyDemoFolder(folder, { version: applicationVersion(), now: terminal.now().toISOString() })
  await makePhotographs(place, 1, { signal: terminal.signal })
  return await withWorkstation(terminal, async ({ client }) => {
    await client.projects.create({ folder: place.project, name: 'While training' })
    const request = { imagesFolder: place.photographs, labelsFile: place.labels }
    await followRun(client, await client.imports.start(request), terminal)
    const { images } = unpackQueue(await client.review.queue({ order: 'name', grader: 'bench' }))
    const set = { size: String(size), epochs: '1000', folds: '0' }
    const { id } = await client.training.start({ recipe: 'quick', set, runtime: 'cpu' })
    while ((await client.training.run({ run: id })).epochs.length === 0) {
      terminal.signal.throwIfAborted()
      const { state, error } = await client.jobs.get({ run: id })
      if (error) throw new Error(`The training run ended as ${state}: ${error.message}`)
      await wait(100)
    }
    const samples: number[] = []
    const start = performance.now()
    for (let turn = 0; turn < count; turn++) {
      const due = start + turn * everyMs
      await wait(Math.max(0, due - performance.now()))
      const image = images[turn % images.length]
      const call = calls[turn % calls.length]
      if (image === undefined || call === undefined) continue
      // A call that comes late because the process was busy is late for the reader too.
      await call(client, image, turn)
      samples.push(performance.now() - due)
    }
    await client.jobs.cancel({ run: id })
    return samples
  })
}
