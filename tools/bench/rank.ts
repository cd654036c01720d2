import type { Grade } from '#shared/grades.ts'
import type { ModelId } from '#shared/ids.ts'
import { openProject } from '#store/open.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { rankAll, rankInParts, rankOne } from '#workstation/suspicion/rank.ts'
import { applicationVersion } from '../../src/hosts/application.ts'
import { benchmark, whole } from './benchmark.ts'
import { makeRows } from './made-rows.ts'
import { someFiles } from './photographs.ts'
import { median, timed } from './samples.ts'
import { withWorkplace } from './workplace.ts'

/** A decision as a window sends it. */
const decision = {
  ...{ grader: 'bench', phase: 'revealed' as const, lesions: [], ungradableReason: null },
  ...{ confidence: null, seconds: null, shown: null },
}

export const rankBenchmark = benchmark(
  'rank',
  'learning and ranking the suspicion of 100,000 photographs anew, milliseconds',
  { rows: whole(100_000), repeats: whole(5) },
  async (settings, terminal) => {
    const { rows, repeats } = settings
    const found = await withWorkplace(terminal, async (folder) => {
      const at = terminal.now().toISOString()
      const project = makeRows({ folder, rows, files: await someFiles(folder), at })
      const store = openProject(project, { version: applicationVersion(), now: at })
      try {
        const model = store.models.current()
        const images = [...store.images.names().keys()]
        const [image] = images
        if (!model || image === undefined) throw new Error('The made project has no model.')
        const all: number[] = []
        const one: number[] = []
        const turns: number[] = []
        for (let repeat = 0; repeat < repeats; repeat++) {
          // So that what is learnt changes, and with it every score.
          store.transaction(() => {
            for (const one of images.slice(repeat * 25, (repeat + 1) * 25)) {
              store.readings.append({ ...decision, image: one, decision: (one % 5) as Grade }, at)
            }
          })
          all.push(await timed(() => rankAll(store, model.id)))
          one.push(await timed(() => store.transaction(() => rankOne(store, image))))
          turns.push(longestTurn(store, model.id))
        }
        return { all, one, turns }
      } finally {
        store.close()
      }
    })
    return {
      unit: 'ms',
      value: median(found.all),
      samples: found.all,
      what: `Reading ${rows} photographs' labels, readings and predictions, learning from them, weighing each and writing the order after 25 more decisions, median of ${repeats}.`,
      settings,
      target: { atMost: 1000 },
      figures: {
        'after one decision (ms)': median(found.one),
        'longest that a call waits while it is done in parts (ms)': median(found.turns),
      },
    }
  },
)

/** Milliseconds that the longest part takes, as between a reader's decisions. */
function longestTurn(store: ProjectStore, model: ModelId): number {
  const parts = rankInParts(store, model)
  for (let longest = 0; ; ) {
    const start = performance.now()
    const { value, done } = parts.next()
    if (done) return longest
    store.suspicions.put(model, value)
    longest = Math.max(longest, performance.now() - start)
  }
}
