import type { Network } from '#nn/network.ts'
import { float32, floatEntry, type TensorMap } from '#nn/tensor.ts'
import { type Grade, gradeCount } from '#shared/grades.ts'
import { outputsByGrade } from './class-order.ts'

/** The parameters with the classifier's rows in the order of grades. `order`: the grade that each is in the file. */
export function rowsByGrade(network: Network, parameters: TensorMap, order: readonly Grade[]): TensorMap {
  const sorted = new Map(parameters)
  const places = outputsByGrade(order)
  for (const { name, shape, group } of network.parameters) {
    if (group !== 'head' || shape[0] !== gradeCount) continue
    const { data } = floatEntry(parameters, name)
    const width = data.length / gradeCount
    const rows = new Float32Array(data.length)
    for (const [grade, place] of places.entries())
      rows.set(data.subarray(place * width, (place + 1) * width), grade * width)
    sorted.set(name, float32(rows, shape))
  }
  return sorted
}
