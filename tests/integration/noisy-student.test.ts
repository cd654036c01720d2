import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Run } from '#shared/contract/common.ts'
import type { NoisyStudentRun } from '#shared/contract/noisy-student.ts'
import type { ModelId } from '#shared/ids.ts'
import { unpackQueue } from '#shared/queue.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { document, regrade } from './command-line.ts'
import {
  ended,
  importMadePhotographs,
  killComputeProcesses,
  promoted,
  temporaryFolder,
  testWorkstation,
} from './made-project.ts'
import { writeTintedPhotographs } from './tinted-photographs.ts'

const { folder, remove } = temporaryFolder()
const project = join(folder, 'made.regrade')
/** A small network that has learnt nothing yet. */
const untrained = join(import.meta.dirname, '..', 'fixtures', 'onnx', 'residual-training.onnx')
let workstation: Workstation

/** Enough held out to judge by, epochs enough to be killed in the middle of them. */
const set = {
  ...{ architecture: 'current', start: 'current', size: 32, batch: 8, learningRate: 0.02 },
  ...{ epochs: 30, folds: 2, holdOut: 0.45, validation: 0, 'noisyStudent.threshold': 0.1 },
  'noisyStudent.balance': false,
}

beforeAll(async () => {
  await writeTintedPhotographs(folder, { none: 12, mild: 36, moderate: 36, unlabelled: 9 })
  workstation = await testWorkstation(folder)
  await importMadePhotographs(workstation, folder)
})

afterAll(async () => {
  await workstation.close()
  await remove()
})

const model = async (id: ModelId | null) => (await workstation.client.models.list()).find((one) => one.id === id)
const read = (run: Run): Promise<NoisyStudentRun> => workstation.client.noisyStudent.run({ run: run.id })
const rounds = async (run: Run) => (await read(await ended(workstation, run))).rounds

/** Photographs as they are to be reviewed, most suspicious first. */
async function order() {
  const { model, images, suspicion } = unpackQueue(await workstation.client.review.queue({ grader: 'Ana' }))
  return { model, images, suspicion }
}

async function bytesOf(id: ModelId | null | undefined): Promise<Buffer> {
  const { file } = await workstation.client.models.save({ model: id as ModelId, file: join(folder, `${id}.onnx`) })
  return readFileSync(file)
}

