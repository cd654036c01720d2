import { describe, expect, it } from 'vitest'
import type { QualityMeasures } from '#shared/contract/quality.ts'
import type { Decision } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { addImages, addLabels, contentOf, decide, now } from '../../../tests/store/made-project.ts'
import { projectForEach } from '../../../tests/store/project-for-each.ts'
import { photographsToTeach } from './pseudo-labelling.ts'

let store: ProjectStore
projectForEach((made) => {
  store = made
})

const measures: QualityMeasures = {
  ...{ darkFraction: 0.4, brightFraction: 0, retinaDarkFraction: 0.1, retinaBrightFraction: 0 },
  ...{ underexposed: false, overexposed: false, retinaUnderexposed: false, retinaOverexposed: false },
  ...{ retinaFraction: 0.6, focus: 0.01, histogram: Array.from({ length: 64 }, () => 2) },
}

function read(image: ImageId | undefined, decision: Decision, more: Partial<ReturnType<typeof decide>> = {}): void {
  if (image !== undefined) store.readings.append({ ...decide(image, decision), ...more }, now)
}
/** What each of `eye_0`, `eye_1`, … may be taught for, by its number. */
function taught(count: number): Record<number, string> {
  const found = new Map(photographsToTeach(store).map(({ hash, state, grade }) => [hash, `${state} ${grade}`]))
  const rows = Array.from({ length: count }, (_, index) => {
    const state = found.get(contentOf(`eye_${index}`).sha256)
    return state === undefined ? [] : [[index, state] as const]
  })
  return Object.fromEntries(rows.flat())
}

describe('what a teacher may label', () => {
  it('is what has no label, what its readers doubt, and by choice what nobody has read', () => {
    const images = addImages(store, 9)
    addLabels(store, images.slice(0, 8), [0, 1, 2, 3, 0, 1, 2, 3])
    read(images[1], 2)
    read(images[2], 2)
    read(images[2], 3, { grader: 'Bo' })
    read(images[3], 4, { confidence: 0.3 })
    read(images[4], 'ungradable')
    read(images[5], 0, { confidence: 0.3 })
    read(images[5], 0, { grader: 'Bo', confidence: 0.9 })
    read(images[6], 3, { confidence: 0.1 })
    read(images[6], 3, { phase: 'adjudication' })
    expect(taught(9)).toEqual({
      0: 'imported 0',
      2: 'doubtful null',
      3: 'doubtful 4',
      7: 'imported 3',
      8: 'unlabelled null',
    })
  })

  it('is by what is known best of the same bytes under two names', () => {
    const images = addImages(store, 2)
    addLabels(store, images, [1])
    const sourceId = store.images.upsertSource('/photographs', now)
    for (const index of [0, 1]) {
      const copy = {
        sourceId,
        relativePath: `copy_${index}.jpg`,
        stem: `copy_${index}`,
        content: contentOf(`eye_${index}`),
      }
      const image = store.images.add({ ...copy, patient: null, eye: null, modifiedMs: 1 }, now)
      if (index === 1) read(image, 3)
    }
    expect(taught(2)).toEqual({ 0: 'imported 1' })
  })

  it('is nothing that screening found of no use', () => {
    const [image] = addImages(store, 2)
    if (image) store.quality.put(image, measures, 'reject', ['blurred'], now)
    expect(taught(2)).toEqual({ 1: 'unlabelled null' })
  })
})
