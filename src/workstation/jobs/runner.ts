import { setTimeout as wait } from 'node:timers/promises'
import type { Run, RunKind } from '#shared/contract/common.ts'
import { AppError, asAppError } from '#shared/errors.ts'
import type { RunId } from '#shared/ids.ts'
import { logFailure } from '#shared/log.ts'
import { type Progress, throwIfCancelled } from '#shared/progress.ts'
import type { ProjectStore, RunRow } from '#store/project-store.ts'
import type { Changes } from '../changes.ts'
import type { ComputeClient } from '../compute/client.ts'
import type { RuntimeChoice } from '../compute/runtime-choice.ts'
import type { Job, JobProgress } from '../job.ts'
import { PaceClock } from './pace.ts'
import { canBeResumed, endState } from './run-ends.ts'

/** A window is told of progress at most this often. */
const publishEveryMs = 200

interface Running {
  readonly run: RunId
  /** Why its end is not written yet. */
  waits: Run['error']
  progress: Progress & { secondsLeft: number | null }
  publishedAt: number
}

interface RunnerOptions {
  readonly store: ProjectStore
  readonly runtimes: RuntimeChoice
  readonly jobs: readonly Job[]
  readonly compute: ComputeClient
  readonly changes: Changes
  readonly threads: number
  readonly attended: boolean
  readonly now: () => Date
  /** How soon an end that could not be written, on a full disk, is tried again, milliseconds; two seconds if absent. */
  readonly retryMs?: number
}

type RunEnd = Pick<Parameters<ProjectStore['runs']['finish']>[1], 'state' | 'result' | 'error'>
type Unwritten = Pick<RunEnd, 'state' | 'error'>

/** What has the line: a job, or other work in its place. */
interface Occupant {
  readonly controller: AbortController
  readonly ended: Promise<void>
  /** Whether it gives way to a run. */
  readonly yields: boolean
}

/** Runs the jobs of one project, one at a time, in the order they came. The queue is the `runs` table itself, so it
 *  outlives this process: what was running when it died is found `interrupted`, what was waiting is taken up. Where nobody
 *  is looking only what was asked for here is: a command that lists models begins no training. */
export class JobRunner {
  readonly #options: RunnerOptions
  /** The job under way, and the run that is a part of it just now. */
  readonly #running = new Map<RunId, Running>()
  /** Ends that the disk did not take where nobody is looking; the next who opens the project finds these runs `interrupted`. */
  readonly #unwritten = new Map<RunId, Unwritten>()
  /** Put into the queue by this runner. */
  readonly #asked = new Set<RunId>()
  readonly #closing = new AbortController()
  #job: Occupant | undefined

