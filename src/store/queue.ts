import type { z } from 'zod'
import type { queueRequestSchema } from '#shared/contract/review.ts'
import { assertNever } from '#shared/errors.ts'
import type { ImageId, ModelId } from '#shared/ids.ts'
import { type Queue, type Standing, standings } from '#shared/queue.ts'
import { type Checks, drawn, isControl } from './checks.ts'
import type { ReadDb } from './connection.ts'
import { countingSort } from './counting-sort.ts'
import { diverseOrder } from './diverse-order.ts'
import type { Embeddings } from './embeddings.ts'
import type { Images } from './images.ts'
import { mixChecks } from './mixed-queue.ts'
import type { Models } from './models.ts'
import { type QueueColumns, readAmbiguity, readQueueColumns } from './queue-columns.ts'
import type { Readings } from './readings.ts'
import { contradictedRows, copiesTogether, type RelatedPhotographs } from './related-photographs.ts'

export type QueueRequest = z.output<typeof queueRequestSchema>

const none = new Int32Array(0)

/** The review queue: every photograph of the project, or those at a boundary, in the order asked for. */
export class ReviewQueue {
  readonly #db: ReadDb
  readonly #images: Images
  readonly #readings: Readings
  readonly #models: Models
  readonly #checks: Checks
  readonly #embeddings: Embeddings
  readonly #related: RelatedPhotographs

  constructor(
    db: ReadDb,
    parts: {
      readonly images: Images
      readonly readings: Readings
      readonly models: Models
      readonly checks: Checks
      readonly embeddings: Embeddings
      readonly related: RelatedPhotographs
    },
  ) {
    this.#db = db
    this.#images = parts.images
    this.#readings = parts.readings
    this.#models = parts.models
    this.#checks = parts.checks
    this.#embeddings = parts.embeddings
    this.#related = parts.related
  }