/** Asks until `reached`, and fails where the run has ended before that. */
async function until(
  run: Run,
  reached: (now: NoisyStudentRun) => boolean | Promise<boolean>,
): Promise<NoisyStudentRun> {
  for (;;) {
    const now = await read(run)
    if (await reached(now)) return now
    if (['done', 'failed'].includes(now.state)) throw new Error(`Run ${run.id} ended ${now.state} too early.`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

describe('noisy-student rounds', () => {
  let teacher: ModelId
  let before: Awaited<ReturnType<typeof order>>
  let accepted: ModelId | null

  it('accept a better student, which becomes the current model, though they were cancelled and their process was killed', async () => {
    const { client } = workstation
    await expect(client.noisyStudent.start({ set })).rejects.toMatchObject({ code: 'model_missing' })
    teacher = (await client.models.import({ file: untrained, size: 32 })).id
    await promoted(workstation, teacher)
    before = await order()

    const run = await client.noisyStudent.start({ set, rounds: 1 })
    const epochs = async ({ rounds: [round] }: NoisyStudentRun) =>
      round ? (await client.training.run({ run: round.run })).epochs : []
    const running = await until(run, async (now) => (await epochs(now)).length > 1)
    expect(running).toMatchObject({ state: 'running', mostRounds: 1, stage: expect.stringMatching(/^round 1, /) })
    // Whoever cancels the training of a round means its rounds.
    await client.jobs.cancel({ run: running.rounds[0]?.run as Run['id'] })
    expect((await until(run, ({ state }) => state === 'cancelled')).resumable).toBe(true)
    const cancelled = (await epochs(running)).length
    await client.noisyStudent.resume({ run: run.id })
    const kept = await epochs(await until(run, async (now) => (await epochs(now)).length > cancelled + 1))
    await killComputeProcesses()
    const killed = await until(run, ({ state }) => state === 'interrupted')
    expect(killed).toMatchObject({ resumable: true, error: { code: 'compute_failed' }, best: teacher })
    expect(killed.rounds).toMatchObject([{ round: 1, model: null, verdict: null, reason: null }])
    const [training] = await client.training.runs()
    expect(training).toMatchObject({ id: killed.rounds[0]?.run, state: 'interrupted', resumable: false })
    await expect(client.training.resume({ run: training?.id as Run['id'] })).rejects.toThrow(`part of run ${run.id}`)

    const [round, ...others] = await rounds(await client.noisyStudent.resume({ run: run.id }))
    expect(others).toEqual([])
    expect(round).toMatchObject({ round: 1, run: training?.id, teacher, verdict: 'accepted' })
    expect(round?.reason).toMatch(/^Accepted on \d+ held-out photographs: kappa rose from /)
    expect(round?.pseudoLabels).toMatchObject({ total: 18, unlabelled: 18, doubtful: 0, suspect: 0 })
    // Few beside the labels, so less than the recipe's half.
    expect(round?.pseudoLabels.share).toBeGreaterThan(0.05)
    expect(round?.pseudoLabels.share).toBeLessThan(0.4)
    expect(round?.comparison?.mild.eyes).toBeGreaterThanOrEqual(30)
    const done = await epochs(await read(run))
    expect(done).toHaveLength(set.epochs)
    expect(done.slice(0, kept.length)).toEqual(kept)
    accepted = round?.model ?? null
    expect(await model(accepted)).toMatchObject({ status: 'promoted', current: true, parent: teacher })
    expect((await order()).model).toBe(accepted)
    // Labelled photographs are in the queue by fits that never saw them, or locked away; screening has left out a few of the 168.
    const { suspects, locked } = await client.looking.suspects({ limit: 1000 })
    expect(suspects.length + locked).toBeGreaterThan(160)
  })

  it('can be undone, and give the same bytes when nobody kills them', async () => {
    const { client } = workstation
    await client.models.promote({ model: teacher })
    // But for what was locked away meanwhile, which is shown blind, as controls are.
    const now = await order()
    const rows = ({ images, suspicion }: typeof now) =>
      images.flatMap((image, index) => (suspicion[index] === -1 ? [] : [{ image, score: suspicion[index] }]))
    const shown = new Set(rows(now).map(({ image }) => image))
    expect(now.model).toBe(teacher)
    expect(shown.size).toBeGreaterThan(60)
    expect(rows(now)).toEqual(rows(before).filter(({ image }) => shown.has(image)))
    const [again] = await rounds(await client.noisyStudent.start({ set, rounds: 1 }))
    expect(again).toMatchObject({ verdict: 'accepted', teacher })
    expect(again?.model).not.toBe(accepted)
    expect((await bytesOf(again?.model)).equals(await bytesOf(accepted))).toBe(true)
    accepted = again?.model ?? null
  })

  it('reject students that are no better, with the reason, and end after two in a row, over a restart', async () => {
    const known = (await workstation.client.models.list()).length
    await workstation.close()
    // As good as nothing is learnt, so the student is its teacher once more.
    const idle = Object.entries({ ...set, epochs: 15, folds: 0, learningRate: 1e-30 }).map((pair) => pair.join('='))
    const command = ['noisy-student', project, '--json']
    const killed = await regrade([...command, '--rounds', '5', '--set', ...idle], {
      home: folder,
      onErr: (text, kill) => {
        if (/^round 2, epoch [1-9]/m.test(text)) kill('SIGKILL')
      },
    })
    expect(killed.code).toBeNull()
    const finished = await regrade([...command, '--resume', 'last'], { home: folder })
    expect(finished.code, finished.err).toBe(0)
    expect(finished.err).toMatch(/^round 2, epoch 15\/15$/m)
    expect(finished.err).not.toContain('round 1')
    const reason = expect.stringMatching(/^Rejected on \d+ held-out photographs: kappa (fell|did not rise) from 1\.000/)
    const rejected = {
      teacher: accepted,
      pseudoLabels: 18,
      pseudoShare: expect.any(Number),
      accepted: false,
      verdict: 'rejected',
      reason,
    }
    const told = document(finished)
    expect(told).toMatchObject({
      best: accepted,
      rounds: [
        { round: 1, ...rejected },
        { round: 2, ...rejected },
      ],
    })

    workstation = await testWorkstation(folder)
    await workstation.client.projects.open({ folder: project })
    expect(await workstation.client.models.list()).toHaveLength(known + 2)
    const [run] = await workstation.client.noisyStudent.runs()
    expect(run).toMatchObject({ id: told.run, state: 'done', mostRounds: 5 })
    // Rejected ones stay to be seen, and may be promoted all the same.
    for (const { model: student } of run?.rounds ?? [])
      expect(await model(student)).toMatchObject({ status: 'retired' })
    expect(await model(accepted)).toMatchObject({ current: true })
  })

  it('keep a student as a candidate where too few eyes are held out, whatever it has learnt from', async () => {
    const { client } = workstation
    const other = join(folder, 'few')
    const patients = { none: 5, mild: 8, moderate: 6, unlabelled: 2, mildCalledModerate: 4 }
    await writeTintedPhotographs(other, { ...patients, seed: 'other eyes ' })
    const { file } = await client.models.save({ model: accepted as ModelId, file: join(folder, 'good.onnx') })
    await client.projects.create({ folder: join(other, 'few.regrade'), name: 'Few' })
    const importing = { imagesFolder: join(other, 'photographs'), labelsFile: join(other, 'labels.csv') }
    await ended(workstation, await client.imports.start(importing))
    for (const name of ['1_left', '1_right']) {
      const { image } = await client.review.find({ image: name })
      await client.review.grade({ image, grader: 'Ana', decision: 0 })
      await client.review.grade({ image, grader: 'Bo', decision: 1 })
    }
    const good = (await client.models.import({ file })).id
    await promoted(workstation, good)
    const some = { ...set, epochs: 1, folds: 0, holdOut: 0.3, 'noisyStudent.suspects': true }
    const [round] = await rounds(await client.noisyStudent.start({ set: some, rounds: 1 }))
    expect(round).toMatchObject({
      verdict: 'unjudged',
      reason: expect.stringMatching(/^Cannot be judged: the held-out /),
    })
    expect(round?.pseudoLabels).toMatchObject({ unlabelled: 4, doubtful: 2 })
    // Of eight wrong labels those that are not held out.
    expect(round?.pseudoLabels.suspect).toBeGreaterThan(0)
    expect(round?.pseudoLabels.suspect).toBeLessThanOrEqual(8)
    expect(await model(round?.model ?? null)).toMatchObject({ status: 'candidate', current: false })
    expect(await model(good)).toMatchObject({ current: true })
  })
})
