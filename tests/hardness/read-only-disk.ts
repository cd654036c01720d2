import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Grade } from '#shared/grades.ts'
import { unpackQueue } from '#shared/queue.ts'
import { openProject } from '#store/open.ts'
import {
  importMadePhotographs,
  temporaryFolder,
  testWorkstation,
  writeMadePhotographs,
} from '../integration/made-project.ts'
import { decide, now, opening } from '../store/made-project.ts'
import { drawer, runAsScript, type Trial } from './figures.ts'
import { canMount, noMounts, readOnlyDisk } from './mounts.ts'

/* Opens projects that lie on a disk that can only be read, some of them left behind by a killed process with decisions in the write-ahead log
   alone: what was decided is there to look at and to export, and every write is refused in a sentence. Mounts, so it needs root on Linux:

     npm exec -- node tests/hardness/read-only-disk.ts --seed 1 --times 20 */

interface ReadOnlyFigures {
  readonly opened: number
  readonly readings: number
  readonly exported: number
  readonly refused: number
  /** Readings that were not there to look at, or not exported. */
  readonly lost: number
  /** Writes that were not refused with `project_read_only`, and openings without a warning. */
  readonly wronglySaid: number
  /** Files on the disk that were changed. */
  readonly changed: number
}

export async function readOnlyProject({ seed, times }: Trial): Promise<ReadOnlyFigures> {
  const { folder, remove } = temporaryFolder()
  const draw = drawer(seed)
  const figures = { opened: 0, readings: 0, exported: 0, refused: 0, lost: 0, wronglySaid: 0, changed: 0 }
  const workstation = await testWorkstation(folder)
  const { client } = workstation
  try {
    await writeMadePhotographs(folder, 12, 64)
    await importMadePhotographs(workstation, folder)
    await client.projects.close()
    const project = join(folder, 'made.regrade')
    const disk = join(folder, 'disk')
    for (; figures.opened < times; figures.opened++) {
      const readings = gradeAndCopy(project, disk, 1 + draw(20), draw)
      const before = listing(disk)
      const takeAway = readOnlyDisk(disk)
      try {
        const opened = await client.projects.open({ folder: disk })
        figures.readings += readings
        figures.lost += readings - opened.readings
        if (opened.warnings[0]?.kind !== 'read-only') figures.wronglySaid++
        const { images } = unpackQueue(await client.review.queue({ order: 'name', grader: 'Reader' }))
        for (const image of images) await client.review.photograph({ image, grader: 'Reader' })
        const audit = await client.exports.write({
          format: 'audit',
          output: join(folder, `audit-${figures.opened}.csv`),
        })
        await client.exports.write({ format: 'labels', output: join(folder, `labels-${figures.opened}.csv`) })
        figures.exported += audit.rows
        figures.lost += readings - audit.rows
        const [image] = images
        const writes = [
          () => client.review.grade({ image: image ?? 0, grader: 'Reader', decision: 1 } as never),
          () => client.review.undo({ grader: 'Reader' }),
          () => client.projects.choose({ settings: { showOthersReadings: true } }),
          () =>
            client.imports.start({ imagesFolder: join(folder, 'photographs'), labelsFile: join(folder, 'labels.csv') }),
        ]
        for (const write of writes) {
          const code = await write().then(
            () => 'nothing',
            (error: unknown) => (error as { code?: unknown }).code,
          )
          if (code === 'project_read_only') figures.refused++
          else figures.wronglySaid++
        }
        await client.projects.close()
        if (listing(disk) !== before) figures.changed++
      } finally {
        takeAway()
      }
    }
    return figures
  } finally {
    await workstation.close()
    await remove()
  }
}

/** Grades, and copies the project while it is open or after it was closed. Gives how many readings it holds. */
function gradeAndCopy(project: string, disk: string, times: number, draw: (limit: number) => number): number {
  const store = openProject(project, opening)
  const images = store.images.all()
  for (let time = 0; time < times; time++) {
    const image = images[draw(images.length)]?.image
    if (image !== undefined) store.transaction(() => store.readings.append(decide(image, draw(5) as Grade), now))
  }
  const readings = store.readings.count()
  rmSync(disk, { recursive: true, force: true })
  const isKilled = draw(2) === 0
  if (isKilled) cpSync(project, disk, { recursive: true })
  store.close()
  if (!isKilled) cpSync(project, disk, { recursive: true })
  return readings
}

/** Names and contents of the files of a folder's first level. */
function listing(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .map((one) => `${one.name} ${one.isFile() ? readFileSync(join(folder, one.name)).toString('base64') : ''}`)
    .sort()
    .join('\n')
}

if (import.meta.main) {
  if (canMount()) {
    await runAsScript({ seed: 1, times: 20 }, readOnlyProject, ['lost', 'wronglySaid', 'changed'])
  } else console.log(noMounts)
}