  constructor(options: RunnerOptions) {
    this.#options = options
    if (options.store.readOnly) return
    options.store.runs.markInterrupted(options.now().toISOString())
    queueMicrotask(() => this.#takeNext())
  }

  enqueue(kind: RunKind, request: unknown): Run {
    return this.#queued(this.#options.store.runs.create(kind, request, this.#options.now().toISOString()))
  }

  /** Puts a run that did not end back into the queue; it goes on from its last checkpoint. */
  resume(run: RunId): Run {
    const { store } = this.#options
    const row = store.runs.get(run)
    if (!this.#view(row).resumable) {
      const round = store.rounds.trainedBy(run)
      const why = round
        ? `part of run ${round.of}; resume that`
        : `${row.state}; only training that did not end can be resumed`
      throw new AppError('conflict', `Run ${run} is ${why}.`)
    }
    store.runs.setState(run, 'queued', this.#options.now().toISOString())
    return this.#queued(run)
  }

  cancel(run: RunId): Run {
    const row = this.#options.store.runs.get(run)
    if (row.state === 'queued') this.#setState(run, 'cancelled')
    if (this.#running.has(run) && row.state === 'running') {
      for (const one of this.#running.keys()) this.#setState(one, 'cancelling')
      this.#job?.controller.abort()
    }
    return this.get(run)
  }

  get(run: RunId): Run {
    return this.#view(this.#options.store.runs.get(run))
  }

  list(): Run[] {
    return this.#options.store.runs.list().map((row) => this.#view(row))
  }

  /** Does other work on the compute line, in the place of a run: none is begun before it has ended. Work that `yields` is
   *  stopped as soon as anything else is asked for. Throws `AppError('conflict')` while a run is at work or waits, saying what
   *  `can` be done later. */
  async inPlaceOfRun<T>(
    work: (signal: AbortSignal) => Promise<T>,
    {
      can,
      yields = false,
      signal,
    }: { readonly can: string; readonly yields?: boolean; readonly signal?: AbortSignal | undefined },
  ): Promise<T> {
    while (this.#job?.yields) {
      this.#job.controller.abort()
      await this.#job.ended
    }
    throwIfCancelled(this.#closing.signal)
    if (this.#job || this.#next()) throw new AppError('conflict', `A run is at work; ${can} when it is done.`)
    const controller = new AbortController()
    const working = work(signal ? AbortSignal.any([signal, controller.signal]) : controller.signal)
    this.#occupy(working, controller, yields)
    try {
      return await working
    } catch (error) {
      if (!controller.signal.aborted || this.#closing.signal.aborted) throw error
      throw new AppError('cancelled', `It gave way to other work; ${can} when that is done.`, { cause: error })
    }
  }

  /** Ends the running job and waits for it. Where somebody is looking it goes back to the queue, and on when the project is
   *  opened again; else it is kept as `interrupted`. */
  async close(): Promise<void> {
    this.#closing.abort()
    this.#job?.controller.abort()
    await this.#job?.ended
  }

  #queued(run: RunId): Run {
    this.#asked.add(run)
    const view = this.get(run)
    this.#options.changes.publish({ kind: 'run', run: view })
    queueMicrotask(() => this.#takeNext())
    return view
  }

  #takeNext(): void {
    if (this.#closing.signal.aborted) return
    const next = this.#next()
    if (!next) return
    if (this.#job) {
      if (this.#job.yields) this.#job.controller.abort()
      return
    }
    const controller = new AbortController()
    this.#occupy(this.#execute(next, controller.signal), controller, false)
  }

  #next(): RunRow | undefined {
    const { store, attended } = this.#options
    if (attended) return store.runs.nextQueued()
    return [...this.#asked].map((run) => store.runs.get(run)).find(({ state }) => state === 'queued')
  }

  /** Whether a window left the run in the queue, and it is not begun here by itself. */
  #isLeft({ id, state }: RunRow): boolean {
    return state === 'queued' && !this.#options.attended && !this.#asked.has(id)
  }

  #occupy(work: Promise<unknown>, controller: AbortController, yields: boolean): void {
    const ended = work
      // How a run ended is in its row; other work tells who asked for it.
      .then(nothing, nothing)
      .finally(() => {
        this.#job = undefined
        this.#takeNext()
      })
    this.#job = { controller, ended, yields }
  }

  /** Carries a run out and keeps how it ended; throws what ended it before it was done. */
  async #execute(row: RunRow, signal: AbortSignal, onProgress?: (progress: JobProgress) => void): Promise<unknown> {
    const { store, jobs, now } = this.#options
    const progress = { stage: 'starting', done: 0, total: 0, secondsLeft: null }
    const running: Running = { run: row.id, waits: null, progress, publishedAt: 0 }
    this.#running.set(row.id, running)
    const pace = new PaceClock(() => now().getTime())
    try {
      this.#setState(row.id, 'running')
      const job = jobs.find((one) => one.kind === row.kind)
      if (!job) throw new AppError('internal', `There is no job of kind ${row.kind}.`)
      const result = await job.execute(row.request, {
        run: row.id,
        store,
        compute: this.#options.compute,
        runtimes: this.#options.runtimes,
        changes: this.#options.changes,
        threads: this.#options.threads,
        attended: this.#options.attended,
        now,
        signal,
        report: (told) => {
          const { secondsLeft, ...progress } = told
          const known = secondsLeft === undefined ? pace.secondsLeft(progress) : secondsLeft
          this.#report(running, { ...progress, secondsLeft: known })
          onProgress?.(told)
        },
        part: (run, onPartProgress) => this.#execute(store.runs.get(run), signal, onPartProgress),
      })
      await this.#end(running, { state: 'done', result, error: null })
      return result
    } catch (error) {
      const { code, message, details } = asAppError(error)
      const failure = code === 'cancelled' ? null : { code, message, details }
      if (failure) logFailure('error', `Run ${row.id} (${row.kind}) failed.`, error)
      const state = code === 'cancelled' ? this.#stoppedState(row.id, onProgress !== undefined) : endState(code)
      await this.#end(running, { state, result: null, error: failure })
      throw error
    } finally {
      this.#running.delete(row.id)
      this.#options.changes.publish({ kind: 'run', run: this.get(row.id) })
    }
  }

  /** What becomes of a run that a signal has ended. `part`: it is another run's, and goes on with that. */
  #stoppedState(run: RunId, part: boolean): RunRow['state'] {
    const { store, attended } = this.#options
    if (!this.#closing.signal.aborted || store.runs.get(run).state === 'cancelling') return 'cancelled'
    return attended && !part ? 'queued' : 'interrupted'
  }

  /** Writes how a run ended. Where somebody is looking it is written as soon as a full disk takes it, and the run says what it waits
   *  for: nothing else can be done meanwhile. A command does not wait. Where the project is closed before, the run is found
   *  `interrupted`. */
  async #end(running: Running, { state, result, error }: RunEnd): Promise<void> {
    const { store, now, attended, changes, retryMs = 2000 } = this.#options
    for (;;) {
      const at = now().toISOString()
      try {
        if (state === 'queued') store.runs.setState(running.run, state, at)
        else store.runs.finish(running.run, { state, result, error, at })
        break
      } catch (cause) {
        if (running.waits === null) logFailure('error', `How run ${running.run} ended could not be written.`, cause)
        if (!(cause instanceof AppError) || this.#closing.signal.aborted) throw cause
        if (!attended) {
          const { code, message, details } = cause
          this.#unwritten.set(running.run, { state: 'failed', error: error ?? { code, message, details } })
          return
        }
        if (running.waits === null) {
          running.waits = {
            code: cause.code,
            message: cause.code === 'storage_full' ? noRoom : cause.message,
            details: cause.details,
          }
          changes.publish({ kind: 'run', run: this.get(running.run) })
        }
        await wait(retryMs, undefined, { signal: this.#closing.signal }).catch(nothing)
      }
    }
    running.waits = null
    this.#keepProgress(running)
  }

  #report(running: Running, progress: Running['progress']): void {
    const stageChanged = progress.stage !== running.progress.stage
    running.progress = progress
    const at = this.#options.now().getTime()
    if (!stageChanged && progress.done < progress.total && at - running.publishedAt < publishEveryMs) return
    running.publishedAt = at
    if (stageChanged) this.#keepProgress(running)
    this.#options.changes.publish({ kind: 'run', run: this.get(running.run) })
  }

  /** Only tells how far it came; a disk that is full is met by what matters. */
  #keepProgress({ run, progress }: Running): void {
    try {
      this.#options.store.runs.setProgress(run, progress)
    } catch (error) {
      if (asAppError(error).code !== 'storage_full') throw error
      logFailure('warn', `How far run ${run} has come could not be written.`, error)
    }
  }

  #setState(run: RunId, state: 'running' | 'cancelling' | 'cancelled'): void {
    this.#options.store.runs.setState(run, state, this.#options.now().toISOString())
    this.#options.changes.publish({ kind: 'run', run: this.get(run) })
  }

  #view(row: RunRow): Run {
    const running = this.#running.get(row.id)
    const live = running?.progress
    const unwritten = this.#unwritten.get(row.id)
    const job = this.#options.jobs.find((one) => one.kind === row.kind)
    return {
      id: row.id,
      kind: row.kind,
      state: unwritten?.state ?? row.state,
      stage: live?.stage ?? row.stage,
      done: live?.done ?? row.done,
      total: live?.total ?? row.total,
      secondsLeft: live?.secondsLeft ?? null,
      createdAt: row.createdAt,
      finishedAt: row.finishedAt,
      error: running?.waits ?? unwritten?.error ?? row.error,
      resumable: (job?.resumable ?? false) && (this.#isLeft(row) || canBeResumed(row, this.#options.store)),
    }
  }
}

const noRoom = 'The disk is full: how this run ended is not written yet. Free some space, and it goes on by itself.'

function nothing(): void {}
