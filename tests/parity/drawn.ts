import type { Network } from '#nn/network.ts'
import { elementCount, type FloatTensor, float32, type Shape, type TensorMap } from '#nn/tensor.ts'
import { Random } from '#numerics/random/counted-random.ts'

/* The values that make-fixtures.py draws, drawn by the same generator: nothing large is stored. */

function normals(shape: Shape, seed: number, ...streams: readonly number[]): Float64Array {
  const random = new Random(seed, ...streams)
  return Float64Array.from({ length: elementCount(shape) }, () => random.normal())
}

/** What the weights are for; why they differ is said in make-fixtures.py. */
export type Rule = 'training' | 'use'

/** The last batch normalisation of a residual branch, in torchvision's names. */
const residualScale = /(\.bn3|\.[1-9]\d*\.block\.[23]\.1)\.weight$/

/** How a vector's values follow from numbers of mean 0 and variance 1. */
function vectorRule(name: string, rule: Rule): (drawn: number, channel: number) => number {
  const training = rule === 'training'
  if (name.endsWith('running_var')) return (drawn) => 1 + 0.2 * Math.abs(drawn)
  if (name.endsWith('.weight')) {
    const scale = training ? 0.5 : residualScale.test(name) ? 0.2 : 1
    return (drawn) => scale * (1 + 0.1 * drawn)
  }
  if (training && name.endsWith('.bias')) return (drawn, channel) => (channel % 4 === 3 ? -1 : 1) * (1 + 0.1 * drawn)
  return (drawn) => 0.01 * drawn
}

/** Filters in place of numbers of mean 0 and variance 1; those of use without a mean, but where they see one channel. */
function makeFilters(drawn: Float64Array, shape: Shape, rule: Rule): void {
  const each = elementCount(shape.slice(1))
  const gain = rule === 'use' ? 3 : shape.length > 2 ? 2 : 0.5
  const deviation = Math.sqrt(gain / each)
  const centred = rule === 'use' && shape[1] !== 1
  for (let start = 0; start < drawn.length; start += each) {
    let total = 0
    for (let i = start; i < start + each; i++) total += drawn[i] as number
    const mean = centred ? total / each : 0
    for (let i = start; i < start + each; i++) drawn[i] = ((drawn[i] as number) - mean) * deviation
  }
}

function parameterValue(name: string, shape: Shape, place: number, rule: Rule): FloatTensor {
  const random = new Random(1, place)
  const drawn = new Float64Array(elementCount(shape))
  for (let i = 0; i < drawn.length; i++) drawn[i] = (2 * random.uniform() - 1) * Math.sqrt(3)
  if (shape.length === 1) return float32(Float32Array.from(drawn, vectorRule(name, rule)), shape)
  makeFilters(drawn, shape, rule)
  return float32(new Float32Array(drawn), shape)
}

/** Parameters and running statistics in the order that gives each its place. */
export function sortedParameters(network: Network): Network['parameters'] {
  return network.parameters.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Every parameter and running statistic; each has its place in the sorted list of names as its stream. */
export function drawnParameters(network: Network, rule: Rule): TensorMap {
  return new Map(
    sortedParameters(network).map(({ name, shape }, place) => [name, parameterValue(name, shape, place, rule)]),
  )
}

/** The photographs and soft targets of one step. */
export function drawnBatch(
  shape: Shape,
  classes: number,
  step: number,
): { images: Float32Array; targets: Float32Array } {
  const count = shape[0] as number
  const random = new Random(3, step)
  const targets = Float32Array.from({ length: count * classes }, () => random.uniform())
  for (let row = 0; row < targets.length; row += classes) {
    const values = targets.subarray(row, row + classes)
    const total = values.reduce((sum, value) => Math.fround(sum + value), 0)
    for (let i = 0; i < classes; i++) values[i] = (values[i] as number) / total
  }
  return { images: Float32Array.from(normals(shape, 2, step)), targets }
}

/** Side of a patch of one colour, pixels. */
const patch = 16

/** The same with photographs of patches of one colour under noise, for networks so deep that they make all noise alike. */
export function drawnPatches(
  shape: Shape,
  classes: number,
  step: number,
): { images: Float32Array; targets: Float32Array } {
  const [count, channels, height, width] = shape as [number, number, number, number]
  const [rows, columns] = [height / patch, width / patch]
  const cells = normals([count, channels, rows, columns], 7, step)
  const { targets } = drawnBatch([count, channels, 0, 0], classes, step)
  const images = Float32Array.from(normals(shape, 2, step), (noise, index) => {
    const [x, y, plane] = [index % width, Math.floor(index / width) % height, Math.floor(index / (width * height))]
    const cell = (plane * rows + Math.floor(y / patch)) * columns + Math.floor(x / patch)
    return (cells[cell] as number) + 0.5 * noise
  })
  return { images, targets }
}

/** Projections of a tensor on the seeded directions of ±1, the bits of one integer an element; `place` is its place in its
 *  sorted list. */
export function projections(values: Float32Array, place: number, count: number): readonly number[] {
  const random = new Random(4, place)
  // Values of the same signs are summed first: one addition an element, whatever the count.
  const bySigns = new Float64Array(2 ** count)
  const mask = bySigns.length - 1
  for (let i = 0; i < values.length; i++) {
    const signs = random.integer() & mask
    bySigns[signs] = (bySigns[signs] as number) + (values[i] as number)
  }
  return Array.from({ length: count }, (_, k) =>
    bySigns.reduce((sum, value, signs) => sum + value * (2 * ((signs >>> k) & 1) - 1), 0),
  )
}
