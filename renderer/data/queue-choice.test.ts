import { expect, it } from 'vitest'
import { boundaryChoices, queueRequest } from './queue-choice.ts'

it('the queue is narrowed to two neighbouring grades by name, Mild and Moderate first', () => {
  expect(boundaryChoices.map(({ name }) => name)).toEqual([
    'Only Mild – Moderate',
    'Only None – Mild',
    'Only Moderate – Severe',
    'Only Severe – Proliferative',
  ])
  const [first] = boundaryChoices
  expect(queueRequest('Ana', 'suspicion', first?.boundary ?? null)).toMatchObject({ boundary: [1, 2] })
})
