import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Decision } from '#shared/grades.ts'
import { plainKappa, quadraticKappa } from '#statistics/kappa.ts'
import { document, regradeHere } from './command-line.ts'
import { importMadePhotographs, temporaryFolder, testWorkstation, writeMadePhotographs } from './made-project.ts'

const { folder, remove } = temporaryFolder()
/** Of twelve photographs, by three readers; Cleo left some out and called one ungradable. */
const readings = {
  Ana: [0, 1, 2, 3, 4, 0, 1, 2, 2, 1, 0, 4],
  Ben: [0, 2, 2, 3, 4, 0, 1, 1, 2, 1, 1, 3],
  Cleo: [0, 1, 2, 3, null, 0, 1, 2, 'ungradable', null, null, null],
} as const

beforeAll(async () => {
  const items = await writeMadePhotographs(folder, 12, 64)
  const workstation = await testWorkstation(folder)
  try {
    await importMadePhotographs(workstation, folder)
    for (const [grader, decisions] of Object.entries(readings)) {
      for (const [index, decision] of decisions.entries()) {
        if (decision === null) continue
        const { image } = await workstation.client.review.find({ image: items[index]?.name ?? '' })
        const ungradableReason = decision === 'ungradable' ? ('dark' as const) : null
        await workstation.client.review.grade({ image, grader, decision: decision as Decision, ungradableReason })
      }
    }
  } finally {
    await workstation.close()
  }
})
afterAll(remove)

it('says how far readers agree, on the photographs that both graded', async () => {
  const finished = await regradeHere(['agreement', `${folder}/made.regrade`, '--graders', 'Ana,Ben,Cleo', '--json'], {
    home: folder,
  })
  expect(finished).toMatchObject({ code: 0 })
  const report = document(finished) as unknown as { pairs: Record<string, unknown>[]; quality: unknown[] }
  const [Ana, Ben] = [[...readings.Ana], [...readings.Ben]]
  expect(report).toMatchObject({
    ...{ graders: ['Ana', 'Ben', 'Cleo'], photographs: 12, model: null },
    ...{ fleiss: expect.any(Number), krippendorffOrdinal: expect.any(Number), gwetAc2Quadratic: expect.any(Number) },
  })
  expect(report.pairs).toHaveLength(3)
  expect(report.pairs[0]).toMatchObject({
    ...{ a: 'Ana', b: 'Ben', n: 12 },
    kappa: expect.closeTo(plainKappa(Ana, Ben), 12),
    quadraticKappa: expect.closeTo(quadraticKappa(Ana, Ben), 12),
  })
  expect(report.pairs[1]).toMatchObject({ a: 'Ana', b: 'Cleo', n: 7, kappa: 1 })
  const [first] = report.pairs as { matrix: number[][] }[]
  expect(first?.matrix.flat().reduce((sum, count) => sum + count, 0)).toBe(12)
  expect(report.quality).toMatchObject([{ grader: 'Ana', crowdlab: null }, { grader: 'Ben' }, { grader: 'Cleo' }])
})

it('tells it to a person, of all readers where none are named', async () => {
  const { code, out } = await regradeHere(['agreement', `${folder}/made.regrade`], { home: folder })
  expect(code).toBe(0)
  expect(out).toMatch(/Ana and Ben +12 /)
})
