import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openProject } from '#store/open.ts'
import { haveIdrid, idridFolder, withoutIdrid } from '../../tools/real-photographs.ts'
import { document, regrade } from './command-line.ts'

if (!haveIdrid) console.warn(withoutIdrid('The job on real photographs is skipped'))

let home: string
let project: string

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'regrade-job-'))
  project = join(home, 'idrid.regrade')
})

afterAll(() => rmSync(home, { recursive: true, force: true }))

/** Runs a command with --json that must be done, and gives its document. */
async function done(...words: string[]): Promise<Record<string, unknown>> {
  const finished = await regrade([...words, '--json'], { home })
  expect(finished.code, finished.err.slice(-2000) + finished.out.slice(0, 2000)).toBe(0)
  return document(finished)
}

/** Photographs, label sets and label rows as they are stored. */
function storedRows() {
  const store = openProject(project, { version: '0', now: new Date().toISOString() })
  try {
    const sets = store.labels.sets()
    return { images: store.images.all(), sets, labels: sets.flatMap(({ id }) => store.labels.rows(id)) }
  } finally {
    store.close()
  }
}

const importOfficial = () =>
  done(
    'import',
    project,
    '--images',
    join(idridFolder, 'images'),
    '--labels',
    join(idridFolder, 'official_training_labels.csv'),
  )

/** Small enough for a minute on two cores; what it learns does not matter here. */
const tiny = ['--recipe', 'quick', '--set', 'size=32', 'epochs=1', 'folds=2', 'batch=16', 'seed=3']

