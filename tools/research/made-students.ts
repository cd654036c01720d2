import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { meanInterval } from '#statistics/mean-interval.ts'
import { type Condition, conditions, type Judged, runCondition } from './made-conditions.ts'

/* What correcting labels and noisy-student rounds are worth, on made photographs with known answers: 30 % of Mild and Moderate
   are swapped, and models are trained on them (plain), again once a reader has corrected the 100 top suspects (corrected), and
   in two noisy-student rounds on top (students); beside that, the students' epochs without a teacher (longer). Takes hours, a few minutes a condition, so it is run by hand:

     node tools/research/made-students.ts --seed 1 --condition plain       one condition of one seed; goes on where it stopped
     node tools/research/made-students.ts --seeds 1,2,3,4,5                all of them, one after the other
     node tools/research/made-students.ts --table                          what has been found so far

   What is found is kept in the output folder. */

const { values: options } = parseArgs({
  options: {
    output: { type: 'string', default: join(tmpdir(), 'regrade-made-students') },
    seeds: { type: 'string', default: '1,2,3,4,5' },
    seed: { type: 'string' },
    condition: { type: 'string' },
    labelled: { type: 'string', default: '1200' },
    unlabelled: { type: 'string', default: '300' },
    fresh: { type: 'string', default: '600' },
    corrected: { type: 'string', default: '100' },
    set: { type: 'string', multiple: true, default: ['epochs=10', 'validation=0'] },
    // At 96 pixels a lesion has two or three: what turns by any angle or magnifies them blurs it away.
    student: {
      type: 'string',
      multiple: true,
      default: [
        ...['start=current', 'augmentation.rotation=0', 'augmentation.rotations=[0,90,180,270]'],
        ...['augmentation.zoom=0', 'augmentation.brightness=0.1', 'augmentation.contrast=0.1'],
      ],
    },
    folds: { type: 'string', default: '3' },
    table: { type: 'boolean', default: false },
  },
})

type Found = Partial<Record<Condition, Judged & { readonly seconds: number }>>

const seeds = (options.seed ?? options.seeds).split(',').map(Number)
const asked = options.condition === undefined ? conditions : [options.condition as Condition]
const fields = (list: readonly string[] | undefined) =>
  Object.fromEntries((list ?? []).map((one) => one.split('=', 2) as [string, string]))

function folderOf(seed: number): string {
  return join(options.output, `seed-${seed}`)
}

async function readFound(seed: number): Promise<Found> {
  const file = join(folderOf(seed), 'found.json')
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Found) : {}
}

async function find(seed: number, condition: Condition): Promise<void> {
  const found = await readFound(seed)
  if (found[condition]) return
  const folder = folderOf(seed)
  await mkdir(folder, { recursive: true })
  const start = performance.now()
  const judged = await runCondition(
    {
      ...{ folder, seed, noise: 0.3, rounds: 2 },
      labelled: Number(options.labelled),
      unlabelled: Number(options.unlabelled),
      fresh: Number(options.fresh),
      corrected: Number(options.corrected),
      set: { ...fields(options.set), seed: String(seed) },
      folds: options.folds,
      studentSet: fields(options.student),
    },
    condition,
  )
  const seconds = Math.round((performance.now() - start) / 1000)
  await writeFile(
    join(folder, 'found.json'),
    JSON.stringify({ ...found, [condition]: { ...judged, seconds } }, null, 2),
  )
  console.log(`seed ${seed}, ${condition}: ${seconds} s\n  ${judged.notes.join('\n  ')}`)
}

/** Mean over seeds and its 95 % interval. */
function summary(values: readonly number[]): string {
  const { mean, interval } = meanInterval(values)
  return `${mean.toFixed(3)}${interval ? ` (${interval[0].toFixed(3)} to ${interval[1].toFixed(3)})` : ''}`
}

async function printTable(): Promise<void> {
  const found = await Promise.all(seeds.map(readFound))
  for (const place of ['holdOut', 'fresh'] as const) {
    console.log(place === 'holdOut' ? '\nHold-out, kappa against the true grades' : '\nOther patients, the same')
    for (const condition of conditions) {
      const values = found.flatMap((one) => one[condition]?.[place] ?? [])
      const gains = found.flatMap((one) => {
        const [now, first] = [one[condition]?.[place] ?? null, one.plain?.[place] ?? null]
        return now === null || first === null ? [] : [now - first]
      })
      const each = values.map((value) => value.toFixed(3)).join(' ')
      console.log(`  ${condition.padEnd(10)} ${summary(values)}; more than plain ${summary(gains)}; each ${each}`)
    }
  }
}

if (!options.table) for (const seed of seeds) for (const condition of asked) await find(seed, condition)
await printTable()
