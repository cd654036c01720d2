import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Run } from '#shared/contract/common.ts'
import { AppError } from '#shared/errors.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { hashOf, now } from '../../../tests/store/made-project.ts'
import { projectForEach } from '../../../tests/store/project-for-each.ts'
import { Changes } from '../changes.ts'
import { ComputeClient } from '../compute/client.ts'
import { forkedComputeHost } from '../compute/forked-host.ts'
import { RuntimeChoice } from '../compute/runtime-choice.ts'
import type { Job } from '../job.ts'
import { JobRunner } from './runner.ts'

/* The queue, with jobs that wait to be told how to end. No compute process starts. */

let store: ProjectStore
projectForEach((made) => {
  store = made
})

type Told = { readonly done: (result: unknown) => void; readonly failed: (error: unknown) => void }

/** A job of a kind that ends when it is told to, or cancelled. */
function waiting(kind: Job['kind'], begun: Told[], resumable = false): Job {
  return {
    kind,
    resumable,
    execute: (_request, { signal }) =>
      new Promise((done, failed) => {
        begun.push({ done, failed })
        signal.addEventListener('abort', () => failed(new AppError('cancelled', 'The work was cancelled.')))
      }),
  }
}

function runnerOf(jobs: readonly Job[], attended = true): JobRunner {
  const host = forkedComputeHost()
  const rest = { compute: new ComputeClient(host), runtimes: new RuntimeChoice(host), changes: new Changes() }
  return new JobRunner({ ...rest, store, jobs, attended, threads: 1, now: () => new Date(now), retryMs: 1 })
}

const stateOf = ({ id }: Pick<Run, 'id'>) => store.runs.get(id).state
const states = () => store.runs.list().map(({ kind, state }) => `${kind} ${state}`)

describe('the queue', () => {
  it('is kept when the project is closed, and goes on when it is opened again', async () => {
    const begun: Told[] = []
    const jobs = [waiting('train', begun, true), waiting('score', begun)]
    const before = runnerOf(jobs)
    const [training, scoring] = [before.enqueue('train', {}), before.enqueue('score', {})]
    await expect.poll(() => stateOf(training)).toBe('running')
    await before.close()
    expect(states()).toEqual(['score queued', 'train queued'])
    expect(store.runs.get(training.id)).toMatchObject({ error: null, finishedAt: null })

    const after = runnerOf(jobs)
    await expect.poll(() => begun.length).toBe(2)
    begun[1]?.done(null)
    await expect.poll(() => stateOf(scoring)).toBe('running')
    expect(stateOf(training)).toBe('done')
    after.cancel(scoring.id)
    await after.close()
    expect(stateOf(scoring)).toBe('cancelled')
  })

  it('is left alone by a command, which begins its own runs and those it is told to resume', async () => {
    const begun: Told[] = []
    const jobs = [waiting('train', begun, true), waiting('score', begun)]
    const [old, other] = [store.runs.create('train', {}, now), store.runs.create('score', {}, now)]
    for (let commands = 0; commands < 2; commands++) {
      const runner = runnerOf(jobs, false)
      await setImmediate()
      await runner.close()
    }
    expect([states(), begun]).toEqual([['score queued', 'train queued'], []])

    const runner = runnerOf(jobs, false)
    const own = runner.enqueue('score', {})
    await expect.poll(() => stateOf(own)).toBe('running')
    begun[0]?.done(null)
    await expect.poll(() => stateOf(own)).toBe('done')
    expect([runner.get(old).resumable, runner.get(other).resumable]).toEqual([true, false])
    runner.resume(old)
    await expect.poll(() => stateOf({ id: old })).toBe('running')
    await runner.close()
    expect([stateOf({ id: old }), stateOf({ id: other })]).toEqual(['interrupted', 'queued'])
  })

  it('gives a part of a job back to it, and not to the queue', async () => {
    const begun: Told[] = []
    const part = store.runs.create('train', {}, now)
    store.runs.setState(part, 'interrupted', now)
    const whole: Job = {
      ...{ kind: 'noisy-student', resumable: true },
      execute: async (_request, context) => await context.part(part, () => {}),
    }
    const runner = runnerOf([whole, waiting('train', begun, true)])
    runner.enqueue('noisy-student', {})
    await expect.poll(() => begun.length).toBe(1)
    await runner.close()
    expect(states()).toEqual(['noisy-student queued', 'train interrupted'])
  })
})

