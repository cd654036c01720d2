import { copyFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { unpackQueue } from '#shared/queue.ts'
import { findBackups } from '#store/project-file/backups.ts'
import type { Workstation } from '#workstation/workstation.ts'
import {
  importMadePhotographs,
  temporaryFolder,
  testWorkstation,
  writeMadePhotographs,
} from '../integration/made-project.ts'
import { drawer, runAsScript, type Trial } from './figures.ts'

/* Has project.sqlite replaced, removed or robbed of its log in the middle of grading, goes on grading, and counts what was acknowledged and
   is neither in the file that lies there now nor in the rescue copy that the refusal names:

     npm exec -- node tests/hardness/replaced-project.ts --seed 1 --times 60 */

interface ReplacedFigures {
  readonly replaced: number
  readonly removed: number
  readonly withoutLog: number
  readonly acknowledged: number
  readonly refused: number
  /** Acknowledged after another file lay there. */
  readonly acknowledgedAfter: number
  /** Acknowledged, and in no file. */
  readonly lost: number
  /** Refusals that do not say what happened and what to do. */
  readonly badSentences: number
}

const ways = ['replaced', 'removed', 'withoutLog'] as const

export async function replacedProject({ seed, times }: Trial): Promise<ReplacedFigures> {
  const { folder, remove } = temporaryFolder()
  const draw = drawer(seed)
  const figures = {
    replaced: 0,
    removed: 0,
    withoutLog: 0,
    acknowledged: 0,
    refused: 0,
    acknowledgedAfter: 0,
    lost: 0,
    badSentences: 0,
  }
  const workstation = await testWorkstation(folder)
  try {
    await writeMadePhotographs(folder, 12, 64)
    await importMadePhotographs(workstation, folder)
    const project = join(folder, 'made.regrade')
    const file = join(project, 'project.sqlite')
    for (let time = 0; time < times; time++) {
      const way = ways[draw(ways.length)] ?? 'replaced'
      const { readings: earlier } = await workstation.client.projects.open({ folder: project })
      const older = join(folder, 'older.sqlite')
      copyFileSync(file, older)
      const before = await gradeTimes(workstation, 1 + draw(40))
      if (way === 'replaced') renameSync(older, file)
      else rmSync(way === 'removed' ? file : `${file}-wal`)
      const after = await gradeTimes(workstation, 5)
      figures[way]++
      figures.acknowledged += before.acknowledged + after.acknowledged
      figures.acknowledgedAfter += after.acknowledged
      figures.refused += after.refusals.length
      figures.badSentences += after.refusals.filter(
        (said) => !/was (replaced|removed|taken away).+(To go back|open the project again)/.test(said),
      ).length
      await workstation.client.projects.close()
      // What the refusal names is put back, and has to hold all of it.
      const rescued = findBackups(project).find(({ file: name }) => name.includes('rescued'))
      if (rescued) {
        for (const name of [file, `${file}-wal`]) rmSync(name, { force: true })
        renameSync(join(project, rescued.file), file)
      }
      const { readings } = await workstation.client.projects.open({ folder: project })
      figures.lost += earlier + before.acknowledged + after.acknowledged - readings
    }
    return figures
  } finally {
    await workstation.close()
    await remove()
  }
}

async function gradeTimes({ client }: Workstation, times: number) {
  const { images } = unpackQueue(await client.review.queue({ order: 'name', grader: 'Reader' }))
  const refusals: string[] = []
  let acknowledged = 0
  for (let time = 0; time < times; time++) {
    const image = images[time % images.length]
    if (image === undefined) break
    try {
      await client.review.grade({ image, grader: 'Reader', decision: 2 })
      acknowledged++
    } catch (error) {
      refusals.push(error instanceof Error ? error.message : String(error))
    }
  }
  return { acknowledged, refusals }
}

if (import.meta.main) {
  await runAsScript({ seed: 1, times: 60 }, replacedProject, ['acknowledgedAfter', 'lost', 'badSentences'])
}
