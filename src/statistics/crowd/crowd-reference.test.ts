import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { expectFigures } from '../testing/expect-figures.ts'
import { activeLab } from './activelab.ts'
import { crowdOf } from './crowd.ts'
import { type CrowdOptions, crowdlab } from './crowdlab.ts'
import { drawCrowd } from './testing/drawn-crowd.ts'

const figures = z.array(z.number().nullable())
const consensusSchema = z.object({
  labels: z.array(z.int()),
  quality: z.union([figures, z.number()]),
  agreement: z.number(),
  labelQuality: z.number(),
  readerQuality: figures,
  modelWeight: z.number().nullable(),
  readerWeights: figures.nullable(),
})
const cases = z
  .object({
    cases: z.array(
      z.object({
        seed: z.int(),
        asIs: z.object({ temperature: z.number(), scores: z.number() }),
        temperature: z.number(),
        scores: figures.nullable(),
        best: consensusSchema.optional(),
        majority: consensusSchema.optional(),
        agreement: consensusSchema.optional(),
      }),
    ),
  })
  .parse(
    JSON.parse(readFileSync(new URL('../../../tests/fixtures/statistics/crowd.json', import.meta.url), 'utf8')),
  ).cases

const methods = {
  best: { consensus: 'best', quality: 'crowdlab' },
  majority: { consensus: 'majority', quality: 'crowdlab' },
  agreement: { consensus: 'best', quality: 'agreement' },
} as const satisfies Record<string, CrowdOptions>

/** As the fixture sums a list. */
function weighted(values: ArrayLike<number>): number {
  return Array.from(values, (value, place) => (Number.isNaN(value) ? 0 : value * (place + 1))).reduce(
    (sum, value) => sum + value,
    0,
  )
}

describe('several readers beside a model, against cleanlab 2.9.0', () => {
  it.each(Object.keys(methods) as (keyof typeof methods)[])('has its consensus and its qualities: %s', (method) => {
    let compared = 0
    for (const one of cases) {
      const reference = one[method]
      if (!reference) continue
      compared++
      const { ratings, probabilities } = drawCrowd(one.seed)
      const found = crowdlab(crowdOf(ratings, probabilities), methods[method])
      const what = `case ${one.seed}`
      const rated = ratings.flatMap((row, item) => (row.some((rating) => rating !== null) ? [item] : []))
      const ofRated = (values: ArrayLike<number>) => rated.map((item) => values[item] as number)
      const readers = ratings[0]?.length ?? 0
      const details = rated.flatMap((item) => [...found.labelQuality.slice(item * readers, (item + 1) * readers)])
      const present = Array.from({ length: readers }, (_, reader) => ratings.some((row) => row[reader] !== null))
      expect(ofRated(found.labels), what).toEqual(reference.labels)
      if (Array.isArray(reference.quality)) expectFigures(ofRated(found.quality), reference.quality, `${what}, quality`)
      else expectFigures([weighted(ofRated(found.quality))], [reference.quality], `${what}, quality`)
      expectFigures([weighted(ofRated(found.agreement))], [reference.agreement], `${what}, agreement`)
      const ofPresent = details.filter((_, place) => present[place % readers])
      expectFigures([weighted(ofPresent)], [reference.labelQuality], `${what}, each rating`)
      expectFigures(found.readerQuality, reference.readerQuality, `${what}, readers`)
      if (!reference.readerWeights) continue
      expectFigures(found.weights?.readers ?? [], reference.readerWeights, `${what}, weights`)
      expectFigures([found.weights?.model ?? null], [reference.modelWeight], `${what}, weight of the model`)
    }
    expect(compared).toBeGreaterThan(120)
  })

  it('asks again where it would', () => {
    let compared = 0
    for (const { seed, temperature, scores, asIs } of cases) {
      const { ratings, probabilities } = drawCrowd(seed)
      const crowd = crowdOf(ratings, probabilities)
      const found = activeLab(crowd)
      expect(found.temperature, `temperature of case ${seed}`).toBeCloseTo(temperature, 9)
      if (!scores) continue
      compared++
      expectFigures([...found.scores], scores, `case ${seed}`)
      // Its own count of readers' classes goes wrong, which moves the temperature and nothing else.
      expectFigures([weighted(activeLab(crowd, asIs).scores)], [asIs.scores], `case ${seed} as it is`)
    }
    expect(compared).toBeGreaterThan(150)
    expect(cases.filter(({ temperature, asIs }) => temperature !== asIs.temperature).length).toBeGreaterThan(50)
  })
})
