import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unpackQueue } from '#shared/queue.ts'
import {
  importMadePhotographs,
  temporaryFolder,
  testWorkstation,
  writeMadePhotographs,
} from '../integration/made-project.ts'
import { drawer, runAsScript, type Trial } from './figures.ts'
import { canMount, noMounts, smallDisk } from './mounts.ts'

/* Grades on a disk that fills up, over and over: what does not fit is refused in a sentence, nothing acknowledged is lost, and with room again
   grading goes on. Training on a full disk is tests/hardness/disk-full.ts. Mounts a small disk, so it needs root on Linux:

     npm exec -- node tests/hardness/full-disk.ts --seed 1 --times 20 */

interface FullDiskFigures {
  readonly filled: number
  readonly acknowledged: number
  readonly refused: number
  /** Acknowledged, and not in the project afterwards. */
  readonly lost: number
  /** Refusals that are not `storage_full` with a next step. */
  readonly badSentences: number
  /** Times that grading did not go on once there was room. */
  readonly stuck: number
}

export async function fullDisk({ seed, times }: Trial): Promise<FullDiskFigures> {
  const { folder, remove } = temporaryFolder()
  const draw = drawer(seed)
  const figures = { filled: 0, acknowledged: 0, refused: 0, lost: 0, badSentences: 0, stuck: 0 }
  const disk = join(folder, 'disk')
  const takeAway = smallDisk(disk, 24)
  const workstation = await testWorkstation(folder)
  const { client } = workstation
  try {
    await writeMadePhotographs(disk, 12, 64)
    await importMadePhotographs(workstation, disk)
    const project = join(disk, 'made.regrade')
    const { images } = unpackQueue(await client.review.queue({ order: 'name', grader: 'Reader' }))
    const grade = async (place: number) => {
      const image = images[place % images.length]
      if (image !== undefined) await client.review.grade({ image, grader: 'Reader', decision: 2 })
    }
    for (; figures.filled < times; figures.filled++) {
      const filler = join(disk, 'filler')
      const { bavail, bsize } = statfsSync(disk)
      writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - draw(40) * 4096)))
      for (let refused = 0, place = 0; refused < 3 && place < 2000; place++) {
        try {
          await grade(place)
          figures.acknowledged++
        } catch (error) {
          refused++
          figures.refused++
          const { code, message } = error as { code?: unknown; message: string }
          if (code !== 'storage_full' || !/is full.*Free some space and try again\.$/.test(message))
            figures.badSentences++
        }
      }
      rmSync(filler)
      await grade(0).then(
        () => figures.acknowledged++,
        () => figures.stuck++,
      )
      await client.projects.close()
      const { readings, warnings } = await client.projects.open({ folder: project })
      figures.lost += Math.max(0, figures.acknowledged - readings) + warnings.length
    }
    return figures
  } finally {
    await workstation.close()
    takeAway()
    await remove()
  }
}

if (import.meta.main) {
  if (canMount()) await runAsScript({ seed: 1, times: 20 }, fullDisk, ['lost', 'badSentences', 'stuck'])
  else console.log(noMounts)
}
