import { GraphBuilder } from '../graph/builder.ts'
import { alias } from '../graph/copy.ts'
import type { Graph } from '../graph/types.ts'
import type { UpdateRule } from '../optimizers/types.ts'
import { addAverage } from './averaging.ts'

/** One update of a vector of any length by an optimizer's rule: so one graph serves every pack. Inputs `parameter`, `gradient`,
 *  the rule's state and its scalars, each by name; with `averages` also `average` and `average.share`. Outputs `next.NAME` of
 *  parameter, state and average. All of it goes place by place, so an output may be written over its input. */
export function buildUpdateGraph(rule: UpdateRule, { averages }: { readonly averages: boolean }): Graph {
  const builder = new GraphBuilder('update')
  const parameter = addVector(builder, 'parameter')
  const next = rule.addUpdate(builder, {
    parameter,
    gradient: addVector(builder, 'gradient'),
    state: rule.state.map((name) => addVector(builder, name)),
    scalars: Object.fromEntries(Object.keys(rule.scalars(1, 0)).map((name) => [name, addScalar(builder, name)])),
  })
  addNext(builder, parameter, next.parameter)
  for (const [index, name] of rule.state.entries()) addNext(builder, name, next.state[index] as string)
  if (averages) addNextAverage(builder, next.parameter)
  return builder.build()
}

/** The moving average of a vector that no optimizer moves: inputs `value`, `average`, `average.share`; output `next.average`. */
export function buildAverageGraph(): Graph {
  const builder = new GraphBuilder('average')
  addNextAverage(builder, addVector(builder, 'value'))
  return builder.build()
}

function addNextAverage(builder: GraphBuilder, value: string): void {
  const average = addVector(builder, 'average')
  addNext(builder, average, addAverage(builder, average, value, addScalar(builder, 'average.share')))
}

// Any length will do to infer the others from; the file says that it is free.
function addVector(builder: GraphBuilder, name: string): string {
  return builder.input(name, { type: 'float32', shape: [2] }, ['n'])
}

function addScalar(builder: GraphBuilder, name: string): string {
  return builder.input(name, { type: 'float32', shape: [] })
}

function addNext(builder: GraphBuilder, name: string, value: string): void {
  builder.output(alias(builder, value, `next.${name}`), ['n'])
}
