import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { encodeJpeg } from '#imaging/encode.ts'
import { type DatasetItem, makeDataset } from '#imaging/made/dataset.ts'
import { makePhotograph } from '#imaging/made/photograph.ts'
import type { Grade } from '#shared/grades.ts'
import { throwIfCancelled, type WorkOptions } from '#shared/progress.ts'
import type { DemoFolder } from './demo-folder.ts'

/** Mild and Moderate. */
export const noisyBoundary: readonly [Grade, Grade] = [1, 2]

/** What the demonstration is made of: many at the doubtful boundary, and three in ten of their labels wrong. */
const plan = {
  count: 120,
  size: 512,
  gradeShares: [2, 3, 3, 2, 2],
  noise: { boundary: noisyBoundary, fraction: 0.3 },
  usableShare: 0.04,
} as const

/** Writes photographs with known grades and a label file in EyePACS's layout, some of it wrong on purpose. */
export async function makePhotographs(
  { photographs, labels }: DemoFolder,
  seed: number,
  { signal, onProgress }: WorkOptions = {},
): Promise<readonly DatasetItem[]> {
  const items = makeDataset({ ...plan, seed })
  for (const [index, { name, photograph }] of items.entries()) {
    throwIfCancelled(signal)
    await writeFile(join(photographs, `${name}.jpeg`), await encodeJpeg(makePhotograph(photograph)))
    onProgress?.({ stage: 'make', done: index + 1, total: items.length })
    await breathe()
  }
  const rows = items.map(({ name, givenGrade }) => `${name},${givenGrade}\n`)
  await writeFile(labels, `image,level\n${rows.join('')}`)
  return items
}
