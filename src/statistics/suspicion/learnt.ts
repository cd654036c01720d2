import { z } from 'zod'
import { gradeCount } from '#shared/grades.ts'
import type { Background } from './evidence.ts'
import { terms } from './terms.ts'
import { priorWeights, type Weights } from './weights.ts'

/** Everything that suspicion has learnt of a project. */
export interface Learnt {
  readonly background: Background
  readonly weights: Weights
  /** Decisions it was learnt from. */
  readonly reviews: number
}

const row = z.array(z.number()).length(gradeCount)
const schema = z.object({
  channel: z.array(z.number()).length(gradeCount ** 2),
  scaling: z.array(z.number()).length(gradeCount * (gradeCount + 1)),
  fellowEyes: z.array(row).length(gradeCount),
  shares: row,
  bias: z.number(),
  /** By the name of the term, so that a project outlives a change of the terms. */
  weights: z.record(z.string(), z.number()),
  reviews: z.int(),
})

/** As one JSON text. */
export function encodeLearnt({ background, weights, reviews }: Learnt): string {
  const { channel, scaling, fellowEyes, shares } = background
  const kept: z.infer<typeof schema> = {
    channel: [...channel],
    scaling: [...scaling.parameters],
    fellowEyes: fellowEyes.map((line) => [...line]),
    shares: [...shares],
    bias: weights.bias,
    weights: Object.fromEntries(terms.map(({ name }, index) => [name, weights.weights[index] as number])),
    reviews,
  }
  return JSON.stringify(kept)
}

/** Null for what is not whole, as by another version: it can be learnt again. */
export function decodeLearnt(text: string): Learnt | null {
  const parsed = schema.safeParse(JSON.parse(text))
  if (!parsed.success) return null
  const { channel, scaling, fellowEyes, shares, bias, weights, reviews } = parsed.data
  return {
    background: {
      channel: Float64Array.from(channel),
      scaling: { classes: gradeCount, parameters: Float64Array.from(scaling) },
      fellowEyes,
      shares,
    },
    weights: {
      bias,
      weights: terms.map(({ name }, index) => weights[name] ?? (priorWeights.weights[index] as number)),
    },
    reviews,
  }
}
