import { expect, it } from 'vitest'
import { GraphBuilder } from '#nn/graph/builder.ts'
import { decodeModel, encodeModel } from '#nn/model-file.ts'
import { float32 } from '#nn/tensor.ts'
import { originIn, originToAppend } from './model-origin.ts'
import { holdsParametersOf, parametersIn } from './same-parameters.ts'

function modelWith(...weights: readonly (readonly number[])[]): Uint8Array {
  const builder = new GraphBuilder('made')
  const image = builder.input('image', { type: 'float32', shape: [1, 2] })
  const summed = weights.reduce(
    (value, row, index) => builder.op('Add', [value, builder.constant(float32(row, [2]), `w${index}`)]),
    image,
  )
  builder.output(summed)
  return encodeModel({ graph: builder.build(), metadata: new Map([['kept', 'as it was']]) })
}

it('what is said of a model’s origin is read again from its file, which stays what it was', () => {
  const bytes = modelWith([1, 2])
  const learntFrom = ['0123456789abcdef', 'f'.repeat(16)]
  const origin = { notes: ['Learnt with “labels”: näme them.'], learntFrom, looks: ['0123456789abcdef AAAA+/8='] }
  const { model } = decodeModel(Buffer.concat([bytes, originToAppend(origin)]))
  expect(originIn(model.metadata)).toEqual(origin)
  const { looks: _, ...old } = origin
  expect(originIn(new Map([['regrade.origin', JSON.stringify(old)]]))).toEqual(old)
  expect(model.metadata.get('kept')).toBe('as it was')
  expect(model.graph).toEqual(decodeModel(bytes).model.graph)
  expect(originIn(decodeModel(bytes).model.metadata)).toBeUndefined()
  expect(() => originIn(new Map([['regrade.origin', '{"notes":1}']]))).toThrow(
    expect.objectContaining({ code: 'model_unreadable' }),
  )
})

it('a file holds another’s parameters where all of them are in it, under whatever names', () => {
  const held = parametersIn(modelWith([3, 4], [1, 2]))
  expect(holdsParametersOf(held, modelWith([1, 2], [3, 4]))).toBe(true)
  expect(holdsParametersOf(held, modelWith([1, 2]))).toBe(true)
  expect(holdsParametersOf(held, modelWith([1, 2], [3, 5]))).toBe(false)
  expect(holdsParametersOf(held, modelWith())).toBe(false)
})
