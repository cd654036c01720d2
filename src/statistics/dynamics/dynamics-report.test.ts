import { expect, it } from 'vitest'
import { dynamicsReport } from './dynamics-report.ts'

const labels = [0, 1, 0, 1, 0]
const epochs = [
  [
    [2, 0, 0],
    [0, 3, 0],
    [1, 0, 0],
    [4, 0, 0],
    [0, 0, 6],
  ],
]

it('takes a threshold sample against the class that it was taught, not against its label', () => {
  expect(dynamicsReport(labels, 2, epochs, [4])).toMatchObject({
    areaUnderMargin: [2, 3, 1, -4, 6],
    learntAt: [0, 0, 0, null, 0],
    threshold: 6,
    suspects: [3, 2, 0, 1],
  })
  // The same sample named twice is one.
  expect(dynamicsReport(labels, 2, epochs, [4, 4])).toEqual(dynamicsReport(labels, 2, epochs, [4]))
})

it('has no threshold without threshold samples', () => {
  const plain = epochs.map((rows) => rows.map((row) => row.slice(0, 2)))
  expect(dynamicsReport(labels, 2, plain, [])).toMatchObject({
    areaUnderMargin: [2, 3, 1, -4, 0],
    threshold: null,
    suspects: [],
  })
})

it.each<[string, readonly number[][][], readonly number[], string]>([
  [
    'rows that only together are as long as they should be',
    [
      [
        [1, 0],
        [0, 1, 5, 6],
      ],
    ],
    [],
    'Epoch 0 has 2 rows, the labels 3.',
  ],
  ['a row of another length', [[[1, 0], [0], [0, 1, 5]]], [], 'Row 1 of epoch 0 has 1 logits and not 2, the classes.'],
  [
    'epochs without the class of the threshold samples',
    [
      [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
    ],
    [2],
    'Row 0 of epoch 0 has 2 logits and not 3, the classes and the one that threshold samples are taught.',
  ],
  ['a threshold sample that is no row', [], [3], 'Threshold sample 3 is not among 3 rows.'],
])('refuses %s', (_, rows, thresholdSamples, sentence) => {
  expect(() => dynamicsReport([0, 1, 0], 2, rows, thresholdSamples)).toThrow(sentence)
})
