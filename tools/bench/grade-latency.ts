import type { Grade } from '#shared/grades.ts'
import { unpackQueue } from '#shared/queue.ts'
import { withProject } from '../../src/hosts/cli/project.ts'
import { benchmark, whole } from './benchmark.ts'
import { makeRows } from './made-rows.ts'
import { someFiles } from './photographs.ts'
import { median, quantileOf } from './samples.ts'
import { withWorkplace } from './workplace.ts'

const pauseless = 20

export const gradeLatencyBenchmark = benchmark(
  'grade-latency',
  "from the service's call to the grade durable on disk, p95 in milliseconds",
  { rows: whole(10_000), grades: whole(1000) },
  async (settings, terminal) => {
    const { rows, grades } = settings
    const samples = await withWorkplace(terminal, async (folder, trial) => {
      const at = terminal.now().toISOString()
      const project = makeRows({ folder, rows, files: await someFiles(folder), at })
      return await withProject(trial, project, async ({ client }) => {
        const { images } = unpackQueue(await client.review.queue({ order: 'suspicion', grader: 'bench' }))
        const taken: number[] = []
        for (let count = 0; count < grades + pauseless; count++) {
          const image = images[count % images.length]
          if (image === undefined) break
          const decision = (count % 5) as Grade
          const start = performance.now()
          await client.review.grade({ image, grader: 'bench', decision, seconds: 1 })
          if (count >= pauseless) taken.push(performance.now() - start)
        }
        return taken
      })
    })
    return {
      unit: 'ms',
      value: quantileOf(samples, 0.95),
      samples,
      what: `95th percentile of ${samples.length} calls of review.grade, each a reading and an event committed with synchronous=FULL, in a project of ${rows} photographs.`,
      settings,
      target: { atMost: 3 },
      figures: { p50: median(samples), p99: quantileOf(samples, 0.99), max: Math.max(...samples) },
    }
  },
)
