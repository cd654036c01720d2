import type { BoundaryEntryReport, Ledger } from '#shared/contract/health.ts'
import { AppError } from '#shared/errors.ts'
import { boundaries, type Decision, type Grade, gradeNames } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import { orNull } from '#statistics/evaluation.ts'
import { type BoundaryEntry, boundaryEntry, type LedgerPhotograph } from '#statistics/ledger/boundary-ledger.ts'
import { foundCurve } from '#statistics/ledger/found-curve.ts'
import { selfAgreement } from '#statistics/ledger/self-agreement.ts'
import { weigh } from '#statistics/suspicion/suspicion.ts'
import { isControl } from '#store/checks.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { evidenceOfLabel } from '../suspicion/evidence.ts'
import { decisionOn, learntOf, unseenPredictions } from '../suspicion/learn.ts'
import { primaryGrade, type Sources, sourcesOfAll } from '../suspicion/sources.ts'

/** What has been found and what is left at each boundary of grades. */
export function ledger(store: ProjectStore, { grader, rate }: { grader?: string | undefined; rate: number }): Ledger {
  if (grader !== undefined && store.readings.reviewedCount(grader) === 0) {
    throw new AppError('not_found', `${grader} has not read anything here.`)
  }
  const readInOrder = store.checks.readInOrder(grader)
  const photographs = ledgerPhotographs(
    store,
    grader,
    new Map(readInOrder.map(({ image, control }) => [image, control])),
  )
  const places = new Map(photographs.map((one) => [one.image, one]))
  const inOrder = readInOrder.flatMap(({ image }) => places.get(image) ?? [])
  const agreement = selfAgreement(store.checks.repeated(grader))
  return {
    grader: grader ?? null,
    rate,
    boundaries: boundaries.map((boundary): BoundaryEntryReport => {
      const { remainingInterval, ...entry } = boundaryEntry(photographs, boundary, rate)
      const read = inOrder.filter(({ label, decision }) => decision !== null && boundary.some((one) => one === label))
      return {
        ...entry,
        boundary: [...boundary],
        remainingInterval: remainingInterval && [...remainingInterval],
        advice: adviceOn({ ...entry, remainingInterval }, rate),
        curve: foundCurve(read.map(({ label, decision }) => label !== decision)),
      }
    }),
    selfAgreement: {
      ...agreement,
      interval: agreement.interval && [...agreement.interval],
      quadraticKappa: orNull(agreement.quadraticKappa),
    },
  }
}

/** Every labelled photograph: what became of its label, by this reader or by all. `readAsControl`: of those read, whether as one. */
function ledgerPhotographs(
  store: ProjectStore,
  grader: string | undefined,
  readAsControl: ReadonlyMap<ImageId, boolean>,
) {
  const sources = sourcesOfAll(store, store.models.current()?.id)
  const suspicion = suspicionOfLabels(store, sources)
  const own = grader === undefined ? null : store.readings.latestOf(grader)
  const decisionOf = (image: ImageId): Decision | null =>
    own ? (own.get(image)?.decision ?? null) : decisionOn(image, sources)
  const images = [...store.images.names().keys()]
  return images.flatMap((image): (LedgerPhotograph & { readonly image: ImageId })[] => {
    const label = primaryGrade(sources, image)
    if (label === undefined) return []
    const control = readAsControl.get(image) ?? isControl(image, images.length)
    return [{ image, label, decision: decisionOf(image), control, suspicion: suspicion.get(image) ?? 0 }]
  })
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

function adviceOn(entry: BoundaryEntry, rate: number): string {
  const { boundary, photographs, read, remaining, remainingInterval, mayStop } = entry
  const [low, high] = boundary.map((grade: Grade) => gradeNames[grade])
  const between = `between ${low} and ${high}`
  const unread = photographs - read
  if (photographs === 0) return `No photograph is labelled ${low} or ${high}.`
  if (unread === 0) return `All ${photographs} photographs ${between} have been read.`
  if (remaining === null || !remainingInterval) {
    return `No control ${between} has been read yet: nothing can be said of the ${unread} that are left.`
  }
  const [least, most] = remainingInterval.map(Math.round)
  const left = `about ${Math.round(remaining)} (${least} to ${most}) of the ${unread} labels not yet read ${between} are wrong`
  const share = `${Number((100 * rate).toPrecision(2))} %`
  return mayStop
    ? `You can stop here: ${left}, which is no more than ${share}.`
    : `Read on: ${left}; it may be more than ${share}.`
}
