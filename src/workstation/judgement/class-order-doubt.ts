import { gradeNames, predictedGrade } from '#shared/grades.ts'
import { betterClassOrder } from '#statistics/class-order.ts'
import { confusionMatrix } from '#statistics/confusion.ts'
import type { ModelRow } from '#store/models.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { gradesToJudgeBy } from '../provenance/settled-grades.ts'

/** In a sentence, that the classes of a model from a file seem to come in another order than they were taken in, by what it says of
 *  photographs with a grade, and what to do; null where nothing speaks for it. */
export function classOrderDoubt(store: ProjectStore, { id, head, run, card }: ModelRow): string | null {
  if (head !== 'softmax' || run !== null || typeof card.importedFrom !== 'string') return null
  const truth = gradesToJudgeBy(store, undefined)
  const judged = store.predictions.forModel(id).flatMap(({ image, probabilities }) => {
    const grade = truth.get(image)
    return grade === undefined ? [] : [{ grade, predicted: predictedGrade(probabilities) }]
  })
  const found = betterClassOrder(
    confusionMatrix(
      judged.map(({ grade }) => grade),
      judged.map(({ predicted }) => predicted),
    ),
  )
  if (!found) return null
  const { order, agreeing, asTaken, n } = found
  const names = order.map((grade) => gradeNames[grade])
  return `Its classes seem to come in another order: taken as ${names.join(', ')} it agrees with the grade of ${agreeing} of ${n} photographs, as it is with ${asTaken}. Import the file again with the class order ${names.join(',').toLowerCase()}.`
}