describe('other work in the place of a run', () => {
  it('is refused while a run is at work, and holds the next one up until it has ended', async () => {
    const begun: Told[] = []
    const runner = runnerOf([waiting('score', begun)])
    const first = runner.enqueue('score', {})
    const combine = (work: (signal: AbortSignal) => Promise<string>) =>
      runner.inPlaceOfRun(work, { can: 'models can be combined' })
    await expect(combine(async () => '')).rejects.toMatchObject({
      code: 'conflict',
      message: 'A run is at work; models can be combined when it is done.',
    })
    await expect.poll(() => begun.length).toBe(1)
    begun[0]?.done(null)
    await expect.poll(() => stateOf(first)).toBe('done')
    let end: (made: string) => void = () => {}
    const combining = combine(() => new Promise<string>((resolve) => (end = resolve)))
    const second = runner.enqueue('score', {})
    await setImmediate()
    expect(stateOf(second)).toBe('queued')
    end('an ensemble')
    expect(await combining).toBe('an ensemble')
    await expect.poll(() => stateOf(second)).toBe('running')
    await runner.close()
  })

  it('that gives way is stopped by a run, or by more of its kind, which begin after it', async () => {
    const begun: Told[] = []
    const runner = runnerOf([waiting('score', begun)])
    const order: string[] = []
    const find = (name: string) =>
      runner.inPlaceOfRun(
        (signal) =>
          new Promise((_, failed) => {
            order.push(`${name} begun`)
            signal.addEventListener('abort', () => {
              order.push(`${name} stopped`)
              failed(new AppError('cancelled', 'The work was cancelled.'))
            })
          }),
        { can: 'learning rates can be tried', yields: true },
      )
    const gaveWay = expect.objectContaining({
      code: 'cancelled',
      message: 'It gave way to other work; learning rates can be tried when that is done.',
    })
    const first = expect(find('first')).rejects.toEqual(gaveWay)
    const second = expect(find('second')).rejects.toEqual(gaveWay)
    await first
    await expect.poll(() => order.length).toBe(3)
    const run = runner.enqueue('score', {})
    await second
    expect(order).toEqual(['first begun', 'first stopped', 'second begun', 'second stopped'])
    await expect.poll(() => stateOf(run)).toBe('running')
    await runner.close()
  })
})

describe('how a run ended', () => {
  /** More than fits into the pages that are there. */
  const tooLong = new AppError('storage_full', 'The disk is full.', { details: { long: 'x'.repeat(1e5) } })
  const failing = async (error: AppError) => {
    const begun: Told[] = []
    const runner = runnerOf([waiting('train', begun, true)])
    const run = runner.enqueue('train', {})
    await expect.poll(() => begun.length).toBe(1)
    store.runs.setCheckpoint(run.id, hashOf('a checkpoint'))
    begun[0]?.failed(error)
    return { runner, run }
  }

  it('is written as soon as a full disk takes it', async () => {
    // Pages that are there may be written, and no more be added.
    const pages = (pragma: string) => store.setting(pragma as never)
    pages(`max_page_count = ${pages('page_count')}`)
    const { runner, run } = await failing(tooLong)
    await expect
      .poll(() => runner.get(run.id).error?.message)
      .toBe('The disk is full: how this run ended is not written yet. Free some space, and it goes on by itself.')
    expect(stateOf(run)).toBe('running')
    pages('max_page_count = 1000000')
    await expect.poll(() => runner.get(run.id)).toMatchObject({ state: 'failed', resumable: true })
    await runner.close()
  })

  it('of a command whose disk is full is told and not waited for; the next one finds the run interrupted', async () => {
    const pages = (pragma: string) => store.setting(pragma as never)
    const begun: Told[] = []
    const runner = runnerOf([waiting('import', begun)], false)
    const run = runner.enqueue('import', {})
    await expect.poll(() => begun.length).toBe(1)
    pages(`max_page_count = ${pages('page_count')}`)
    begun[0]?.failed(tooLong)
    await expect.poll(() => runner.get(run.id)).toMatchObject({ state: 'failed', error: { code: 'storage_full' } })
    expect(stateOf(run)).toBe('running')
    pages('max_page_count = 1000000')
    await runner.close()
    const after = runnerOf([waiting('import', begun)], false)
    expect(after.get(run.id).state).toBe('interrupted')
    await after.close()
  })

  it('is a failure that is not resumed where training diverged, and an interruption where its process died', async () => {
    const diverged = await failing(new AppError('diverged', 'Training diverged.'))
    await expect
      .poll(() => diverged.runner.get(diverged.run.id))
      .toMatchObject({
        ...{ state: 'failed', resumable: false, error: { code: 'diverged', message: 'Training diverged.' } },
      })
    await diverged.runner.close()
    const died = await failing(new AppError('compute_failed', 'The compute process was ended by SIGKILL.'))
    await expect.poll(() => died.runner.get(died.run.id)).toMatchObject({ state: 'interrupted', resumable: true })
    await died.runner.close()
  })
})
