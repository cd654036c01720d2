import { expect, it } from 'vitest'
import { InOrder } from './in-order.ts'

it('passes values on in the order of their indices, and over gaps at the end', () => {
  const passed: (string | null)[] = []
  const inOrder = new InOrder<string | null>((value) => passed.push(value))
  inOrder.put(2, 'c')
  inOrder.put(1, null)
  expect(passed).toEqual([])
  inOrder.put(0, 'a')
  expect(passed).toEqual(['a', null, 'c'])
  inOrder.put(5, 'f')
  inOrder.put(4, 'e')
  inOrder.flush()
  expect(passed).toEqual(['a', null, 'c', 'e', 'f'])
})
