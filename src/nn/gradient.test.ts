import { describe, expect, it } from 'vitest'
import { addGradients } from './gradient.ts'
import { GraphBuilder } from './graph/builder.ts'
import { text } from './graph/types.ts'
import { float32 } from './tensor.ts'

/** Parameters a, b, c and d, one after another; `writes` puts something between b and c. */
function chain(between: (builder: GraphBuilder, x: string) => string): () => unknown {
  const builder = new GraphBuilder('chain')
  const names = ['a', 'b', 'c', 'd']
  for (const name of ['x', ...names]) builder.input(name, { type: 'float32', shape: [1, 1, 2, 2] })
  const multiplied = (x: string, name: string) => builder.op('Mul', [x, name])
  const middle = between(builder, ['a', 'b'].reduce(multiplied, 'x'))
  const loss = ['c', 'd'].reduce(multiplied, middle)
  return () => addGradients(builder, new Map([[loss, 'x']]), names)
}

describe('an operator without a gradient', () => {
  it('is named with its node and the first parameter that can still be trained', () => {
    const differentiate = chain((builder, x) => builder.node('Floor', [x], { name: '/features/Floor' })[0] as string)
    expect(differentiate).toThrow(
      'The operator Floor has no gradient. It is the node /features/Floor. ' +
        'Training works from c on, if everything before it is frozen.',
    )
    expect(differentiate).toThrow(
      expect.objectContaining({
        code: 'operator_unsupported',
        details: { operator: 'Floor', node: '/features/Floor', firstTrainable: 'c' },
      }),
    )
  })

  it('leaves the choice to parameters by the names that people know', () => {
    const builder = new GraphBuilder('named')
    for (const name of ['x', 'a', 'b']) builder.input(name, { type: 'float32', shape: [2] })
    const loss = builder.op('Mul', [builder.op('Floor', [builder.op('Mul', ['x', 'a'])]), 'b'])
    const differentiate = () =>
      addGradients(builder, new Map([[loss, 'x']]), ['a', 'b'], new Map([['b', 'classifier.weight']]))
    expect(differentiate).toThrow('Training works from classifier.weight on')
  })

  it('is named where only the way it is used has none', () => {
    const differentiate = chain((builder, x) =>
      builder.op('Resize', [x, '', builder.constant(float32([1, 1, 1, 1], [4]))], { mode: text('cubic') }),
    )
    expect(differentiate).not.toThrow()
    const enlarged = chain((builder, x) => {
      const large = builder.op('Resize', [x, '', builder.constant(float32([1, 1, 2, 2], [4]))], { mode: text('cubic') })
      return builder.op('GlobalAveragePool', [large])
    })
    expect(enlarged).toThrow(/^Resize by the mode cubic has no gradient here\. .* Training works from c on/)
  })

  it('does not matter where no parameter comes before it', () => {
    const builder = new GraphBuilder('image')
    for (const name of ['x', 'w']) builder.input(name, { type: 'float32', shape: [2] })
    const loss = builder.op('Mul', [builder.op('Floor', ['x']), 'w'])
    expect(addGradients(builder, new Map([[loss, 'x']]), ['w']).get('w')).toBeDefined()
  })

  it('leaves nothing to train where it comes after every parameter', () => {
    const builder = new GraphBuilder('end')
    for (const name of ['x', 'w']) builder.input(name, { type: 'float32', shape: [2] })
    const loss = builder.op('Floor', [builder.op('Mul', ['x', 'w'])])
    expect(() => addGradients(builder, new Map([[loss, 'x']]), ['w'])).toThrow(
      'Nothing that was to be differentiated comes after it.',
    )
  })

  it('that several ways lead through bars the parameters of every way', () => {
    const builder = new GraphBuilder('ways')
    for (const name of ['x', 'a', 'b', 'c']) builder.input(name, { type: 'float32', shape: [2] })
    const first = builder.op('Mul', ['x', 'a'])
    const second = builder.op('Mul', [builder.op('Ceil', [builder.op('Mul', [first, 'b'])]), first])
    const loss = builder.op('Mul', [second, 'c'])
    expect(() => addGradients(builder, new Map([[loss, 'x']]), ['c', 'a', 'b'])).toThrow(/from c on/)
  })
})
