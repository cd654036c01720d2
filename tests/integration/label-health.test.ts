import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Workstation } from '#workstation/workstation.ts'
import { document, regradeHere } from './command-line.ts'
import { temporaryFolder, testWorkstation } from './made-project.ts'
import { makeNoisyProject, readNext } from './noisy-project.ts'

/* A project of 500 photographs, three in ten of whose Mild and Moderate labels are wrong, and a model that is right more often
   than not; a reader who knows the truth reads what comes next, as the window would show it. */

const { folder, remove } = temporaryFolder()
const count = 500
const readings = 150
const noisy = makeNoisyProject(folder, count)
const { truth, labels } = noisy
let workstation: Workstation
let blind = 0

beforeAll(async () => {
  workstation = await testWorkstation(folder)
  const { client } = workstation
  await client.projects.open({ folder: noisy.project })
  await client.models.promote({ model: noisy.model })
  for (let done = 0; done < readings; done++) {
    const shown = await readNext(client, 'Ana', truth)
    if (!shown.blind) continue
    blind++
    expect([shown.labels, shown.prediction, shown.readings, shown.current.grade]).toEqual([[], null, [], null])
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
  const { project } = noisy
  const said = document(await regradeHere(['health', project, '--json'], { home: folder }))
  expect(said).toMatchObject({ ledger: JSON.parse(JSON.stringify(ledger)), labels: { labelled: count } })
  const stranger = await regradeHere(['health', project, '--grader', 'Nobody', '--json'], { home: folder })
  expect(document(stranger)).toMatchObject({ error: { code: 'not_found' } })
  const wrong = await regradeHere(['health', project, '--rate', '2', '--json'], { home: folder })
  expect(document(wrong)).toMatchObject({ error: { code: 'usage' } })
})
