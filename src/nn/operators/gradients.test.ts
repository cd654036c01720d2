import { describe, expect, it } from 'vitest'
import { removeDeadNodes } from '../graph/passes/dead-nodes.ts'
import { lowerPortable } from '../lowering/portable.ts'
import type { DoubleArray } from '../testing/array.ts'
import { gradientCases } from '../testing/cases/gradient-cases.ts'
import { builtCase, startingValues, titleOf } from '../testing/gradient-case.ts'
import { interpret } from '../testing/interpreter.ts'
import { operators } from './registry.ts'

/** Steps of the central difference; in doubles its error is about the square of this. */
const step = 1e-4

const keyOf = ({ domain, type }: { domain: string; type: string }) => `${domain}:${type}`

describe('every gradient agrees with central differences in double precision', () => {
  for (const one of gradientCases) {
    it(`of ${titleOf(one)}`, () => {
      const { graph, loss, gradients } = builtCase(one)
      const plain = lowerPortable(graph)
      const feeds = startingValues(one)
      const values = interpret(plain, feeds)
      const forward = removeDeadNodes({ ...plain, outputs: plain.outputs.filter(({ name }) => name === loss) })
      const lossAt = () => (interpret(forward, feeds).get(loss) as DoubleArray).data[0] as number
      for (const [name, value] of gradients) {
        const { data } = feeds.get(name) as DoubleArray
        const gradient = (values.get(value) as DoubleArray).data
        expect(gradient.length).toBe(data.length)
        for (const [index, value] of data.entries()) {
          data[index] = value + step
          const above = lossAt()
          data[index] = value - step
          const below = lossAt()
          data[index] = value
          expect(gradient[index]).toBeCloseTo((above - below) / (2 * step), 5)
        }
      }
    })
  }
})

it('the table holds every operator that has a gradient', () => {
  const held = new Set(gradientCases.flatMap((one) => builtCase(one).graph.nodes.map(keyOf)))
  const missing = operators.filter((operator) => operator.gradient !== undefined && !held.has(keyOf(operator)))
  expect(missing.map(({ type }) => type)).toEqual([])
})
