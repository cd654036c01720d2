import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { openProject } from '#store/open.ts'
import {
  importMadePhotographs,
  temporaryFolder,
  testWorkstation,
  writeMadePhotographs,
} from '../integration/made-project.ts'
import { drawer, runAsScript, type Trial } from './figures.ts'

/* Kills a workstation in the middle of grading, over and over in one project, and looks for every decision that it acknowledged. In a copy of
   what each killed process left, the write-ahead log is then taken away or cut, and the next start has to say exactly how many readings
   are missing:

     npm exec -- node tests/hardness/kills.ts --seed 1 --times 100 */

interface KillFigures {
  readonly kills: number
  readonly acknowledged: number
  /** Acknowledged, and not in the project afterwards. */
  readonly lost: number
  /** Starts that said that something is missing where nothing was. */
  readonly falseAlarms: number
  readonly logsTakenAway: number
  /** Readings that only those logs had. */
  readonly lostWithLogs: number
  /** Starts that said another number than were missing, or nothing. */
  readonly wronglySaid: number
}

const opening = () => ({ version: 'test', now: new Date().toISOString() })

/** A process that grades, killed this long after its first decision. Gives the readings that it acknowledged. */
async function gradeUntilKilled(project: string, settings: string, afterMs: number): Promise<number[]> {
  const child = fork(join(import.meta.dirname, '..', 'integration', 'grading-child.ts'), [project, settings])
  const acknowledged: number[] = []
  child.on('message', (message) => {
    acknowledged.push((message as { reading: number }).reading)
    if (acknowledged.length === 1) setTimeout(() => child.kill('SIGKILL'), afterMs)
  })
  await once(child, 'exit')
  return acknowledged
}

/** What a start finds: its readings, and how many it says are missing. */
function start(project: string): { readonly kept: ReadonlySet<number>; readonly missing: number } {
  const store = openProject(project, opening())
  try {
    const said = store.warnings().find(({ kind }) => kind === 'readings-missing')?.sentence
    const missing = said === undefined ? 0 : Number(/^(\d+) reading/.exec(said)?.[1] ?? Number.NaN)
    return { kept: new Set(store.readings.audit().map(({ id }) => Number(id))), missing }
  } finally {
    store.close()
  }
}

export async function kills({ seed, times }: Trial): Promise<KillFigures> {
  const { folder, remove } = temporaryFolder()
  const draw = drawer(seed)
  const figures = {
    kills: 0,
    acknowledged: 0,
    lost: 0,
    falseAlarms: 0,
    logsTakenAway: 0,
    lostWithLogs: 0,
    wronglySaid: 0,
  }
  try {
    await writeMadePhotographs(folder, 40, 64)
    const before = await testWorkstation(folder)
    await importMadePhotographs(before, folder)
    await before.close()
    const project = join(folder, 'made.regrade')
    for (; figures.kills < times; figures.kills++) {
      const acknowledged = await gradeUntilKilled(project, join(folder, 'settings'), draw(400))
      const copy = join(folder, 'copy.regrade')
      cpSync(project, copy, { recursive: true })
      const { kept, missing } = start(project)
      figures.acknowledged += acknowledged.length
      figures.lost += acknowledged.filter((reading) => !kept.has(reading)).length
      if (missing !== 0) figures.falseAlarms++
      takeLogAway(join(copy, 'project.sqlite-wal'), draw)
      const without = start(copy)
      const gone = kept.size - without.kept.size
      figures.logsTakenAway++
      figures.lostWithLogs += gone
      // The last one may have been kept and not counted yet when the process was killed; then nobody was told of it.
      const counted = gone - without.missing
      if (counted !== 0 && !(counted === 1 && !acknowledged.includes(Math.max(...kept)))) figures.wronglySaid++
      rmSync(copy, { recursive: true })
    }
    return figures
  } finally {
    await remove()
  }
}

/** Removed, or cut somewhere. */
function takeLogAway(log: string, draw: (limit: number) => number): void {
  if (draw(2) === 0) rmSync(log)
  else truncateSync(log, draw(statSync(log).size + 1))
}

if (import.meta.main) await runAsScript({ seed: 1, times: 100 }, kills, ['lost', 'falseAlarms', 'wronglySaid'])
