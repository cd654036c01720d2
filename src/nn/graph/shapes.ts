import { GraphBuilder } from './builder.ts'
import { copyInto } from './copy.ts'
import type { Graph, ValueType } from './types.ts'

/** Type and shape of every value of a graph, free dimensions bound (1 where not given).
 *  Throws `AppError('operator_unsupported')` or `AppError('model_unreadable')`. */
export function inferTypes(graph: Graph, dimensions?: ReadonlyMap<string, number>): ReadonlyMap<string, ValueType> {
  const builder = new GraphBuilder(graph.name, graph.opset)
  const names = copyInto(builder, graph, dimensions === undefined ? {} : { dimensions })
  return new Map([...names].filter(([name]) => name !== '').map(([name, copy]) => [name, builder.typeOf(copy)]))
}
