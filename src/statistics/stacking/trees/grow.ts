import { type BestSplit, findSplit, spread } from './split.ts'
import type { SortedFeatures, Tree } from './tree.ts'

export interface TreeOptions {
  /** Most questions above a leaf. */
  readonly depth: number
  /** Fewest rows of a leaf. */
  readonly leaf: number
  /** Features tried at a node, drawn anew at each; all of them where left out. */
  readonly tried?: { readonly count: number; readonly uniform: () => number } | undefined
}

/** What a tree learns from. */
export interface TreeTask {
  readonly features: SortedFeatures
  /** One array of all rows for each output. */
  readonly targets: readonly Float64Array[]
  /** How often a row counts; 0 leaves it out. All once where left out. */
  readonly weights?: Float64Array | undefined
  /** What the leaf of these rows says; the weighted mean of their targets where left out. */
  readonly leafValue?: ((rows: Int32Array) => number[]) | undefined
}

/** Spread below which a node is pure: scikit-learn's. */
const pure = Number.EPSILON

/** A regression tree of squared error with as many outputs as there are targets, grown greedily over every threshold
 *  (Breiman 1984). With one-hot targets its questions are those of the Gini impurity and its leaves class shares. */
export function growTree(task: TreeTask, options: TreeOptions): Tree {
  const weights = task.weights ?? new Float64Array(task.features.rows).fill(1)
  const orders = task.features.orders.map((order) => order.filter((row) => (weights[row] as number) > 0))
  const tree: Tree = { feature: [], threshold: [], left: [], right: [], value: [] }
  const isLeft = new Uint8Array(task.features.rows)
  const grow = (start: number, end: number, depth: number): number => {
    const node = tree.feature.length
    const rows = orders[0]?.subarray(start, end) ?? new Int32Array()
    const roomy = depth < options.depth && rows.length >= 2 * options.leaf
    const mixed = roomy && spread(task.targets, weights, rows) > pure
    const split = mixed ? findSplit(task, { orders, start, end, weights }, options) : undefined
    tree.feature.push(split?.feature ?? -1)
    tree.threshold.push(split?.threshold ?? 0)
    tree.left.push(-1)
    tree.right.push(-1)
    tree.value.push(split ? [] : (task.leafValue?.(rows) ?? means(task.targets, weights, rows)))
    if (split) {
      // Leaves only want to know their rows.
      const asked = depth + 1 < options.depth ? orders : orders.slice(0, 1)
      const middle = start + divide(asked, { start, end, order: orders[split.feature] as Int32Array, split, isLeft })
      tree.left[node] = grow(start, middle, depth + 1)
      tree.right[node] = grow(middle, end, depth + 1)
    }
    return node
  }
  grow(0, orders[0]?.length ?? 0, 0)
  return tree
}

/** Puts the left rows before the right ones in every order, each side still ascending. Gives how many are left. */
function divide(
  orders: readonly Int32Array[],
  at: {
    readonly start: number
    readonly end: number
    readonly order: Int32Array
    readonly split: BestSplit
    readonly isLeft: Uint8Array
  },
): number {
  const { start, end, order: asked, split, isLeft } = at
  for (let place = start; place < end; place++) isLeft[asked[place] as number] = Number(place < split.place)
  const rightRows = new Int32Array(end - split.place)
  for (const order of orders) {
    let left = start
    let right = 0
    for (let place = start; place < end; place++) {
      const row = order[place] as number
      if (isLeft[row] === 1) order[left++] = row
      else rightRows[right++] = row
    }
    order.set(rightRows, left)
  }
  return split.place - start
}

function means(targets: readonly Float64Array[], weights: Float64Array, rows: Int32Array): number[] {
  const total = rows.reduce((sum, row) => sum + (weights[row] as number), 0)
  return targets.map((target) => {
    const sum = rows.reduce((all, row) => all + (weights[row] as number) * (target[row] as number), 0)
    return sum / total
  })
}
