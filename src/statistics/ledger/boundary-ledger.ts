import type { Grade } from '#shared/grades.ts'
import { wilsonInterval } from './wilson.ts'

/** A photograph with a label, as the ledger needs it. */
export interface LedgerPhotograph {
  /** The grade it came with. */
  readonly label: Grade
  /** What a reader made of it; null before anybody has read it. */
  readonly decision: Grade | 'ungradable' | null
  /** Whether it was drawn at random to be read, whatever its suspicion. */
  readonly control: boolean
  /** Suspicion of the label it came with, 0 to 1. */
  readonly suspicion: number
}

/** Errors among the labels of two neighbouring grades. */
export interface BoundaryEntry {
  readonly boundary: readonly [Grade, Grade]
  readonly photographs: number
  readonly read: number
  /** Labels that a reader changed. */
  readonly found: number
  /** Controls that have been read, and how many of them had a wrong label. */
  readonly controls: number
  readonly wrongControls: number
  /** Wrong labels among those not yet read, and a 95 % interval; null before a control has been read. */
  readonly remaining: number | null
  readonly remainingInterval: readonly [number, number] | null
  /** Wrong labels found a reading in this order, over those at random; null where the controls have none. */
  readonly gain: number | null
  /** Whether no more than the chosen rate of the labels not yet read is wrong, at the upper end of the interval. */
  readonly mayStop: boolean
}

/** Photographs whose suspicion is within this of a control's tell how likely it was to be read without being one. */
const near = 0.1
/** Controls to be read before anyone is told to stop. */
const leastControls = 20

/** What has been found and what is left at one boundary: photographs labelled one of its two grades.
 *
 *  Controls are drawn at random beforehand, so they are a fair sample of all labels. Suspicion has already had the rest of
 *  the photographs like some of them read: a control counts for what is left as far as photographs as suspicious as it,
 *  which were no controls, are still unread. `rate`: wrong labels that may stay, as a share. */
export function boundaryEntry(
  all: readonly LedgerPhotograph[],
  boundary: readonly [Grade, Grade],
  rate: number,
): BoundaryEntry {
  const photographs = all.filter(({ label }) => boundary.includes(label))
  const read = photographs.filter(({ decision }) => decision !== null)
  const wrong = ({ label, decision }: LedgerPhotograph) => decision !== label
  const controls = read.filter(({ control }) => control)
  const others = photographs.filter(({ control }) => !control)
  const unread = photographs.length - read.length
  const found = read.filter(wrong).length
  const wrongControls = controls.filter(wrong).length

  const share = unreadShare(others)
  const left = controls.map(({ suspicion }) => share(suspicion))
  // Where nothing like the controls is left, all of them stand for the rest, which is less suspicious: rather too many than too few.
  const weights = left.some((weight) => weight > 0) ? left : left.map(() => 1)
  const cases = weights.reduce((sum, weight) => sum + weight, 0)
  const bad = controls.reduce((sum, one, index) => sum + (wrong(one) ? (weights[index] as number) : 0), 0)
  const known = controls.length > 0 || (unread === 0 && photographs.length > 0)
  const interval = unread === 0 ? ([0, 0] as const) : wilsonInterval(bad, cases)
  const chosen = read.filter(({ control }) => !control)
  const ofChosen = chosen.length > 0 ? chosen.filter(wrong).length / chosen.length : null
  return {
    boundary,
    photographs: photographs.length,
    read: read.length,
    found,
    controls: controls.length,
    wrongControls,
    remaining: known ? (unread === 0 ? 0 : (bad / cases) * unread) : null,
    remainingInterval: known ? [interval[0] * unread, interval[1] * unread] : null,
    gain: wrongControls > 0 && ofChosen !== null ? ofChosen / (wrongControls / controls.length) : null,
    mayStop: known && (unread === 0 || (controls.length >= leastControls && interval[1] <= rate)),
  }
}

/** Of photographs about as suspicious as asked, the share that nobody has read yet; of all where none is near. */
function unreadShare(photographs: readonly LedgerPhotograph[]): (suspicion: number) => number {
  const sorted = [...photographs].sort((a, b) => a.suspicion - b.suspicion)
  const unreadBefore = [0]
  for (const { decision } of sorted) unreadBefore.push((unreadBefore.at(-1) as number) + (decision === null ? 1 : 0))
  return (suspicion) => {
    const [from, to] = [firstAtLeast(sorted, suspicion - near), firstAtLeast(sorted, suspicion + near)]
    const [low, high] = to > from ? [from, to] : [0, sorted.length]
    return high > low ? ((unreadBefore[high] as number) - (unreadBefore[low] as number)) / (high - low) : 1
  }
}

function firstAtLeast(sorted: readonly LedgerPhotograph[], suspicion: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as LedgerPhotograph).suspicion < suspicion) low = middle + 1
    else high = middle
  }
  return low
}