/** The parts of one job, in the order in which a person does them; each leans on those before it. */
describe.skipIf(!haveIdrid)('the whole job on real photographs, from the command line', () => {
  let imported: Record<string, unknown>
  /** A photograph that is corrected; none of those that are locked away, whose first reading is blind. */
  let corrected: string

  it('makes a project', async () => {
    expect(await done('init', project, '--name', 'IDRiD')).toMatchObject({
      project,
      id: expect.stringMatching(/.{8,}/),
    })
  })

  it('imports photographs with the published labels', async () => {
    imported = await importOfficial()
    expect(imported).toMatchObject({
      layout: 'idrid',
      labelSet: 'official_training_labels',
      images: 294,
      labels: 294,
      unlabelledImages: [],
      unreadable: [],
      disagreements: [],
    })
    expect(imported.missingImages).toHaveLength(413 - 294)
    const pairs = (imported.duplicates as string[][]).map((pair) => pair.toSorted().join(' ')).toSorted()
    expect(pairs).toEqual(['IDRiD_028 IDRiD_327', 'IDRiD_045 IDRiD_333', 'IDRiD_073 IDRiD_375', 'IDRiD_079 IDRiD_279'])
    expect(imported.conflicts).toContainEqual({ images: ['IDRiD_028', 'IDRiD_327'], grades: [4, 3] })
  })

  it('changes nothing by importing the same again', async () => {
    const before = storedRows()
    expect(before.labels).toHaveLength(413)
    expect(await importOfficial()).toEqual(imported)
    expect(storedRows()).toEqual(before)
  })

  it('screens them', async () => {
    const screened = await done('screen', project)
    const { good, usable, reject } = screened.verdicts as Record<string, number>
    expect((good ?? 0) + (usable ?? 0) + (reject ?? 0)).toBe(294)
    expect(good).toBeGreaterThan(200)
    expect(screened).toMatchObject({ images: 294, underexposed: expect.any(Array), overexposed: expect.any(Array) })
  })

  it('leaves a run that can be resumed when training is interrupted', async () => {
    const finished = await regrade(['train', project, ...tiny, '--json'], {
      home,
      onErr: (text, kill) => {
        if (/^epoch 1\/1$/m.test(text)) kill('SIGINT')
      },
    })
    expect(finished.err).toContain('epoch 1/1')
    expect(document(finished)).toMatchObject({ error: { code: 'cancelled', details: { resumable: true } } })
    expect(finished.code).toBe(1)
  })

  it('goes on with it to its end', async () => {
    const trained = await done('train', project, '--resume', 'last')
    expect(trained).toMatchObject({ run: expect.stringMatching(/^r\d+$/), model: 'm1', runtime: expect.any(String) })
    expect(trained.epochs).toEqual([
      {
        epoch: 1,
        trainLoss: expect.any(Number),
        validationLoss: expect.any(Number),
        qwk: expect.any(Number),
        qwkInterval: [expect.any(Number), expect.any(Number)],
        accuracy: expect.any(Number),
        averageAuc: expect.any(Number),
        aucPerGrade: expect.any(Array),
        confusion: expect.any(Array),
        memory: expect.any(Number),
        learningRate: expect.any(Number),
        imagesPerSecond: expect.any(Number),
      },
    ])
    const { models } = await done('model', 'list', project)
    expect(models).toMatchObject([{ id: 'm1', architecture: 'efficientnet-b0', status: 'candidate' }])
  })

  it('scores every photograph and ranks the labels', async () => {
    expect(await done('score', project)).toMatchObject({
      model: 'm1',
      images: 294,
      imagesPerSecond: expect.any(Number),
    })
    const ranked = await done('suspects', project, '--limit', '50')
    const scores = (ranked.suspects as { score: number }[]).map(({ score }) => score)
    expect(scores).toHaveLength(50)
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
    const atBoundary = await done('suspects', project, '--boundary', '1-2')
    for (const { label, suggested } of atBoundary.suspects as { label: number; suggested: number }[]) {
      expect([1, 2]).toContain(label)
      expect([1, 2]).toContain(suggested)
    }
  })

  it('judges the model on photographs it never saw', async () => {
    const judged = await done('evaluate', project)
    expect(judged.n).toBeGreaterThan(20)
    expect(judged).toMatchObject({
      accuracy: expect.any(Number),
      confusion: expect.any(Array),
      perClass: expect.any(Array),
    })
  })

  it('explains one prediction with a map', async () => {
    const output = join(home, 'map.png')
    const explained = await done('explain', project, '--image', 'IDRiD_028', '--grade', '2', '--output', output)
    expect(explained).toMatchObject({
      image: 'IDRiD_028',
      grade: 2,
      map: { width: expect.any(Number), height: expect.any(Number) },
    })
    const sum = (explained.probabilities as number[]).reduce((total, p) => total + p, 0)
    expect(sum).toBeCloseTo(1, 4)
    expect(readFileSync(output).subarray(1, 4).toString()).toBe('PNG')
  })

  it('corrects a grade and says where lesions contradict it', async () => {
    const ranked = (await done('suspects', project)).suspects as { image: string; label: number }[]
    const [first, second] = ranked.flatMap(({ image, label }) => (label === 1 ? [] : [image]))
    corrected = first ?? ''
    const words = ['--image', corrected, '--grader', 'Reader', '--grade', '1', '--lesions', 'haemorrhage']
    const reply = await done('grade', project, ...words)
    expect(reply).toMatchObject({
      impliedGrade: 2,
      contradiction: true,
      reading: { grader: 'Reader', decision: 1, phase: 'revealed' },
    })
    const ungradable = ['grade', project, '--image', second ?? '', '--grader', 'Reader', '--grade', 'ungradable']
    const refused = await regrade([...ungradable, '--json'], { home })
    expect(refused.code).toBe(2)
    expect(document(refused).error).toMatchObject({
      message: 'Say why the photograph is ungradable: dark, bright, blurred, field, artefact.',
    })
    expect(await done(...ungradable, '--reason', 'blurred')).toMatchObject({ reading: { ungradableReason: 'blurred' } })
  })

  it('exports corrected labels in the layout they came in', async () => {
    const output = join(home, 'corrected.csv')
    expect(await done('export', project, '--format', 'labels', '--output', output)).toMatchObject({ files: [output] })
    const before = readFileSync(join(idridFolder, 'official_training_labels.csv'), 'latin1').split('\r\n')
    const after = readFileSync(output, 'latin1').split('\r\n')
    expect(after[0]).toBe(before[0])
    expect(after.find((line) => line.startsWith(`${corrected},`))?.split(',')[1]).toBe('1')
    const changed = before.filter((line) => !after.includes(line)).map((line) => line.slice(0, 9))
    expect(changed).toContain(corrected)
    expect(changed.length).toBeLessThanOrEqual(2)
  })

  it('exports everything that was decided', async () => {
    const audit = join(home, 'audit.csv')
    expect(await done('export', project, '--format', 'audit', '--output', audit)).toMatchObject({
      files: [audit],
      rows: 2,
    })
    expect(readFileSync(audit, 'utf8')).toContain('Reader')
  })

  it('promotes the model and writes its file', async () => {
    expect(await done('model', 'promote', project, '--model', 'm1')).toMatchObject({ model: 'm1' })
    const file = join(home, 'model.onnx')
    await done('model', 'export', project, '--model', 'm1', '--file', file)
    expect(statSync(file).size).toBeGreaterThan(10_000_000)
  })

  it('imports the second label file and lists where the two disagree', async () => {
    const labels = join(idridFolder, 'second_published_labels.csv')
    const second = await done(
      'import',
      project,
      '--images',
      join(idridFolder, 'images'),
      '--labels',
      labels,
      '--label-set',
      'second',
    )
    expect(second).toMatchObject({ images: 294, labels: 294, labelSet: 'second' })
    const disagreements = second.disagreements as { image: string; grades: Record<string, number> }[]
    expect(disagreements).toHaveLength(16)
    for (const { grades } of disagreements) {
      expect(Object.keys(grades).toSorted()).toEqual(['official_training_labels', 'second'])
      expect(grades.official_training_labels).not.toBe(grades.second)
    }
  })
})
