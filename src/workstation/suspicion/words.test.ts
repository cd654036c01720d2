import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Photograph } from '#shared/contract/review.ts'
import { type Grade, gradeNames } from '#shared/grades.ts'
import type { ImageId, ModelId } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'
import {
  addLabels,
  contentOf,
  decide,
  hashOf,
  makeProject,
  now,
  temporaryFolder,
} from '../../../tests/store/made-project.ts'
import { rankAll } from './rank.ts'
import { whySuspicious } from './why-suspicious.ts'

/* What a reader is told of one photograph, labelled Mild, in every situation of label files, readers, copies and model; each
   sentence is held against the evidence that it names. */

const files = { one: [], 'another that agrees': [1], 'another that differs': [2], 'two others': [2, 1] } as const
const readers = {
  none: [],
  'one who agrees': [1],
  'one who differs': [2],
  'two who agree': [2, 2],
  'two who differ': [1, 2],
} as const
const copies = { none: null, 'a copy that agrees': 1, 'a copy that differs': 0 } as const
const models = ['none', 'unseen', 'seen'] as const

interface Situation {
  readonly files: readonly Grade[]
  readonly readers: readonly Grade[]
  readonly copy: Grade | null
  readonly model: (typeof models)[number]
}

let place: ReturnType<typeof temporaryFolder>
let store: ProjectStore
beforeAll(() => {
  place = temporaryFolder()
  store = makeProject(place.folder)
})
afterAll(() => {
  store.close()
  place.remove()
})

function photograph(name: string, content: string): ImageId {
  const sourceId = store.images.upsertSource('/photographs', now)
  const file = { sourceId, relativePath: `${name}.jpg`, stem: name, content: contentOf(content), modifiedMs: 1 }
  return store.images.add({ ...file, patient: null, eye: null }, now)
}

/** The situation is made and taken back within one transaction: each begins with an empty project. */
function told(situation: Situation): Photograph['suspicion'] {
  const heard: Photograph['suspicion'][] = []
  const takenBack = new Error('Taken back.')
  expect(() =>
    store.transaction(() => {
      heard.push(tell(situation))
      throw takenBack
    }),
  ).toThrow(takenBack)
  expect(store.images.count()).toBe(0)
  return heard[0] ?? null
}

function tell({ files, readers, copy, model }: Situation): Photograph['suspicion'] {
  const image = photograph('eye', 'eye')
  const other = copy === null ? null : photograph('copy', 'eye')
  addLabels(store, other === null ? [image] : [image, other], copy === null ? [1] : [1, copy])
  files.forEach((grade, index) => {
    addFile(`other ${index}`, image, grade)
  })
  readers.forEach((grade, index) => {
    store.readings.append(decide(image, grade, { grader: `Reader ${index}` }), now)
  })
  const used = model === 'none' ? null : addModel(image, model === 'unseen')
  const prediction = used === null ? undefined : store.predictions.forImage(image, used)
  return whySuspicious(store, used, image, prediction?.outOfFold ? prediction : undefined)
}

function addFile(name: string, image: ImageId, grade: Grade): void {
  const sourceId = store.images.upsertSource('/photographs', now)
  const made = {
    name,
    layout: 'table',
    fileName: `${name}.csv`,
    sha256: hashOf(name),
    sourceId,
    shape: {},
    primary: false,
  }
  const set = store.labels.addSet(made, now)
  store.labels.addRows(set, [{ line: 2, name: 'eye', image, raw: [], grade, oedema: null, rejected: null }])
}

function addModel(image: ImageId, outOfFold: boolean): ModelId {
  const network = {
    architecture: 'efficientnet-b0',
    head: 'softmax',
    parent: null,
    run: null,
    snapshot: null,
    card: {},
  }
  const model = store.models.add({ ...network, name: 'm', blob: hashOf('m'), status: 'promoted' }, now)
  store.predictions.put(model, [{ image, outOfFold, fold: null, probabilities: [0.01, 0.02, 0.95, 0.01, 0.01] }], now)
  rankAll(store, model)
  return model
}

