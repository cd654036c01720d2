import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Grade } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import { unpackQueue } from '#shared/queue.ts'
import { seededUniform } from '#statistics/random.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { addImage, addLabels, hashOf, makeProject, now } from '../store/made-project.ts'
import { document, regradeHere } from './command-line.ts'
import { temporaryFolder, testWorkstation } from './made-project.ts'

/* A project of 500 photographs, three in ten of whose Mild and Moderate labels are wrong, and a model that is right more often
   than not; a reader who knows the truth reads what comes next, as the window would show it. */

const { folder, remove } = temporaryFolder()
const count = 500
const readings = 150
const truth = new Map<ImageId, Grade>()
const labels = new Map<ImageId, Grade>()
let workstation: Workstation
let blind = 0

beforeAll(async () => {
  const uniform = seededUniform(7)
  const store = makeProject(folder)
  const images = store.transaction(() =>
    Array.from({ length: count }, (_, index) => {
      const [patient, eye] = [String(Math.floor(index / 2)), index % 2 === 0 ? ('left' as const) : ('right' as const)]
      return addImage(store, `${patient}_${eye}`, patient, eye)
    }),
  )
  for (const image of images) {
    const grade = Math.floor(5 * uniform()) as Grade
    truth.set(image, grade)
    labels.set(image, (grade === 1 || grade === 2) && uniform() < 0.3 ? ((3 - grade) as Grade) : grade)
  }
  addLabels(store, images, [...labels.values()])
  const rest = { architecture: 'efficientnet-b0', head: 'softmax', parent: null, run: null, snapshot: null, card: {} }
  const model = store.models.add({ ...rest, name: 'm', blob: hashOf('m'), status: 'candidate' }, now)
  const predictions = images.map((image, fold) => {
    const scores = [0, 1, 2, 3, 4].map((grade) => Math.exp(3 * uniform() + (grade === truth.get(image) ? 2.2 : 0)))
    const sum = scores.reduce((all, one) => all + one, 0)
    const probabilities = scores.map((one) => one / sum) as [number, number, number, number, number]
    return { image, outOfFold: true, fold: fold % 5, probabilities }
  })
  store.predictions.put(model, predictions, now)
  store.close()
  workstation = await testWorkstation(folder)
  const { client } = workstation
  await client.projects.open({ folder: join(folder, 'eyes.regrade') })
  await client.models.promote({ model })
  for (let done = 0; done < readings; done++) {
    const { images: queued, reviewed } = unpackQueue(await client.review.queue({ grader: 'Ana' }))
    const image = queued[reviewed.indexOf(0)] as ImageId
    const shown = await client.review.photograph({ image, grader: 'Ana' })
    if (shown.blind) {
      blind++
      expect([shown.labels, shown.prediction, shown.readings, shown.current.grade]).toEqual([[], null, [], null])
    }
    const decision = truth.get(image) as Grade
    await client.review.grade({ image, grader: 'Ana', decision, phase: shown.blind ? 'blind' : 'revealed' })
  }
})

afterAll(async () => {
  await workstation.close()
  await remove()
})

it('the boundary ledger knows what was found, and how much is left', async () => {
  const { boundaries, selfAgreement } = await workstation.client.health.ledger({ grader: 'Ana', rate: 0.02 })
  expect(blind).toBeGreaterThan(readings * 0.05)
  expect(selfAgreement.n).toBeGreaterThan(1)
  expect(selfAgreement.same).toBe(selfAgreement.n)
  expect(boundaries.map(({ boundary }) => boundary)).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 4],
  ])
  const mildModerate = boundaries[1]
  if (!mildModerate) throw new Error('There is no boundary between Mild and Moderate.')
  const { photographs, read, found, controls, remainingInterval, gain, mayStop, advice, curve } = mildModerate
  const wrong = [...labels].filter(([image, label]) => label !== truth.get(image)).length
  expect(photographs).toBe([...labels.values()].filter((label) => label === 1 || label === 2).length)
  expect(curve.at(-1)).toEqual([read, found])
  expect(controls).toBeGreaterThan(0)
  const [least, most] = remainingInterval as [number, number]
  expect(least).toBeLessThanOrEqual(wrong - found)
  expect(most).toBeGreaterThanOrEqual(wrong - found)
  expect(gain === null || gain > 1).toBe(true)
  expect(mayStop).toBe(false)
  expect(advice).toMatch(/^Read on: about \d+ \(\d+ to \d+\) of the \d+ labels not yet read between Mild and Moderate/)
})

it('label health tells noise, classes, eyes, and how far suspicion can be trusted', async () => {
  const health = await workstation.client.health.labels()
  expect([health.model, health.labelled, health.scored]).toEqual(['m1', count, count])
  const { noise, eyes, reliability, classes } = health
  for (const grade of [0, 1, 2, 3, 4]) {
    expect(noise?.reduce((sum, row) => sum + (row[grade] as number), 0)).toBeCloseTo(1, 9)
    expect(classes[grade]?.labelled).toBe([...labels.values()].filter((label) => label === grade).length)
  }
  // Three in ten of them are wrong, on average.
  expect(noise?.[1]?.[2]).toBeGreaterThan(0.15)
  expect(noise?.[0]?.[2]).toBeLessThan(0.1)
  expect(eyes.n).toBe(count / 2)
  expect(eyes.matrix.flat().reduce((sum, n) => sum + n, 0)).toBe(count / 2)
  expect(reliability?.n).toBeGreaterThan(readings / 2)
  expect(reliability?.bins).toHaveLength(10)
  expect(reliability?.calibrationError).toBeLessThan(0.15)
})

it('the command line says the same, and refuses a reader it does not know', async () => {
  const ledger = await workstation.client.health.ledger({})
  await workstation.close()
  const project = join(folder, 'eyes.regrade')
  const said = document(await regradeHere(['health', project, '--json'], { home: folder }))
  expect(said).toMatchObject({ ledger: JSON.parse(JSON.stringify(ledger)), labels: { labelled: count } })
  const stranger = await regradeHere(['health', project, '--grader', 'Nobody', '--json'], { home: folder })
  expect(document(stranger)).toMatchObject({ error: { code: 'not_found' } })
  const wrong = await regradeHere(['health', project, '--rate', '2', '--json'], { home: folder })
  expect(document(wrong)).toMatchObject({ error: { code: 'usage' } })
})
