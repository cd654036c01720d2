import { type Grade, isGrade } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import type { QualityReason } from '#shared/quality-reasons.ts'
import type { Evidence } from '#statistics/suspicion/evidence.ts'
import { importedGrade, markedGrade, type Sources } from './sources.ts'

/** `probabilities`: of a fit that never saw the photograph; null where there is none. */
interface Seen<P> {
  readonly image: ImageId
  readonly probabilities: P
}

type Known<P> = Evidence & { readonly probabilities: P }
type Probabilities = GradeProbabilities | null

/** What bears on the grade that a photograph now has, or where readers differ on the label that it came with; null where that is
 *  none, or where an adjudicator settled it: what he overruled testifies no longer. */
export function evidenceOfCurrent<P extends Probabilities>(
  { image, probabilities }: Seen<P>,
  sources: Sources,
): Known<P> | null {
  const { state, grade: settled } = sources.current(image)
  if (state === 'adjudicated') return null
  const grade = settled ?? (state === 'unresolved' ? importedGrade(sources, image) : undefined)
  if (grade === undefined) return null
  const readings = sources.readings(image)
  const decided = settled !== null && state !== 'imported'
  return {
    ...surroundings(image, probabilities, sources),
    ...{ label: grade, decided },
    margin: sources.standing(image, grade),
    files: sources.labels(image).flatMap((row) => (row.counts ? [] : [row.grade])),
    fileLabel: decided ? (importedGrade(sources, image) ?? null) : null,
    readers: readings.length === 0 ? none : readings.map(({ decision }) => decision).filter(isGrade),
    impliedGrade: markedGrade(readings),
  }
}

/** What bears on what a label file says of a photograph, before any reader has spoken; null where it says nothing. The file
 *  whose label counts where no set is named. */
export function evidenceOfLabel<P extends Probabilities>(
  { image, probabilities }: Seen<P>,
  sources: Sources,
  set?: string,
): Known<P> | null {
  const labels = sources.labels(image)
  const own = labels.find((row) => (set === undefined ? row.counts : row.name === set))
  if (!own) return null
  return {
    ...surroundings(image, probabilities, sources),
    ...{ label: own.grade, decided: false },
    margin: sources.standing(image, own.grade),
    files: labels.length === 1 ? none : labels.filter((row) => row !== own).map(({ grade }) => grade),
    fileLabel: null,
    readers: none,
    impliedGrade: null,
  }
}

const none: readonly Grade[] = []

function surroundings<P>(image: ImageId, probabilities: P, sources: Sources) {
  return {
    probabilities,
    duplicates: gradesOf(sources.copies(image), sources),
    fellowEye: firstGradeOf(sources.fellowEyes(image), sources),
    ...qualityOf(image, sources),
    // Only words need it: `explain` beside this looks it up.
    learning: null,
  }
}

function gradesOf(images: readonly ImageId[], sources: Sources): readonly Grade[] {
  return images.length === 0 ? none : images.flatMap((one) => sources.current(one).grade ?? [])
}

function firstGradeOf(images: readonly ImageId[], sources: Sources): Grade | null {
  for (const one of images) {
    const { grade } = sources.current(one)
    if (grade !== null) return grade
  }
  return null
}

function qualityOf(image: ImageId, sources: Sources): Pick<Evidence, 'quality' | 'obscured'> {
  const found = sources.quality(image)
  if (!found) return { quality: null, obscured: null }
  const { verdict, reasons } = found
  const said = (words: readonly string[]) => words.some((word) => reasons.includes(word))
  return { quality: verdict, obscured: said(blurred) ? 'blurred' : said(dark) ? 'dark' : null }
}

/** Reasons of `judgeQuality` in src/imaging. */
const blurred = ['blurred', 'soft'] satisfies QualityReason[]
const dark = ['underexposed', 'retina_underexposed', 'dim'] satisfies QualityReason[]
