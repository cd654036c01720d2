import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { findLabelIssues, type IssueMethod, issueMethods } from '#statistics/label-issues/find-label-issues.ts'
import type { LabelledSet } from '#statistics/label-issues/labelled-set.ts'
import { benchmark, whole } from './benchmark.ts'
import { comparePeer, interleaved } from './interleaved.ts'
import { median, timed } from './samples.ts'
import { startScript } from './torch-peer.ts'

/** Share of the made labels that are wrong. */
const wrongLabels = 0.15

export const labelIssuesBenchmark = benchmark(
  'label-issues',
  'every score and the issues of a million labels, milliseconds on one thread',
  {
    rows: whole(1_000_000),
    classes: whole(5, 2),
    repeats: whole(5),
    method: z.enum(issueMethods).default('prune-by-noise-rate'),
    /** cleanlab is found where PYTHONPATH leads. */
    peer: z.enum(['none', 'cleanlab']).default('none'),
  },
  async (settings, { signal }) => {
    const { repeats, method } = settings
    const set = madeSet(settings)
    const before = process.resourceUsage().maxRSS
    const { own: samples, ...beside } = await besideCleanlab(set, settings, signal)
    const megabytes = process.resourceUsage().maxRSS / 1024
    return {
      unit: 'ms',
      value: median(samples),
      samples,
      ...('peer' in beside && { peer: beside.peer }),
      what: `All scores, thresholds, the confident joint, its matrices and the issues by ${method} of ${settings.rows} rows of ${settings.classes} probabilities; median of ${repeats}.`,
      settings,
      target: { atMost: 300 },
      figures: {
        'most memory of the process (MiB, at most 400)': megabytes,
        'of it beyond what it held with the rows (MiB)': megabytes - before / 1024,
        ...('peerMegabytes' in beside && { 'most memory of the peer (MiB)': beside.peerMegabytes }),
      },
    }
  },
)

interface Settings {
  readonly classes: number
  readonly repeats: number
  readonly method: IssueMethod
  readonly peer: 'none' | 'cleanlab'
}

/** Both in turn on the same rows, where cleanlab is asked for and there. */
async function besideCleanlab(set: LabelledSet, { classes, repeats, method, peer }: Settings, signal: AbortSignal) {
  const own = () => timed(() => findLabelIssues(set, method))
  const turns = { runs: repeats, warmUp: 0, signal }
  if (peer === 'none') return { own: (await interleaved(own, undefined, turns)).own }
  const folder = await mkdtemp(join(tmpdir(), 'regrade-bench-'))
  try {
    const files = [join(folder, 'labels'), join(folder, 'probabilities')] as const
    await writeFile(files[0], Int32Array.from(set.labels))
    await writeFile(files[1], Float64Array.from(set.probabilities))
    const words = [...files, String(classes), method]
    const running = await startScript('cleanlab-peer.py', words, 'no cleanlab where PYTHONPATH leads')
    if ('reason' in running) {
      const alone = await interleaved(own, undefined, turns)
      return { own: alone.own, peer: { name: 'cleanlab', reason: running.reason } }
    }
    try {
      const both = await interleaved(own, running, turns)
      const compared = comparePeer(running.name, both.own, both.peer)
      return { own: both.own, peer: compared, peerMegabytes: running.peakMegabytes() }
    } finally {
      running.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Labels and a model's rows: mostly sure of the true class, some labels another class. */
function madeSet({ rows, classes }: { readonly rows: number; readonly classes: number }): LabelledSet {
  const uniform = seededUniform(1)
  const labels = new Int32Array(rows)
  const probabilities = new Float64Array(rows * classes)
  for (let row = 0; row < rows; row++) {
    const truth = Math.floor(uniform() * classes)
    labels[row] = uniform() < wrongLabels ? Math.floor(uniform() * classes) : truth
    let sum = 0
    for (let k = 0; k < classes; k++) {
      const weight = uniform() ** 2 + (k === truth ? 1.5 * uniform() : 0)
      probabilities[row * classes + k] = weight
      sum += weight
    }
    for (let k = 0; k < classes; k++) {
      const place = row * classes + k
      probabilities[place] = (probabilities[place] as number) / sum
    }
  }
  return { n: rows, classes, labels, probabilities }
}
