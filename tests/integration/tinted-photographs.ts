import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeJpeg } from '#imaging/encode.ts'
import { makePhotograph } from '#imaging/made/photograph.ts'
import type { Grade } from '#shared/grades.ts'

/** Made photographs whose colour says their grade, so that a network learns it within seconds: None as they are, Mild with as
 *  much blue as red, Moderate with as much green. Two eyes a patient, both of one grade; the last `unlabelled` patients
 *  are not in the label file, and the first `mildCalledModerate` of Mild are there as Moderate. */
export async function writeTintedPhotographs(
  folder: string,
  patients: Readonly<Record<'none' | 'mild' | 'moderate' | 'unlabelled', number>> & {
    readonly mildCalledModerate?: number
    /** Another makes other eyes. */
    readonly seed?: string
  },
): Promise<void> {
  const { none, mild, moderate, unlabelled, mildCalledModerate = 0, seed = '' } = patients
  const cycle = Array.from({ length: unlabelled }, (_, index) => (index % 3) as Grade)
  const ofPatients: Grade[] = [...repeated(0, none), ...repeated(1, mild), ...repeated(2, moderate), ...cycle]
  await mkdir(join(folder, 'photographs'), { recursive: true })
  const lines = ['image,level']
  for (const [patient, grade] of ofPatients.entries()) {
    for (const eye of ['left', 'right'] as const) {
      const name = `${patient + 1}_${eye}`
      const photograph = makePhotograph({ seed: `${seed}${name}`, size: 64, grade: 0, eye })
      const bytes = await encodeJpeg({ ...photograph, data: tinted(photograph.data, grade) })
      await writeFile(join(folder, 'photographs', `${name}.jpeg`), bytes)
      const called = patient >= none && patient < none + mildCalledModerate ? 2 : grade
      if (patient < ofPatients.length - unlabelled) lines.push(`${name},${called}`)
    }
  }
  await writeFile(join(folder, 'labels.csv'), [...lines, ''].join('\n'))
}

function repeated(grade: Grade, count: number): Grade[] {
  return new Array<Grade>(count).fill(grade)
}

/** Red in place of another channel: of blue for Mild, of green for Moderate. */
function tinted(rgb: Uint8Array, grade: Grade): Uint8Array {
  const channel = [null, 2, 1][grade] ?? null
  if (channel === null) return rgb
  return rgb.map((value, index) => (index % 3 === channel ? (rgb[index - channel] ?? value) : value))
}
