import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspectPhotograph } from '#imaging/inspect.ts'
import { readLabels } from '#interchange/read-labels.ts'
import type { Grade } from '#shared/grades.ts'
import { idridFolder } from '../../real-photographs.ts'
import type { NoisyPhotograph } from './noisy-photographs.ts'

/** The IDRiD photographs by their official grades. As wrong count those that another published file grades otherwise, and
 *  copies of one photograph with different grades, whose other grade stands for the truth: nobody knows which of the two is
 *  right, but one of them is not. */
export async function disputedPhotographs(): Promise<NoisyPhotograph[]> {
  const official = await gradesOf('official_training_labels.csv')
  const second = await gradesOf('second_published_labels.csv')
  const found: (NoisyPhotograph & { readonly name: string })[] = []
  for (const [name, label] of official) {
    const path = join(idridFolder, 'images', `${name}.jpg`)
    const inspected = await inspectPhotograph(path).catch(() => null)
    if (!inspected) continue
    const { sha256: hash, quality } = inspected
    found.push({ name, hash, path, patient: hash, eye: null, label, quality: quality.verdict, truth: label })
  }
  return found.map(({ name, ...one }) => {
    const copy = found.find(({ hash, label }) => hash === one.hash && label !== one.label)
    const other = second.get(name) ?? one.label
    return { ...one, truth: other === one.label ? (copy?.label ?? one.label) : other }
  })
}

async function gradesOf(fileName: string): Promise<Map<string, Grade>> {
  const { rows } = readLabels(await readFile(join(idridFolder, fileName)), { fileName })
  return new Map(
    rows.flatMap(({ name, grade, rejected }) => (rejected === null && grade !== null ? [[name, grade as Grade]] : [])),
  )
}
