import { expect, it } from 'vitest'
import { float32 } from '#nn/tensor.ts'
import { parametersInUse } from './fit-state.ts'

const tensor = (value: number) => float32([value], [1])

it('uses averages where they are kept, and the rest as trained', () => {
  const parameters = new Map([
    ['trained', tensor(1)],
    ['frozen', tensor(2)],
  ])
  const tensors = new Map([
    ['first.trained', tensor(3)],
    ['average.trained', tensor(4)],
  ])
  expect([...parametersInUse({ parameters, optimizer: { step: 5, tensors } })]).toEqual([
    ['trained', tensor(4)],
    ['frozen', tensor(2)],
  ])
  expect(parametersInUse({ parameters, optimizer: null })).toEqual(parameters)
})
