import { expect, it } from 'vitest'
import { imageIdSchema } from '#shared/ids.ts'
import type { Suspect } from '../../../data/contract-types.ts'
import { csvOf } from '../../../ui/csv.ts'
import { QueueModel } from './queue-model.ts'
import { queueTable } from './queue-table.ts'

const queue = new QueueModel({
  images: [7, 8, 9, 10].map((id) => imageIdSchema.parse(id)),
  names: ['a', 'b', 'blind', 'unscored'],
  labels: [1, 3, -1, 0],
  current: [1, -2, -1, 0],
  predicted: [2, 3, -1, -1],
  suspicion: [812, 64, -1, -1],
  reviewed: [0, 1, 0, 0],
  standing: [0, 0, 2, 6],
  model: null,
})
const suspects: readonly Suspect[] = [
  {
    image: 'b',
    label: 3,
    suggested: 3,
    ungradable: true,
    score: 0.064,
    ownScore: 0.5,
    sentence: 'It is dark.',
    terms: { quality: 1 },
  },
  {
    image: 'blind',
    label: 2,
    suggested: 4,
    ungradable: false,
    score: 0.9,
    ownScore: 0.5,
    sentence: 'Secret.',
    terms: { model: 3 },
  },
  {
    ...{
      image: 'a',
      label: 1,
      suggested: 2,
      ungradable: false,
      score: 0.8124,
      ownScore: 0.5,
      sentence: 'The model, too.',
    },
    terms: { model: 1.2, 'fellow-eye': -0.3 },
  },
]

it('is the queue in its order with every term, and of what is shown blind the name alone', () => {
  expect(csvOf(queueTable(queue, suspects)).split('\r\n')).toEqual([
    'place,photograph,label,current,read,model,suspicion,suggestion,reason,term_fellow_eye,term_model,term_quality',
    '1,a,1,1,false,2,0.8124,2,"The model, too.",-0.3,1.2,0',
    '2,b,3,ungradable,true,3,0.064,ungradable,It is dark.,0,0,1',
    '3,blind,,,false,,,,,,,',
    '4,unscored,0,0,false,,,,,,,',
    '',
  ])
})

it('has no terms where no model has spoken', () => {
  const { columns, rows } = queueTable(queue, [])
  expect(columns.at(-1)).toBe('reason')
  expect(rows).toHaveLength(4)
})
