import { leastControlsToTell } from '#shared/contract/health.ts'
import { type Decision, type Grade, isGrade } from '#shared/grades.ts'
import { ratioInterval } from './ratio-interval.ts'
import { wilsonInterval } from './wilson.ts'

/** A photograph with a label, as the ledger needs it. */
export interface LedgerPhotograph {
  /** The grade it came with. */
  readonly label: Grade
  /** What became of it: one decision, or each reader's where they differ; none before anybody has read it. */
  readonly decisions: readonly Decision[]
  /** Whether it was drawn at random to be read, whatever its suspicion. */
  readonly control: boolean
  /** What readers of a control said of it before its label was shown to them. */
  readonly blind: readonly Decision[]
  /** Suspicion of the label it came with, 0 to 1. */
  readonly suspicion: number
}

/** Labels of two neighbouring grades, and which of them are wrong across the boundary between the two: the label is on one side,
 *  what was decided on the other. A Moderate that is Proliferative is an error between Moderate and Severe, not between Mild
 *  and Moderate, and what is ungradable is on no side. */
export interface BoundaryEntry {
  readonly boundary: readonly [Grade, Grade]
  readonly photographs: number
  readonly read: number
  /** Labels that a reader put on the other side. */
  readonly found: number
  /** Controls that have been read, and how many of them had a wrong label, as they were judged blind. */
  readonly controls: number
  readonly wrongControls: number
  /** Wrong labels among those not yet read, and a 95 % interval, whose upper end has all in it that are more suspicious than any
   *  control; null before enough controls have been read. */
  readonly remaining: number | null
  readonly remainingInterval: readonly [number, number] | null
  /** Wrong labels found a reading in this order, over those at random; null where the controls have none. */
  readonly gain: number | null
  /** 95 % interval of the gain. */
  readonly gainInterval: readonly [number, number] | null
  /** Whether no more than the chosen rate of the labels not yet read is wrong, at the upper end of the interval. */
  readonly mayStop: boolean
}

/** Whether any of the decisions is on the other side of the boundary than the label. */
export function isAcross(label: Grade, decisions: readonly Decision[], [, high]: readonly [Grade, Grade]): boolean {
  return decisions.some((decision) => isGrade(decision) && decision >= high !== label >= high)
}

/** Photographs whose suspicion is within this of a control's tell how likely it was to be read without being one. */
const near = 0.1
/** Controls to be read before anyone is told to stop. */
const leastControls = 20

/** What has been found and what is left at one boundary: photographs labelled one of its two grades.
 *
 *  Controls are drawn at random beforehand, so they are a fair sample of all labels. Suspicion has already had the rest of
 *  the photographs like some of them read: a control counts for what is left as far as photographs as suspicious as it,
 *  which were no controls, are still unread. Of what is more suspicious than any control nothing is known but its suspicion,
 *  and all of it may be wrong. Where readers of a control differ, one who judged its label wrong is enough: rather too many than
 *  too few. `rate`: wrong labels that may stay, as a share. */
export function boundaryEntry(
  all: readonly LedgerPhotograph[],
  boundary: readonly [Grade, Grade],
  rate: number,
): BoundaryEntry {
  const photographs = all.filter(({ label }) => boundary.includes(label))
  const [read, unread] = [photographs.filter(isRead), photographs.filter((one) => !isRead(one))]
  const isFound = ({ label, decisions }: LedgerPhotograph) => isAcross(label, decisions, boundary)
  const isWrong = ({ label, blind }: LedgerPhotograph) => isAcross(label, blind, boundary)
  const controls = read.filter(({ control }) => control)
  const chosen = read.filter(({ control }) => !control)
  const wrongControls = controls.filter(isWrong).length

  const share = unreadShare(photographs.filter(({ control }) => !control))
  const left = controls.map(({ suspicion }) => share(suspicion))
  // Where nothing like the controls is left, all of them stand for the rest that is less suspicious: rather too many than too few.
  const weights = left.some((weight) => weight > 0) ? left : left.map(() => 1)
  const cases = weights.reduce((sum, weight) => sum + weight, 0)
  const bad = controls.reduce((sum, one, index) => sum + (isWrong(one) ? (weights[index] as number) : 0), 0)

  const tells = controls.length >= leastControlsToTell
  const known = tells || (unread.length === 0 && photographs.length > 0)
  const most = controls.reduce((high, { suspicion }) => Math.max(high, suspicion), 0) + near
  const beyond = unread.filter(({ suspicion }) => suspicion > most)
  const like = unread.length - beyond.length
  const suspected = beyond.reduce((sum, { suspicion }) => sum + suspicion, 0)
  const interval = like === 0 ? ([0, 0] as const) : wilsonInterval(bad, cases)
  const upper = interval[1] * like + beyond.length
  const byOrder = { found: chosen.filter(isFound).length, cases: chosen.length }
  const atRandom = { found: wrongControls, cases: controls.length }
  const hasGain = tells && byOrder.cases > 0 && atRandom.found > 0
  return {
    boundary,
    photographs: photographs.length,
    read: read.length,
    found: read.filter(isFound).length,
    controls: controls.length,
    wrongControls,
    remaining: known ? (like === 0 ? 0 : (bad / cases) * like) + suspected : null,
    remainingInterval: known ? [interval[0] * like, upper] : null,
    gain: hasGain ? byOrder.found / byOrder.cases / (atRandom.found / atRandom.cases) : null,
    gainInterval: hasGain ? ratioInterval(byOrder, atRandom) : null,
    mayStop: known && (unread.length === 0 || (controls.length >= leastControls && upper <= rate * unread.length)),
  }
}

function isRead({ decisions }: LedgerPhotograph): boolean {
  return decisions.length > 0
}

/** Of photographs about as suspicious as asked, the share that nobody has read yet; of all where none is near. */
function unreadShare(photographs: readonly LedgerPhotograph[]): (suspicion: number) => number {
  const sorted = [...photographs].sort((a, b) => a.suspicion - b.suspicion)
  const unreadBefore = [0]
  for (const one of sorted) unreadBefore.push((unreadBefore.at(-1) as number) + (isRead(one) ? 0 : 1))
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
