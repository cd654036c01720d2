import type { BoundaryEntryReport, Ledger } from '#shared/contract/health.ts'
import { AppError } from '#shared/errors.ts'
import { boundaries, type Decision, type Grade, gradeNames } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import { orNull } from '#statistics/evaluation.ts'
import {
  type BoundaryEntry,
  boundaryEntry,
  isAcross,
  type LedgerPhotograph,
} from '#statistics/ledger/boundary-ledger.ts'
import { foundCurve } from '#statistics/ledger/found-curve.ts'
import { selfAgreement } from '#statistics/ledger/self-agreement.ts'
import { weigh } from '#statistics/suspicion/suspicion.ts'
import { isControl } from '#store/checks.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { evidenceOfLabel } from '../suspicion/evidence.ts'
import { decisionOn, learntOf, unseenPredictions } from '../suspicion/learn.ts'
import { importedGrade, type Sources, sourcesOfAll } from '../suspicion/sources.ts'

/** What has been found and what is left at each boundary of grades. */
export function ledger(store: ProjectStore, { grader, rate }: { grader?: string | undefined; rate: number }): Ledger {
  if (grader !== undefined && store.readings.reviewedCount(grader) === 0) {
    throw new AppError('not_found', `${grader} has not read anything here.`)
  }
  const photographs = ledgerPhotographs(store, grader)
  const byImage = new Map(photographs.map((one) => [one.image, one]))
  const inOrder = store.checks.readInOrder(grader).flatMap((image) => byImage.get(image) ?? [])
  const agreement = selfAgreement(store.checks.repeated(grader))
  return {
    grader: grader ?? null,
    rate,
    boundaries: boundaries.map((boundary): BoundaryEntryReport => {
      const { remainingInterval, gainInterval, ...entry } = boundaryEntry(photographs, boundary, rate)
      const read = inOrder.filter(({ label }) => boundary.some((one) => one === label))
      return {
        ...entry,
        boundary: [...boundary],
        remainingInterval: remainingInterval && [...remainingInterval],
        gainInterval: gainInterval && [...gainInterval],
        advice: adviceOn({ ...entry, remainingInterval }, rate),
        curve: foundCurve(read.map(({ label, decisions }) => isAcross(label, decisions, boundary))),
      }
    }),
    selfAgreement: {
      ...agreement,
      interval: agreement.interval && [...agreement.interval],
      quadraticKappa: orNull(agreement.quadraticKappa),
    },
  }
}

/** Every labelled photograph: what became of its label, by this reader or by all. */
function ledgerPhotographs(store: ProjectStore, grader: string | undefined) {
  const sources = sourcesOfAll(store, store.models.current()?.id)
  const suspicion = suspicionOfLabels(store, sources)
  const decisionsOn = readersDecisions(store, sources, grader)
  const said = store.checks.controlReadings(grader)
  const images = [...store.images.names().keys()]
  return images.flatMap((image): (LedgerPhotograph & { readonly image: ImageId })[] => {
    const label = importedGrade(sources, image)
    if (label === undefined) return []
    const [decisions, blind] = [decisionsOn(image), said.get(image) ?? []]
    // One that was read before it came up as a control was read for what was known of it.
    const control = decisions.length > 0 ? blind.length > 0 : isControl(image, images.length)
    return [{ image, label, decisions, control, blind, suspicion: suspicion.get(image) ?? 0 }]
  })
}

/** What a reader last said of a photograph; where none is named, what they settled on, or all that they say. */
function readersDecisions(
  store: ProjectStore,
  sources: Sources,
  grader: string | undefined,
): (image: ImageId) => readonly Decision[] {
  if (grader !== undefined) {
    const own = store.readings.latestOf(grader)
    return (image) => {
      const latest = own.get(image)
      return latest ? [latest.decision] : []
    }
  }
  return (image) => {
    const settled = decisionOn(image, sources)
    return settled === null ? sources.readings(image).map(({ decision }) => decision) : [settled]
  }
}

/** How suspicious labels were as they came, by what has been learnt since. */
function suspicionOfLabels(store: ProjectStore, sources: Sources): ReadonlyMap<ImageId, number> {
  const model = store.models.current()
  if (!model) return new Map()
  const { background, weights } = learntOf(store, model.id)
  return new Map(
    unseenPredictions(store, model.id).flatMap((prediction) => {
      const evidence = evidenceOfLabel(prediction, sources)
      return evidence ? [[prediction.image, weigh(evidence, background, weights).score] as const] : []
    }),
  )
}

/** "1,204". */
const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })

function adviceOn(entry: Omit<BoundaryEntry, 'gainInterval'>, rate: number): string {
  const { boundary, photographs, read, controls, remaining, remainingInterval, mayStop } = entry
  const [low, high] = boundary.map((grade: Grade) => gradeNames[grade])
  const between = `between ${low} and ${high}`
  const unread = photographs - read
  if (photographs === 0) return `No photograph is labelled ${low} or ${high}.`
  if (unread === 0) return `All ${whole.format(photographs)} photographs ${between} have been read.`
  if (remaining === null || !remainingInterval) {
    const few = controls === 0 ? 'No control' : controls === 1 ? 'Only one control' : `Only ${controls} controls`
    return `${few} ${between} ${controls < 2 ? 'has' : 'have'} been read yet: nothing can be said of the ${whole.format(unread)} that are left.`
  }
  const [least, most] = remainingInterval.map(whole.format)
  const left = `about ${whole.format(remaining)} (${least} to ${most}) of the ${whole.format(unread)} labels not yet read ${between} lie on the wrong side of that boundary`
  const share = `${Number((100 * rate).toPrecision(2))} %`
  return mayStop
    ? `You can stop here: ${left}, which is no more than ${share}.`
    : `Read on: ${left}; it may be more than ${share}.`
}
