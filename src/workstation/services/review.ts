import type { TurnRequest } from '#shared/contract/common.ts'
import type { GradeRequest, Photograph } from '#shared/contract/review.ts'
import { AppError } from '#shared/errors.ts'
import { ungradableReasons } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import { impliedGrade } from '#shared/lesions.ts'
import { logFailure } from '#shared/log.ts'
import { pixelPaths } from '#shared/pixels.ts'
import { packQueue } from '#shared/queue.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { QueueRequest } from '#store/queue.ts'
import { openSession, openSessionOf, type WorkstationContext } from '../context.ts'
import { shownByBrowsers } from '../pixels/shown-by-browsers.ts'
import { procedures } from '../procedures.ts'
import { learnFromDecision } from '../suspicion/learn-after-decisions.ts'
import { rankOne } from '../suspicion/rank.ts'
import { queueAsSeen } from '../suspicion/seen-by.ts'
import { whySuspicious } from '../suspicion/why-suspicious.ts'
import { phaseOf } from './reading-phase.ts'

export function reviewProcedures(context: WorkstationContext) {
  const { review } = procedures
  const at = () => context.now().toISOString()
  return {
    find: review.find.handler(({ input }) => ({ image: findImage(openSession(context).store, input.image) })),
    queue: review.queue.handler(({ input }) => readQueue(openSession(context).store, input)),
    photograph: review.photograph.handler(({ input }) => describe(openSession(context).store, input)),
    grade: review.grade.handler(({ input }) => {
      const { store } = openSessionOf(context, input.project)
      const reply = grade(store, input, at())
      context.changes.publish({ kind: 'readings' })
      learnInTurns(context, store, input.image)
      return reply
    }),
    undo: review.undo.handler(({ input }) => turn(context, input, 'undo')),
    redo: review.redo.handler(({ input }) => turn(context, input, 'redo')),
    graders: review.graders.handler(() => {
      const { readings } = openSession(context).store
      return readings.graders().map((one) => ({ ...one, photographs: readings.reviewedCount(one.name) }))
    }),
  }
}

function readQueue(store: ProjectStore, request: QueueRequest) {
  return packQueue(store.queue.read(request, queueAsSeen(store, request.grader)))
}

/** The photograph of this name, or `not_found`, or `image_ambiguous` naming the full ids to choose from. */
export function findImage(store: ProjectStore, name: string): ImageId {
  const images = store.images.resolve(name)
  const [image] = images
  if (image === undefined) throw new AppError('not_found', `There is no photograph called ${name} in this project.`)
  if (images.length > 1) {
    const ids = images.map((one) => store.images.name(one))
    throw new AppError('image_ambiguous', `Several photographs are called ${name}: ${ids.join(', ')}.`, {
      details: { images: ids },
    })
  }
  return image
}

/** After the reply: the reader does not wait for it, and what fails there can be done again at any time. */
function learnInTurns(context: WorkstationContext, store: ProjectStore, image: ImageId): void {
  learnFromDecision(store, image, () => context.session?.store === store).catch((error: unknown) =>
    logFailure('error', 'Suspicion could not learn from a decision.', error),
  )
}

/** One synchronous transaction: the decision, its event and what it does to this photograph's suspicion. */
function grade(store: ProjectStore, request: GradeRequest, at: string) {
  if (request.decision === 'ungradable' && request.ungradableReason === null) {
    throw new AppError('usage', `Say why the photograph is ungradable: ${ungradableReasons.join(', ')}.`)
  }
  const allowed = impliedGrade(request.lesions)
  return store.transaction(() => {
    const phase = phaseOf(store, request)
    const purpose = phase === 'blind' ? store.checks.purposeOf(request.image, request.grader) : null
    const reading = store.readings.append({ ...request, phase, purpose }, at)
    store.events.append({
      at,
      who: request.grader,
      what: 'review.grade',
      details: { image: request.image, reading: reading.id, decision: request.decision, phase },
    })
    rankOne(store, request.image)
    return {
      reading,
      impliedGrade: allowed,
      contradiction: allowed !== null && request.decision !== allowed,
      reviewed: store.readings.reviewedCount(request.grader),
    }
  })
}

function turn(context: WorkstationContext, { grader, project }: TurnRequest, way: 'undo' | 'redo') {
  const { store } = openSessionOf(context, project)
  const at = context.now().toISOString()
  const turned = store.transaction(() => {
    const reading = way === 'undo' ? store.readings.retractLast(grader, at) : store.readings.restoreLast(grader, at)
    if (!reading) return null
    store.events.append({
      at,
      who: grader,
      what: `review.${way}`,
      details: { image: reading.image, reading: reading.id },
    })
    rankOne(store, reading.image)
    return { image: reading.image, decision: reading.decision, reviewed: store.readings.reviewedCount(grader) }
  })
  if (turned) {
    context.changes.publish({ kind: 'readings' })
    learnInTurns(context, store, turned.image)
  }
  return turned
}

function describe(
  store: ProjectStore,
  { image, grader }: { readonly image: ImageId; readonly grader?: string | undefined },
): Photograph {
  const shown = describeKnown(store, image, grader)
  const check = grader === undefined ? null : store.checks.purposeOf(image, grader)
  if (check === null && !store.readings.isShownBlind(image, grader)) return shown
  // Who is asked once more is not reminded of the answer.
  const readings = check === 'repeat' ? [] : shown.readings.filter((reading) => reading.grader === grader)
  const current = { state: 'none', grade: null } as const
  return { ...shown, labels: [], prediction: null, suspicion: null, readings, current, blind: true }
}

/** With everything that this reader may know. */
function describeKnown(store: ProjectStore, image: ImageId, grader: string | undefined): Photograph {
  const row = store.images.get(image)
  const quality = store.quality.find(image)
  const model = store.models.current()
  const prediction = model ? store.predictions.forImage(image, model.id) : undefined
  const knows = store.knowledge.of(grader)(image)
  return {
    image,
    name: row.name,
    width: row.width,
    height: row.height,
    pixels: {
      thumbnail: pixelPaths.thumbnail(image),
      preview: pixelPaths.preview(image),
      full: shownByBrowsers(row) ? pixelPaths.full(image) : null,
    },
    patient: row.patient,
    eye: row.eye,
    labels: store.labels.forImage(image),
    prediction:
      model && prediction
        ? {
            model: model.id,
            probabilities: prediction.probabilities,
            outOfFold: prediction.outOfFold,
            oedema: prediction.oedema ?? null,
          }
        : null,
    suspicion: whySuspicious(store, model?.id ?? null, image, prediction?.outOfFold ? prediction : undefined, grader),
    readings: knows ? store.readings.forImage(image) : [],
    othersHidden: !knows,
    blind: false,
    current: knows ? store.readings.currentGrade(image) : store.readings.importedGrade(image),
    quality: quality ? { verdict: quality.verdict, reasons: quality.reasons, notes: [...row.notes] } : null,
  }
}
