import { type Grade, gradeCount, grades, predictedGrade } from '#shared/grades.ts'
import type { Background, Known } from './evidence.ts'

/** The likeliest true grade: that of the posterior, or where other files, readers or copies gave grades, of the posterior once each
 *  of them is taken for one more label that goes wrong as labels here do. */
export function suggestedGrade(
  { label, posterior, files: others, fileLabel, readers, duplicates }: Known,
  { channel }: Background,
): Grade {
  const files = fileLabel === null ? others : [fileLabel, ...others]
  if (files.length + readers.length + duplicates.length === 0) return predictedGrade(posterior)
  const own = readers.indexOf(label)
  // One reader who gave the label may be whose label it is, and the posterior knows that one.
  const labels = [...files, ...readers.filter((_, index) => index !== own), ...duplicates]
  if (labels.length === 0) return predictedGrade(posterior)
  const weighed = [...posterior]
  for (const truth of grades) {
    const chanceOf = (label: number) => channel[label * gradeCount + truth] as number
    // The channel has a factor of its own for each true grade.
    const total = grades.reduce<number>((sum, label) => sum + chanceOf(label), 0)
    for (const other of labels) weighed[truth] = (weighed[truth] as number) * (chanceOf(other) / total)
  }
  return predictedGrade(weighed)
}
