import { type LabelledSet, labelCounts } from './labelled-set.ts'
import { markLowest } from './mark-lowest.ts'

/** Labels of a class that are kept whatever is counted. */
const leastKept = 1

/** Marks, of each class, the labels of least self-confidence: as many as the calibrated joint counts as other classes. */
export function pruneByClass(set: LabelledSet, joint: readonly (readonly number[])[]): Uint8Array {
  const mask = new Uint8Array(set.n)
  const members = membersByLabel(set)
  for (const [label, counts] of pruneCounts(joint).entries()) {
    const rows = members[label] as Int32Array
    if (rows.length <= leastKept) continue
    const values = column(set, rows, label)
    markLowest(rows, values, rows.length - (counts[label] as number), mask)
  }
  return mask
}

/** Marks, for each pair of classes, the labels of the one that most look like the other: as many as the calibrated joint
 *  counts there. */
export function pruneByNoiseRate(set: LabelledSet, joint: readonly (readonly number[])[]): Uint8Array {
  const mask = new Uint8Array(set.n)
  const members = membersByLabel(set)
  // One memory for all labels, in turn: to be given fresh pages takes longer than to fill them.
  const memory = new Float64Array(set.classes * Math.max(0, ...members.map(({ length }) => length)))
  for (const [label, counts] of pruneCounts(joint).entries()) {
    const rows = members[label] as Int32Array
    if (rows.length <= leastKept) continue
    const margins = marginsOf(set, rows, label, memory)
    for (const [k, count] of counts.entries()) {
      if (k === label || count <= 0) continue
      markLowest(rows, margins.subarray(k * rows.length, (k + 1) * rows.length), count, mask)
    }
  }
  return mask
}

/** The joint with every class left at least one label; what that takes is taken evenly from the row's other counts. */
function pruneCounts(joint: readonly (readonly number[])[]): number[][] {
  return joint.map((row, label) => {
    const own = Math.max(row[label] as number, leastKept)
    const others = Math.max(1, row.filter((count) => count !== 0).length - 1)
    const taken = (own - (row[label] as number)) / others
    return row.map((count, k) => (k === label ? own : Math.trunc(Math.max(0, count - taken))))
  })
}

/** The rows of each label, ascending. */
function membersByLabel(set: LabelledSet): Int32Array[] {
  const members = labelCounts(set).map((count) => new Int32Array(count))
  const filled = new Int32Array(set.classes)
  for (let row = 0; row < set.n; row++) {
    const label = set.labels[row] as number
    const place = filled[label] as number
    ;(members[label] as Int32Array)[place] = row
    filled[label] = place + 1
  }
  return members
}

/** How far the label's probability lies above that of each class, in these rows: classes × rows, read in one go into `margins`. */
function marginsOf(
  { classes, probabilities }: LabelledSet,
  rows: Int32Array,
  label: number,
  margins: Float64Array,
): Float64Array {
  const { length } = rows
  for (let place = 0; place < length; place++) {
    const start = (rows[place] as number) * classes
    const own = probabilities[start + label] as number
    for (let k = 0; k < classes; k++) margins[k * length + place] = own - (probabilities[start + k] as number)
  }
  return margins
}

/** The probabilities of class `k` in these rows. */
function column({ classes, probabilities }: LabelledSet, rows: Int32Array, k: number): Float64Array {
  const values = new Float64Array(rows.length)
  for (let place = 0; place < rows.length; place++)
    values[place] = probabilities[(rows[place] as number) * classes + k] as number
  return values
}
