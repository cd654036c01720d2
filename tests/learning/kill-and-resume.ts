import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { seededUniform } from '#statistics/random.ts'
import { regrade } from '../integration/command-line.ts'
import { writeMadePhotographs } from '../integration/made-project.ts'

/* Shows that a training run which is killed again and again ends with the same bytes as one that never was, and that no finished
   epoch is taken twice. Takes minutes, so it is run by hand and not among the tests:

     node tests/learning/kill-and-resume.ts                     20 kills at random moments
     node tests/learning/kill-and-resume.ts --kills 5 --seed 2

   Ends with 1 where the bytes differ. */

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    set: { type: 'string', multiple: true, default: ['size=32', 'epochs=12', 'batch=8', 'folds=2', 'seed=3'] },
  },
})

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
  const suspects = JSON.stringify(
    (JSON.parse(out) as { suspects: { image: string; suspicion: number }[] }).suspects.map((one) => [
      one.image,
      one.suspicion,
    ]),
  )
  return { model: sha256(await readFile(file)), suspects: sha256(Buffer.from(suspects)), listed: suspects.length }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Starts or takes up the run and kills it after a moment; false where it ended before. Epochs it told of go to `epochs`. */
async function killedAfter(milliseconds: number, words: string[], epochs: string[]): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const { code, err } = await regrade(words, {
    home,
    onErr: (text, kill) => {
      epochs.push(...text.split('\n').filter((line) => /^epoch|^fold/.test(line)))
      // Counted from the first sign of life: what comes before is the same each time.
      timer ??= setTimeout(() => kill('SIGKILL'), milliseconds)
    },
  })
  clearTimeout(timer)
  if (code === 0) return false
  if (code !== null) throw new Error(`A resumed run ended with ${code}:\n${err}`)
  return true
}

try {
  await writeMadePhotographs(home, 40, 96)
  const [plain, killed] = [await makeProject('plain'), await makeProject('killed')]
  const start = performance.now()
  await run('train', plain, '--recipe', 'quick', ...set)
  const whole = performance.now() - start
  const expected = await fingerprint(plain)
  console.log(`uninterrupted: ${(whole / 1000).toFixed(1)} s, model ${expected.model.slice(0, 16)}`)

  const epochs: string[] = []
  let kills = 0
  let words = ['train', killed, '--recipe', 'quick', ...set]
  while (kills < Number(options.kills)) {
    // Short enough that the run does not end before the last kill.
    if (!(await killedAfter((uniform() * 2 * whole) / Number(options.kills), words, epochs))) break
    kills++
    words = ['train', killed, '--resume', 'last']
  }
  if (kills === Number(options.kills)) await run(...words)
  const found = await fingerprint(killed)
  console.log(
    `killed ${kills} times: model ${found.model.slice(0, 16)}, suspects ${found.suspects.slice(0, 16)} (${found.listed} bytes)`,
  )
  const same = found.model === expected.model && found.suspects === expected.suspects
  console.log(same ? 'the same bytes' : 'OTHER BYTES')
  if (!same) process.exitCode = 1
} finally {
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
}
