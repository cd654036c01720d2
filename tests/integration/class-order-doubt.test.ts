import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type Grade, grades } from '#shared/grades.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import type { NewModel } from '#store/models.ts'
import { summariseModel } from '#workstation/judgement/judge.ts'
import { addImages, addLabels, hashOf, makeProject, now, temporaryFolder } from '../store/made-project.ts'

const { folder, remove } = temporaryFolder()
afterEach(remove)
let made = 0

const sure = (grade: Grade): GradeProbabilities => {
  const of = (one: Grade) => (one === grade ? 0.6 : 0.1)
  return [of(0), of(1), of(2), of(3), of(4)]
}

/** What is doubted of a model that says `said` of each of 100 photographs with a label. */
function doubtOf(said: (label: Grade, place: number) => Grade, model: Partial<NewModel> = {}): string | null {
  const store = makeProject(join(folder, `${made++}`))
  const images = addImages(store, 100)
  const labels = images.map((_, place): Grade => grades[place % 5] ?? 0)
  addLabels(store, images, labels)
  const id = store.models.add(
    {
      ...{ name: 'theirs', architecture: 'theirs', head: 'softmax', blob: hashOf('theirs'), parent: null, run: null },
      ...{ snapshot: null, card: { importedFrom: 'theirs.onnx' }, status: 'candidate', ...model },
    },
    now,
  )
  const rows = images.map((image, place) => {
    return { image, outOfFold: true, fold: null, probabilities: sure(said(labels[place] ?? 0, place)) }
  })
  store.predictions.put(id, rows, now)
  const { doubt } = summariseModel(store, id)
  store.close()
  return doubt
}

/** Outputs by the alphabet: Mild, Moderate, No DR, Proliferative, Severe. */
const alphabetical = (label: Grade): Grade => grades[[2, 0, 1, 4, 3][label] ?? 0] ?? 0

describe('a model from a file whose classes come in another order than they were taken in', () => {
  it('is doubted once it has graded photographs with labels, with what to do', () => {
    expect(doubtOf((label, place) => (place % 4 === 0 ? label : alphabetical(label)))).toBe(
      'Its classes seem to come in another order: taken as Mild, Moderate, None, Proliferative, Severe it agrees with the grade of 75 of 100 photographs, as it is with 25. Import the file again with the class order mild,moderate,none,proliferative,severe.',
    )
  })

  it('is not, where it is right, where it grades too high, or where it was trained here', () => {
    expect(doubtOf((label) => label)).toBeNull()
    expect(doubtOf((label) => grades[Math.min(4, label + 1)] ?? 4)).toBeNull()
    expect(doubtOf(alphabetical, { card: {} })).toBeNull()
    expect(doubtOf(alphabetical, { head: 'ordinal' })).toBeNull()
  })
})
