import { describe, expect, it } from 'vitest'
import { GraphBuilder } from '../../graph/builder.ts'
import { int } from '../../graph/types.ts'
import { planGraph } from './plan.ts'

describe('the plan of a graph', () => {
  it('gives up each value after its last use, unused ones at once, constants and outputs never', () => {
    const builder = new GraphBuilder('plan')
    builder.input('x', { type: 'float32', shape: [2, 3] })
    const op = (type: string, inputs: readonly string[], output: string) =>
      builder.node(type, inputs, { outputs: [output] })
    op('Relu', ['x'], 'a')
    op('Neg', ['a'], 'b')
    builder.node('Split', ['b', builder.integers(1, 2)], { attributes: { axis: int(1) }, outputs: ['c', 'unused'] })
    op('Add', ['a', 'a'], 'd')
    op('Mul', ['d', builder.scalar(2)], 'e')
    op('Mul', ['e', 'c'], 'y')
    builder.output('y')
    builder.output('d')
    const done = planGraph(builder.build()).map(({ done }) => done)
    expect(done).toEqual([['x'], [], ['b', 'unused'], ['a'], [], ['e', 'c']])
  })
})
