import { matrixKappa } from './kappa.ts'

/** Photographs of one grade below which their predictions tell nothing. */
const fewest = 5

/** Orders that people's folders have: by the alphabet under two spellings of the lowest grade, and backwards. `order[k]` is the
 *  grade that output k is. */
const usual: readonly (readonly number[])[] = [
  [1, 2, 0, 4, 3],
  [0, 1, 2, 4, 3],
  [4, 3, 2, 1, 0],
]

export interface BetterOrder {
  /** The grade that each output is. */
  readonly order: readonly number[]
  /** Predictions that are the label by this order, by the order taken, and all of them. */
  readonly agreeing: number
  readonly asTaken: number
  readonly n: number
}

/** An order of a model's classes that fits the labels far better than the one taken; null where none does. A model that grades
 *  too high or too low is none of wrong order: of each grade that changes place some must be told where it would be, of most more
 *  than where it is, and kappa must say so too, or every such grade at least twice as often. `confusion`: rows are the labels, columns the
 *  predictions; counts of five grades. */
export function betterClassOrder(confusion: readonly (readonly number[])[]): BetterOrder | null {
  const n = confusion.flat().reduce((sum, count) => sum + count, 0)
  const orders = permutations(confusion.map((_, grade) => grade))
  const agreeing = (order: readonly number[]) =>
    order.reduce((sum, grade, output) => sum + (confusion[grade]?.[output] ?? 0), 0)
  const asTaken = agreeing(confusion.map((_, grade) => grade))
  const most = Math.max(...orders.map(agreeing))
  // Of rare grades any order is as good; people's folders have but a few.
  const near = (order: readonly number[]) => agreeing(order) >= most - 0.02 * n
  const order = usual.find(near) ?? orders.find((one) => agreeing(one) === most)
  if (!order || !isTold(confusion, order, agreeing(order) - asTaken)) return null
  return { order, agreeing: agreeing(order), asTaken, n }
}

/** `more`: predictions that agree by this order and not as taken. By chance they would be about the root of those that change
 *  place, and there are many orders to choose from. */
function isTold(confusion: readonly (readonly number[])[], order: readonly number[], more: number): boolean {
  const moved = order.flatMap((grade, output) => {
    const row = confusion[grade] ?? []
    const total = row.reduce((sum, count) => sum + count, 0)
    return grade === output || total < fewest ? [] : [{ there: row[output] ?? 0, here: row[grade] ?? 0, total }]
  })
  const sum = (of: (one: (typeof moved)[number]) => number) => moved.reduce((total, one) => total + of(one), 0)
  const all = sum(({ total }) => total)
  // Mild ones are often called Moderate by a model that is sound otherwise.
  const told = sum(({ there, here, total }) => (there > here ? total : 0))
  if (moved.length < 2 || told < (2 / 3) * all || moved.some(({ there, total }) => there < 0.1 * total)) return false
  if (more < Math.max(10, 0.25 * all, 2.5 * Math.sqrt(all))) return false
  const sorted = confusion.map((row) => confusion.map((_, grade) => row[order.indexOf(grade)] ?? 0))
  const gain = matrixKappa(sorted) - matrixKappa(confusion)
  return gain >= 0.3 || moved.every(({ there, here }) => there >= 2 * here)
}

function permutations(values: readonly number[]): number[][] {
  if (values.length < 2) return [[...values]]
  return values.flatMap((value, place) => permutations(values.toSpliced(place, 1)).map((rest) => [value, ...rest]))
}