const sentencesOf = (why: Photograph['suspicion']) => why?.terms.flatMap(({ sentence }) => sentence ?? []) ?? []

describe('what is said of a photograph', () => {
  const all = Object.entries(files).flatMap(([file, others]) =>
    Object.entries(readers).flatMap(([reader, said]) =>
      Object.entries(copies).flatMap(([copied, copy]) =>
        models.map((model) => [file, reader, copied, model, { files: others, readers: said, copy, model }] as const),
      ),
    ),
  )

  it.each(all)('names only what there is: files %s, readers %s, copies %s, model %s', (_, __, ___, ____, situation) => {
    const why = told(situation)
    const settled = new Set(situation.readers).size === 1 ? situation.readers[0] : undefined
    const label = settled ?? 1
    if (why) expect(why.label).toBe(label)
    // Without an unseen word of a model only copies that differ are a reason.
    const contradicted = situation.copy !== null && situation.copy !== label && new Set(situation.readers).size < 2
    expect(why !== null).toBe(situation.model === 'unseen' || contradicted)
    if (contradicted)
      expect(why?.sentence).toBe(`A copy of it is graded ${gradeNames[situation.copy ?? 0]}: one of the two is wrong.`)
    for (const sentence of sentencesOf(why)) {
      if (/other label file/i.test(sentence)) expect(situation.files.length, sentence).toBeGreaterThan(0)
      if (/the label file says/i.test(sentence)) expect(settled, sentence).toBeDefined()
      if (/^Another label file says Moderate/.test(sentence)) expect(situation.files, sentence).toContain(2)
      if (/^The other label file agrees/.test(sentence)) expect(situation.files, sentence).toEqual([label])
      if (/readers gave/.test(sentence)) expect(situation.readers.length, sentence).toBe(2)
      if (/readers? agrees? with the label/.test(sentence)) expect(settled, sentence).toBeUndefined()
      if (/^A reader said Moderate/.test(sentence)) expect(situation.readers, sentence).toContain(2)
      if (/copy/.test(sentence)) expect(situation.copy, sentence).not.toBeNull()
      if (/^The model/.test(sentence)) expect(situation.model, sentence).toBe('unseen')
    }
  })

  const plain: Situation = { files: [], readers: [], copy: null, model: 'unseen' }
  const model = 'The model expects Moderate (95 %) rather than Mild (2 %), which is not enough to doubt the label here.'
  it.each([
    ['one label file', plain, [model]],
    ['a second file that agrees', { ...plain, files: [1] }, [model, 'The other label file agrees.']],
    ['a second file that differs', { ...plain, files: [2] }, [model, 'Another label file says Moderate.']],
    [
      'files that differ among themselves',
      { ...plain, files: [2, 1] },
      [model, 'Another label file says Moderate; one agrees.'],
    ],
    ['the reader’s own grade of a second ago', { ...plain, readers: [2] }, ['The label file says Mild.']],
    ['his own grade that is the label', { ...plain, readers: [1] }, ['The label file says the same.']],
    ['two readers who agree', { ...plain, readers: [2, 2] }, ['The label file says Mild.', '2 readers gave Moderate.']],
    ['readers who differ', { ...plain, readers: [1, 2] }, ['A reader said Moderate.']],
    [
      'a copy that differs, and no model',
      { ...plain, copy: 0, model: 'none' },
      ['A copy of it is graded None: one of the two is wrong.'],
    ],
    [
      'a copy that differs, learnt from',
      { ...plain, copy: 0, model: 'seen' },
      ['A copy of it is graded None: one of the two is wrong.'],
    ],
    ['nothing but a model that learnt from it', { ...plain, model: 'seen' }, []],
  ] as const)('is, with %s', (_, situation, expected) => {
    const said = sentencesOf(told(situation))
    expect(expected.length === 0 ? said : said.filter((one) => expected.some((other) => other === one))).toEqual(
      expected,
    )
  })
})
