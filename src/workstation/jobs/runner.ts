import type { Run, RunKind } from '#shared/contract/common.ts'
import { AppError, asAppError } from '#shared/errors.ts'
import type { RunId } from '#shared/ids.ts'
import type { Progress } from '#shared/progress.ts'
import type { ProjectStore, RunRow } from '#store/project-store.ts'
import type { Changes } from '../changes.ts'
import type { ComputeClient } from '../compute/client.ts'
import type { RuntimeChoice } from '../compute/runtime-choice.ts'
import type { Job, JobProgress } from './job.ts'
import { PaceClock } from './pace.ts'

/** A window is told of progress at most this often. */
const publishEveryMs = 200

interface Running {
  readonly run: RunId
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
}

/** Runs the jobs of one project, one at a time, in the order they came. The queue is the `runs` table itself, so it
 *  outlives this process: what was running when it died is found `interrupted`, what was waiting is taken up. */
export class JobRunner {
  readonly #options: RunnerOptions
  /** The job under way, and the run that is a part of it just now. */
  readonly #running = new Map<RunId, Running>()
  #job: { readonly controller: AbortController; readonly ended: Promise<void> } | undefined
  #closed = false

  constructor(options: RunnerOptions) {
    this.#options = options
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

  /** Ends the running job, kept as `interrupted`, and waits for it. */
  async close(): Promise<void> {
    this.#closed = true
    this.#job?.controller.abort()
    await this.#job?.ended
  }

  #queued(run: RunId): Run {
    const view = this.get(run)
    this.#options.changes.publish({ kind: 'run', run: view })
    queueMicrotask(() => this.#takeNext())
    return view
  }

  #takeNext(): void {
    if (this.#job || this.#closed) return
    const next = this.#options.store.runs.nextQueued()
    if (!next) return
    const controller = new AbortController()
    const ended = this.#execute(next, controller.signal)
      // How it ended is in its row.
      .then(nothing, nothing)
      .finally(() => {
        this.#job = undefined
        this.#takeNext()
      })
    this.#job = { controller, ended }
  }

  /** Carries a run out and keeps how it ended; throws what ended it before it was done. */
  async #execute(row: RunRow, signal: AbortSignal, onProgress?: (progress: JobProgress) => void): Promise<unknown> {
    const { store, jobs, now } = this.#options
    const progress = { stage: 'starting', done: 0, total: 0, secondsLeft: null }
    const running: Running = { run: row.id, progress, publishedAt: 0 }
    this.#running.set(row.id, running)
    const pace = new PaceClock(() => now().getTime())
    this.#setState(row.id, 'running')
    try {
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
      this.#keepProgress(running)
      store.runs.finish(row.id, { state: 'done', result, error: null, at: now().toISOString() })
      return result
    } catch (error) {
      const { code, message, details } = asAppError(error)
      const state = code === 'cancelled' ? (this.#closed ? 'interrupted' : 'cancelled') : endState(code)
      this.#keepProgress(running)
      const failure = code === 'cancelled' ? null : { code, message, details }
      store.runs.finish(row.id, { state, result: null, error: failure, at: now().toISOString() })
      throw error
    } finally {
      this.#running.delete(row.id)
      this.#options.changes.publish({ kind: 'run', run: this.get(row.id) })
    }
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

  #keepProgress({ run, progress }: Running): void {
    this.#options.store.runs.setProgress(run, progress)
  }

  #setState(run: RunId, state: 'running' | 'cancelling' | 'cancelled'): void {
    this.#options.store.runs.setState(run, state, this.#options.now().toISOString())
    this.#options.changes.publish({ kind: 'run', run: this.get(run) })
  }

  #view(row: RunRow): Run {
    const live = this.#running.get(row.id)?.progress
    const job = this.#options.jobs.find((one) => one.kind === row.kind)
    return {
      id: row.id,
      kind: row.kind,
      state: row.state,
      stage: live?.stage ?? row.stage,
      done: live?.done ?? row.done,
      total: live?.total ?? row.total,
      secondsLeft: live?.secondsLeft ?? null,
      createdAt: row.createdAt,
      finishedAt: row.finishedAt,
      error: row.error,
      resumable: (job?.resumable ?? false) && this.#canGoOn(row),
    }
  }

  /** A round's training goes on with the rounds that it is a part of, and they where it can. */
  #canGoOn(row: RunRow): boolean {
    const { rounds, runs } = this.#options.store
    if (rounds.trainedBy(row.id)) return false
    const last = rounds.ofRun(row.id).at(-1)
    return (
      canGoOn(row) ||
      (row.state === 'failed' && last !== undefined && (last.model !== null || canGoOn(runs.get(last.run))))
    )
  }
}

/** A compute process that died leaves the job to be taken up again; any other failure is the job's own. */
function endState(code: string): 'interrupted' | 'failed' {
  return code === 'compute_failed' ? 'interrupted' : 'failed'
}

/** What failed before its first checkpoint would fail again: too few photographs, a recipe that does not fit. */
function canGoOn({ state, checkpoint }: RunRow): boolean {
  return state === 'cancelled' || state === 'interrupted' || (state === 'failed' && checkpoint !== null)
}

function nothing(): void {}
