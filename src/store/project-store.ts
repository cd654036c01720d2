import { join } from 'node:path'
import type { ProjectWarning } from '#shared/contract/projects.ts'
import type { AppError } from '#shared/errors.ts'
import { type Blobs, openBlobs } from './blobs.ts'
import { Checks } from './checks.ts'
import type { Connection } from './connection.ts'
import { Copies } from './copies.ts'
import { Dynamics } from './dynamics.ts'
import { Embeddings } from './embeddings.ts'
import { Events } from './events.ts'
import { Graders } from './graders.ts'
import { Images } from './images.ts'
import { Knowledge } from './knowledge.ts'
import { Labels } from './labels.ts'
import type { Lease } from './lease.ts'
import { Models } from './models.ts'
import { Predictions } from './predictions.ts'
import type { Keeper } from './project-file/keeper.ts'
import { Quality } from './quality.ts'
import { ReviewQueue } from './queue.ts'
import { Readings } from './readings.ts'
import { RelatedPhotographs } from './related-photographs.ts'
import { Rounds } from './rounds.ts'
import { Runs } from './runs.ts'
import { Settings } from './settings.ts'
import { Snapshots } from './snapshots.ts'
import { Suspicions } from './suspicions.ts'

export type { RoundRow } from './rounds.ts'
export type { RunRow } from './runs.ts'

export interface ProjectIdentity {
  /** Made once, kept for life. */
  readonly id: string
  readonly name: string
  readonly createdAt: string
}

interface StoreParts {
  readonly folder: string
  readonly project: ProjectIdentity
  readonly connection: Connection
  readonly keeper: Keeper
  /** Absent of a project that is open to look only. */
  readonly lease?: Lease
  /** What was amiss when it was opened. */
  readonly warnings: readonly ProjectWarning[]
  /** Where a project that cannot be written keeps what it works out meanwhile. */
  readonly scratch?: string
}

/** An open project: its tables, one repository a family, and its blobs. */
export class ProjectStore {
  readonly folder: string
  readonly project: ProjectIdentity
  readonly blobs: Blobs
  /** Can be deleted at any time. */
  readonly cacheFolder: string
  readonly exportsFolder: string
  readonly settings: Settings
  readonly images: Images
  readonly copies: Copies
  readonly related: RelatedPhotographs
  readonly labels: Labels
  readonly readings: Readings
  readonly knowledge: Knowledge
  readonly checks: Checks
  readonly quality: Quality
  readonly models: Models
  readonly predictions: Predictions
  readonly dynamics: Dynamics
  readonly embeddings: Embeddings
  readonly suspicions: Suspicions
  readonly runs: Runs
  readonly rounds: Rounds
  readonly snapshots: Snapshots
  readonly events: Events
  readonly queue: ReviewQueue
  /** Whether it can only be looked at and exported. */
  readonly readOnly: boolean
  readonly #connection: Connection
  readonly #keeper: Keeper
  readonly #lease: Lease | undefined
  readonly #warnings: readonly ProjectWarning[]
  #stop: () => void = () => undefined

  constructor({ folder, project, connection, keeper, lease, warnings, scratch }: StoreParts) {
    this.folder = folder
    this.project = project
    this.readOnly = scratch !== undefined
    this.#connection = connection
    this.#keeper = keeper
    this.#lease = lease
    this.#warnings = warnings
    connection.guardBy(keeper)
    this.blobs = openBlobs(join(folder, 'blobs'), scratch === undefined ? undefined : join(scratch, 'blobs'))
    this.cacheFolder = join(scratch ?? folder, 'cache')
    this.exportsFolder = join(folder, 'exports')
    this.settings = new Settings(connection)
    this.images = new Images(connection)
    this.copies = new Copies(connection)
    this.related = new RelatedPhotographs(connection)
    this.labels = new Labels(connection)
    this.readings = new Readings(connection)
    this.knowledge = new Knowledge(this.settings, this.readings)
    this.checks = new Checks(connection, new Graders(connection), this)
    this.quality = new Quality(connection)
    this.models = new Models(connection)
    this.predictions = new Predictions(connection)
    this.dynamics = new Dynamics(connection)
    this.embeddings = new Embeddings(connection)
    this.suspicions = new Suspicions(connection)
    this.runs = new Runs(connection)
    this.rounds = new Rounds(connection)
    this.snapshots = new Snapshots(connection)
    this.events = new Events(connection)
    this.queue = new ReviewQueue(connection, this)
  }

  /** Everything `work` writes is kept together, on disk when this returns, or not at all. `work` must not be async. */
  transaction<T>(work: () => T): T {
    try {
      return this.#connection.transaction(work)
    } catch (error) {
      this.images.forgetNames()
      this.readings.forgetTally()
      throw error
    }
  }

  /** As `ReadDb.revisionOf`. */
  revisionOf(...tables: readonly string[]): string {
    return this.#connection.revisionOf(...tables)
  }

  /** A SQLite setting as it is in force, for the doctor and the tests. */
  setting(pragma: 'journal_mode' | 'synchronous' | 'foreign_keys' | 'fullfsync' | 'user_version'): unknown {
    return this.#connection.pragma(pragma)
  }

  /** What whoever works in it has to know of the project's file; what happened to it while it was open first. */
  warnings(): ProjectWarning[] {
    const refusal = this.#keeper.look()
    return [...(refusal ? [warningOf(refusal)] : []), ...this.#warnings]
  }

  /** Whether nothing can be written any more until it is opened again. */
  get isLost(): boolean {
    return this.#keeper.look() !== undefined
  }

  /** Refuses every write from now on. */
  refuse(error: AppError): void {
    this.#keeper.refuse(error)
  }

  /** `listener` is called once, when nothing more can be written. */
  onLost(listener: () => void): void {
    this.#keeper.onRefusal(listener)
  }

  /** Logs what changed nothing else in the project; unless nothing can be written. */
  note(event: Parameters<Events['append']>[0]): void {
    if (!this.readOnly && !this.isLost) this.events.append(event)
  }

  /** Forgets which readings were found missing when it was opened, once somebody has been told. */
  forgetMissing(): void {
    if (this.#warnings.some(({ kind }) => kind === 'readings-missing')) this.#keeper.forgetMissing()
  }

  /** `stop` is called before the project is given back. */
  stopAtClose(stop: () => void): void {
    this.#stop = stop
  }

  /** Gives the project back. A store must not be used after this. */
  close(): void {
    try {
      this.#stop()
      this.#keeper.close()
    } finally {
      this.#lease?.release()
    }
  }
}

function warningOf({ code, message: sentence }: AppError): ProjectWarning {
  return { kind: code === 'project_damaged' ? 'damaged' : 'file-lost', sentence }
}
