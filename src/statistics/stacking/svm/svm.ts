import { z } from 'zod'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { couplePairs } from './coupling.ts'
import { type Kernel, kernelSchema, kernelValue, scaledGamma } from './kernel.ts'
import { fitSigmoid, sigmoid } from './sigmoid.ts'
import { fitTwoClass, type TwoClass } from './two-class.ts'

export const svmOptions = z.strictObject({
  by: z.literal('svm'),
  kernel: z.enum(['linear', 'rbf']).default('rbf'),
  cost: z.number().positive().default(1),
  /** Of the rbf kernel; 1 over features times variance where null. */
  gamma: z.number().positive().nullable().default(null),
  /** Cases a class learnt from, drawn where there are more: the time grows with their square. */
  most: z.int().min(10).default(500),
})

/** A classifier for each two classes. */
export const svmSchema = z.object({
  by: z.literal('svm'),
  classes: z.int(),
  kernel: kernelSchema,
  /** Support vectors of all pairs. */
  vectors: z.array(z.array(z.number())),
  pairs: z.array(
    z.object({
      /** The class of positive decision values, and the other. */
      positive: z.int(),
      negative: z.int(),
      /** Indices into `vectors`, and how much each counts. */
      support: z.array(z.int()),
      coefficients: z.array(z.number()),
      offset: z.number(),
      sigmoid: z.tuple([z.number(), z.number()]),
    }),
  ),
})
export type Svm = z.infer<typeof svmSchema>

type Cases = readonly (readonly number[])[]

/** Parts that the decision values behind the sigmoid come from, each part's from the fit of the others. */
const parts = 5
/** As libsvm: no pair is so sure that coupling breaks. */
export const leastPairProbability = 1e-7

/** Support vector machine with probabilities: one against one, Platt's sigmoid on values out of fold, coupled.
 *  `features`: n rows of d; `targets`: n of 0 … classes-1, every class present. The seed draws the parts. */
export function fitSvm(
  features: Cases,
  targets: readonly number[],
  classes: number,
  options: z.infer<typeof svmOptions>,
  seed: number,
): Svm {
  const uniform = seededUniform(seed)
  const kernel: Kernel =
    options.kernel === 'linear' ? { name: 'linear' } : { name: 'rbf', gamma: options.gamma ?? scaledGamma(features) }
  const members = Array.from({ length: classes }, (_, k) =>
    drawn(
      targets.flatMap((target, index) => (target === k ? [index] : [])),
      uniform,
    ).slice(0, options.most),
  )
  const places = new Map<number, number>()
  const pairs: Svm['pairs'] = []
  for (let positive = 0; positive < classes; positive++) {
    for (let negative = positive + 1; negative < classes; negative++) {
      const pair = [...(members[positive] as number[]), ...(members[negative] as number[])]
      const signs = pair.map((index) => (targets[index] === positive ? 1 : -1))
      const cases = pair.map((index) => features[index] as readonly number[])
      const fit = fitTwoClass(cases, signs, options.cost, kernel)
      const chosen = pair.flatMap((index, at) => (fit.coefficients[at] === 0 ? [] : [{ index, at }]))
      for (const { index } of chosen) if (!places.has(index)) places.set(index, places.size)
      pairs.push({
        ...{ positive, negative, offset: fit.offset },
        support: chosen.map(({ index }) => places.get(index) as number),
        coefficients: chosen.map(({ at }) => fit.coefficients[at] as number),
        sigmoid: [
          ...fitSigmoid(
            valuesOutOfFold(cases, signs, options.cost, kernel),
            signs.map((sign) => sign > 0),
          ),
        ],
      })
    }
  }
  return { by: 'svm', classes, kernel, vectors: [...places.keys()].map((index) => [...(features[index] ?? [])]), pairs }
}

/** Probabilities of the classes for one row of features. */
export function svmRow(svm: Svm, row: readonly number[]): number[] {
  const pairwise = Array.from({ length: svm.classes }, () => new Array<number>(svm.classes).fill(0))
  for (const [at, value] of svmDecisions(svm, row).entries()) {
    const { positive, negative, sigmoid: shape } = svm.pairs[at] as Svm['pairs'][number]
    const p = Math.min(1 - leastPairProbability, Math.max(leastPairProbability, sigmoid(shape, value)))
    ;(pairwise[positive] as number[])[negative] = p
    ;(pairwise[negative] as number[])[positive] = 1 - p
  }
  return couplePairs(pairwise)
}

/** Decision value of every pair, in the pairs' order. */
export function svmDecisions({ kernel, vectors, pairs }: Svm, row: readonly number[]): number[] {
  const near = vectors.map((vector) => kernelValue(kernel, vector, row))
  return pairs.map(({ support, coefficients, offset }) =>
    support.reduce((sum, vector, k) => sum + (coefficients[k] as number) * (near[vector] as number), -offset),
  )
}

/** Values of cases by fits that did not learn from them. The cases of each class come in drawn order, so every fifth will do;
 *  a part whose others lack a class has values of 0, or of that class alone. */
function valuesOutOfFold(cases: Cases, signs: readonly number[], cost: number, kernel: Kernel): number[] {
  const values = new Array<number>(cases.length).fill(0)
  for (let part = 0; part < parts; part++) {
    const rest = cases.flatMap((_, index) => (index % parts === part ? [] : [index]))
    const restSigns = rest.map((index) => signs[index] as number)
    const restCases = rest.map((index) => cases[index] as readonly number[])
    const fit = new Set(restSigns).size > 1 ? fitTwoClass(restCases, restSigns, cost, kernel) : undefined
    for (let index = part; index < cases.length; index += parts) {
      values[index] = fit ? decision(fit, restCases, kernel, cases[index] as readonly number[]) : (restSigns[0] ?? 0)
    }
  }
  return values
}

function decision({ coefficients, offset }: TwoClass, cases: Cases, kernel: Kernel, row: readonly number[]): number {
  return coefficients.reduce(
    (sum, coefficient, k) => (coefficient === 0 ? sum : sum + coefficient * kernelValue(kernel, cases[k] ?? [], row)),
    -offset,
  )
}

function drawn(indices: number[], uniform: () => number): number[] {
  return indices
    .map((index) => ({ index, at: uniform() }))
    .sort((a, b) => a.at - b.at)
    .map(({ index }) => index)
}
