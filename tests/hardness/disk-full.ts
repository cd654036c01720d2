import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { regrade } from '../integration/command-line.ts'
import { writeMadePhotographs } from '../integration/made-project.ts'

/* Shows what a training run does on a disk that fills up: it stops with a sentence, nothing stored is lost, and with room again it goes
   on and ends. Mounts a small tmpfs, so it needs root on Linux and is run by hand:

     node tests/hardness/disk-full.ts

   Ends with 1 where any of that does not hold. */

const home = await mkdtemp(join(tmpdir(), 'regrade-full-'))
const disk = join(home, 'disk')
const project = join(disk, 'made.regrade')

async function run(...words: string[]) {
  const finished = await regrade(words, { home })
  if (finished.code !== 0) throw new Error(`regrade ${words.join(' ')} ended with ${finished.code}:\n${finished.err}`)
  return finished.out
}

async function freeMegabytes(): Promise<number> {
  const { bavail, bsize } = await statfs(disk)
  return Math.round((bavail * bsize) / 2 ** 20)
}

/** Rows of what was exported: its decisions. */
const rowsOf = (answer: string) => (JSON.parse(answer) as { rows: number }).rows

function check(holds: boolean, what: string): void {
  console.log(`${holds ? 'holds' : 'DOES NOT HOLD'}: ${what}`)
  if (!holds) process.exitCode = 1
}

try {
  await mkdir(disk)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', disk])
  await writeMadePhotographs(home, 40, 96)
  await run('init', project)
  await run('import', project, '--images', join(home, 'photographs'), '--labels', join(home, 'labels.csv'))
  await run('grade', project, '--image', '10_left', '--grade', '2', '--grader', 'Reader')
  const graded = await run('export', project, '--format', 'audit', '--output', join(home, 'before'), '--json')

  // What is left is less than a checkpoint of parameters and two moments (48 MB) and the next one beside it.
  const filler = join(disk, 'filler')
  await writeFile(filler, Buffer.alloc(((await freeMegabytes()) - 70) * 2 ** 20))
  console.log(`${await freeMegabytes()} MiB free`)
  const train = ['train', project, '--recipe', 'quick', '--set', 'size=32', '--set', 'epochs=3', '--set', 'folds=0']
  const full = await regrade(train, { home })
  console.log(full.err.trim().split('\n').at(-1))
  check(full.code !== 0 && full.code !== null, 'the run stopped by itself')
  check(/disk|space/i.test(full.err), 'it says that the disk is full')

  await rm(filler)
  console.log(`${await freeMegabytes()} MiB free`)
  const again = await run('export', project, '--format', 'audit', '--output', join(home, 'after'), '--json')
  check(rowsOf(again) === rowsOf(graded) && rowsOf(again) > 0, 'every decision is still there')
  await run('train', project, '--resume', 'last')
  const { models } = JSON.parse(await run('model', 'list', project, '--json')) as { models: unknown[] }
  check(models.length === 1, 'with room again it went on and made its model')
} finally {
  execFileSync('umount', [disk])
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
}