  /** Copies with different grades come first in every order by suspicion, whatever the model has seen of them.
   *  Predictions and suspicion are the current model's; a photograph that this reader is shown blind has neither, nor a
   *  label. A boundary A-B keeps photographs labelled A or B that the model, where it has seen them, takes for A or B too, not those
   *  that suspicion suggests: that changes with every decision, and what a reader said must not tell by what he is shown. And
   *  all controls labelled so: what is found in them holds for every label there. Controls and decisions to be asked once more
   *  are blind and count as unread in every order, and are mixed into all but that of names. `seen`: what this reader is shown as
   *  if nobody had read it; the order follows what is shown. */
  read({ order, boundary, grader }: QueueRequest, seen: AsSeen = asItIs): Queue {
    const model = this.#models.current()?.id ?? null
    const columns = readQueueColumns(this.#db, this.#images.names(), model)
    showAsSeen(columns, seen)
    const blind = this.#readings.shownBlind(grader)
    hide(columns, blind)
    if (blind.size > 0) showOwn(columns, blind, this.#readings.latestOf(grader))
    const ambiguity =
      order === 'active' || order === 'uncertainty' ? readAmbiguity(this.#db, columns.images, model) : none
    columns.images.forEach((image, row) => {
      if (blind.has(image)) ambiguity[row] = -1
    })
    const isReviewed = this.#readings.reviewedBy(grader)
    const reviewed = new Uint8Array(columns.images.length)
    columns.images.forEach((image, row) => {
      if (isReviewed(image)) reviewed[row] = 1
    })
    const rows = atBoundary(columns, boundary)
    const copies = this.#related.copies()
    const contradicted = contradictedRows(columns.images, columns.current, copies)
    const isSettled = (row: number) =>
      columns.settled.has(columns.images[row] as ImageId) && !seen.hidden.has(columns.images[row] as ImageId)
    if (columns.settled.size > 0) {
      columns.images.forEach((_, row) => {
        if (!isSettled(row)) return
        columns.suspicion[row] = -1
        contradicted.delete(row)
      })
    }
    const { due, made } = this.#checks.repeats(grader)
    const known = { contradicted, everRead: this.#checks.everRead(grader), due: new Set(due) }
    const checks = checksAmong(rows, columns, known)
    const checked = new Set([...checks.controls, ...checks.repeats])
    const sort = (some: Uint32Array) => {
      const sorted = ordered(some, order, { ...columns, ambiguity }, reviewed)
      if (!bySuspicion.has(order)) return sorted
      const isFirst = (row: number) => contradicted.has(row) && (order !== 'unreviewed-first' || reviewed[row] === 0)
      const first = copiesTogether(sorted.filter(isFirst), columns.images, copies)
      const rest = first.length === 0 ? sorted : sorted.filter((row) => !isFirst(row))
      return Uint32Array.from([...first, ...(order === 'diversity' ? this.#diverse(rest, columns, model) : rest)])
    }
    const mixed = () => {
      const decided = this.#readings.reviewedCount(grader) + made
      return mixChecks(sort(rows.filter((row) => !checked.has(row))), checks, (row) => reviewed[row] === 0, decided)
    }
    const shown = order === 'name' ? sort(rows) : mixed()
    for (const row of checks.repeats) reviewed[row] = 0
    const hidden = new Set([...checked].map((row) => columns.images[row] as ImageId))
    hide(columns, hidden)
    const isBlind = (row: number) => blind.has(columns.images[row] as ImageId) || checked.has(row)
    const standing = Uint8Array.from(columns.images, (_, row) => {
      return standings.indexOf(standingOf(row, columns, { model, contradicted, isBlind, isSettled }))
    })
    return {
      images: pick(columns.images, shown),
      names: pick(columns.names, shown),
      labels: pick(columns.labels, shown),
      current: pick(columns.current, shown),
      predicted: pick(columns.predicted, shown),
      suspicion: pick(columns.suspicion, shown),
      reviewed: pick(reviewed, shown),
      standing: pick(standing, shown),
      model,
    }
  }

  #diverse(rows: Uint32Array, { images }: QueueColumns, model: ModelId | null): Uint32Array {
    const vectors = model === null ? new Map<ImageId, Int8Array>() : this.#embeddings.directions(model)
    return diverseOrder(rows, (row) => vectors.get(images[row] as ImageId))
  }
}

const bySuspicion: ReadonlySet<QueueRequest['order']> = new Set([
  'suspicion',
  'active',
  'diversity',
  'unreviewed-first',
])

function standingOf(
  row: number,
  { labels, current, predicted, suspicion }: QueueColumns,
  known: {
    readonly model: ModelId | null
    readonly contradicted: ReadonlySet<number>
    isBlind(row: number): boolean
    isSettled(row: number): boolean
  },
): Standing {
  if (known.isBlind(row)) return 'blind'
  if (known.contradicted.has(row)) return 'contradicted'
  if (known.isSettled(row)) return 'settled'
  if ((suspicion[row] as number) >= 0) return 'ranked'
  if (current[row] === -2) return 'ungradable'
  if (current[row] === -1 && labels[row] === -1) return 'unlabelled'
  if (known.model === null) return 'no-model'
  return predicted[row] === -1 ? 'unscored' : 'learnt'
}

/** Which of the rows a reader is shown blind to check something, each kind in the order of its draw. */
function checksAmong(
  rows: Uint32Array,
  { images, labels }: QueueColumns,
  {
    contradicted,
    everRead,
    due,
  }: {
    readonly contradicted: ReadonlySet<number>
    readonly everRead: ReadonlySet<ImageId>
    readonly due: ReadonlySet<ImageId>
  },
): { readonly controls: readonly number[]; readonly repeats: readonly number[] } {
  const imageOf = (row: number) => images[row] as ImageId
  const isWaiting = (row: number) =>
    isControl(imageOf(row), images.length) &&
    (labels[row] as number) >= 0 &&
    !everRead.has(imageOf(row)) &&
    !contradicted.has(row)
  const byDraw = (draw: 'control' | 'repeat') => (a: number, b: number) =>
    drawn(imageOf(a), draw) - drawn(imageOf(b), draw)
  return {
    controls: Array.from(rows.filter(isWaiting)).sort(byDraw('control')),
    repeats: Array.from(rows.filter((row) => due.has(imageOf(row)))).sort(byDraw('repeat')),
  }
}

/** What of it a reader is to see as if nobody had read some photographs. */
interface AsSeen {
  readonly hidden: ReadonlySet<ImageId>
  /** Thousandths, -1 for none. */
  readonly suspicion: ReadonlyMap<ImageId, number>
}

const asItIs: AsSeen = { hidden: new Set(), suspicion: new Map() }

function showAsSeen({ images, labels, current, suspicion }: QueueColumns, seen: AsSeen): void {
  if (seen.hidden.size === 0) return
  images.forEach((image, row) => {
    if (seen.hidden.has(image)) current[row] = labels[row] as number
    suspicion[row] = seen.suspicion.get(image) ?? (suspicion[row] as number)
  })
}

function hide({ images, labels, current, predicted, suspicion }: QueueColumns, blind: ReadonlySet<ImageId>): void {
  if (blind.size === 0) return
  images.forEach((image, row) => {
    if (blind.has(image)) for (const column of [labels, current, predicted, suspicion]) column[row] = -1
  })
}

/** What a reader said of a photograph before it was locked away is no secret from himself. */
function showOwn(
  { images, current }: QueueColumns,
  blind: ReadonlySet<ImageId>,
  own: ReturnType<Readings['latestOf']>,
): void {
  images.forEach((image, row) => {
    const said = blind.has(image) ? own.get(image) : undefined
    if (said) current[row] = said.decision === 'ungradable' ? -2 : said.decision
  })
}

function atBoundary({ images, labels, predicted }: QueueColumns, boundary: QueueRequest['boundary']): Uint32Array {
  const all = new Uint32Array(images.length)
  for (let row = 0; row < all.length; row++) all[row] = row
  if (!boundary) return all
  const [low, high] = boundary
  const within = (grade: number | undefined) => grade === low || grade === high
  return all.filter(
    (row) =>
      within(labels[row]) &&
      (predicted[row] === -1 || within(predicted[row]) || isControl(images[row] as ImageId, images.length)),
  )
}

/** Thousandths 0 to 1,000, and one more for what has no suspicion. */
const suspicionKeys = 1002

/** Rows in the order asked for; equal ones oldest first. */
function ordered(
  rows: Uint32Array,
  order: QueueRequest['order'],
  { images, suspicion, ambiguity, names }: QueueColumns & { readonly ambiguity: Int32Array },
  reviewed: Uint8Array,
): Uint32Array {
  const leastSuspicious = (row: number) => 1000 - Math.min(1000, suspicion[row] as number)
  switch (order) {
    case 'suspicion':
    case 'diversity':
      return countingSort(rows, leastSuspicious, suspicionKeys)
    case 'active': {
      // From the most suspicious and clearest one down; what has no suspicion comes last.
      const key = (row: number) =>
        (suspicion[row] as number) < 0
          ? 2001
          : 1000 - (suspicion[row] as number) + Math.max(0, ambiguity[row] as number)
      return countingSort(rows, key, 2002)
    }
    case 'uncertainty':
      return countingSort(
        rows,
        (row) => ((ambiguity[row] as number) < 0 ? 1001 : 1000 - (ambiguity[row] as number)),
        1002,
      )
    case 'random':
      return countingSort(rows, (row) => scattered(images[row] as ImageId), 2 ** 16)
    case 'unreviewed-first': {
      const key = (row: number) => (reviewed[row] as number) * suspicionKeys + leastSuspicious(row)
      return countingSort(rows, key, 2 * suspicionKeys)
    }
    case 'name':
      return rows.sort((a, b) => {
        const [left, right] = [names[a] as string, names[b] as string]
        return left < right ? -1 : left > right ? 1 : a - b
      })
    default:
      return assertNever(order)
  }
}

/** Multiplicative hashing (Knuth): neighbouring numbers come to lie far apart, always in the same places. */
function scattered(image: ImageId): number {
  return Math.imul(image, 0x9e3779b1) >>> 16
}

/** A plain array, as it travels. */
function pick<Item>(column: { readonly [row: number]: Item }, rows: Uint32Array): Item[] {
  const picked: Item[] = []
  for (const row of rows) picked.push(column[row] as Item)
  return picked
}
