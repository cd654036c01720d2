import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { regrade } from '../integration/command-line.ts'
import { writeMadePhotographs } from '../integration/made-project.ts'

/* Shows that a training run that is killed again and again ends with the same bytes as one that never was, and that no finished
   epoch is taken twice. Takes minutes, so it is run by hand and not among the tests:

     node tests/hardness/kill-and-resume.ts                     20 kills at random moments
     node tests/hardness/kill-and-resume.ts --kills 5 --seed 2

   Ends with 1 where the bytes differ or a finished epoch was taken again. */

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    set: { type: 'string', multiple: true, default: ['size=32', 'epochs=12', 'batch=8', 'folds=2', 'seed=3'] },
  },
})

/** Share of an uninterrupted run that the longest is left alone, so that most runs are killed more than once. */
const longest = 0.3

const home = await mkdtemp(join(tmpdir(), 'regrade-kill-'))
const uniform = seededUniform(Number(options.seed))
const set = (options.set ?? []).flatMap((one) => ['--set', one])

async function run(...words: string[]) {
  const finished = await regrade(words, { home })
  if (finished.code !== 0) throw new Error(`regrade ${words.join(' ')} ended with ${finished.code}:\n${finished.err}`)
  return finished
}

async function makeProject(name: string): Promise<string> {
  const project = join(home, `${name}.regrade`)
  await run('init', project)
  await run('import', project, '--images', join(home, 'photographs'), '--labels', join(home, 'labels.csv'))
  return project
}

/** What has to be the same: the model's file, and the order of suspects, which comes from out-of-fold predictions. */
async function fingerprint(project: string) {
  const file = join(home, 'model.onnx')
  const { models } = JSON.parse((await run('model', 'list', project, '--json')).out) as { models: { id: string }[] }
  const last = models.at(-1)
  if (models.length !== 1 || last === undefined)
    throw new Error(`${models.length} models were made, where one was asked for.`)
  await run('model', 'export', project, '--model', last.id, '--file', file)
  const { out } = await run('suspects', project, '--json', '--limit', '1000')
  const { suspects } = suspectsSchema.parse(JSON.parse(out))
  const order = JSON.stringify(suspects.map(({ image, score }) => [image, score]))
  return { model: sha256(await readFile(file)), suspects: sha256(Buffer.from(order)), listed: suspects.length }
}

const suspectsSchema = z.object({ suspects: z.array(z.object({ image: z.string(), score: z.number() })).min(1) })

/** How many epochs that were finished before have been finished anew since; notes when each was. */
function takenAgain(project: string, finished: Map<string, string>): number {
  let again = 0
  for (const { fit, epoch, at } of z.array(metricsSchema).parse(rowsOf(project, 'SELECT * FROM run_metrics'))) {
    const known = finished.get(`${fit} ${epoch}`)
    if (known !== undefined && known !== at) again++
    finished.set(`${fit} ${epoch}`, at)
  }
  return again
}

const metricsSchema = z.object({ fit: z.string(), epoch: z.int(), at: z.string() })

function rowsOf(project: string, query: string): unknown[] {
  const database = new DatabaseSync(join(project, 'project.sqlite'), { readOnly: true })
  try {
    return database.prepare(query).all()
  } finally {
    database.close()
  }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Starts or takes up the run of a project and kills it after a moment; false where it ended before. */
async function killedAfter(milliseconds: number, project: string, words: string[]): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const { code, err } = await regrade(words, {
    home,
    onErr: (_text, kill) => {
      // Counted from the first sign of life: what comes before is the same each time.
      timer ??= setTimeout(() => kill('SIGKILL'), milliseconds)
    },
  })
  clearTimeout(timer)
  if (code === 0) return false
  if (code !== null) throw new Error(`A resumed run ended with ${code}:\n${err}`)
  return rowsOf(project, "SELECT id FROM runs WHERE kind = 'train' AND state = 'done'").length === 0
}

try {
  await writeMadePhotographs(home, 40, 96)
  const plain = await makeProject('plain')
  const start = performance.now()
  await run('train', plain, '--recipe', 'quick', ...set)
  const whole = performance.now() - start
  const expected = await fingerprint(plain)
  console.log(`uninterrupted: ${(whole / 1000).toFixed(1)} s, model ${expected.model.slice(0, 16)}`)

  const asked = Number(options.kills)
  let kills = 0
  // A run that comes to its end before all kills is followed by another.
  for (let runs = 1; kills < asked; runs++) {
    const project = await makeProject(`killed ${runs}`)
    const before = kills
    const finished = new Map<string, string>()
    let words = ['train', project, '--recipe', 'quick', ...set]
    let again = 0
    while (kills < asked && (await killedAfter(uniform() * longest * whole, project, words))) {
      kills++
      again += takenAgain(project, finished)
      words = ['train', project, '--resume', 'last']
    }
    if (kills === asked) await run(...words)
    again += takenAgain(project, finished)
    const found = await fingerprint(project)
    const same = found.model === expected.model && found.suspects === expected.suspects
    console.log(
      `killed ${kills - before} times: model ${found.model.slice(0, 16)}, ${found.listed} suspects, ${same ? 'the same bytes' : 'OTHER BYTES'}; ${finished.size} epochs, ${again} of them taken again`,
    )
    if (!same || again > 0 || finished.size === 0) process.exitCode = 1
  }
} finally {
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
}
