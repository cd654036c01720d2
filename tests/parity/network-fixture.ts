import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { z } from 'zod'
import { architectures, buildNetwork } from '#nn/architectures/registry.ts'
import { classifierKinds } from '#nn/architectures/types.ts'
import { openClassifier } from '#nn/classifier.ts'
import { inferenceModel } from '#nn/inference.ts'
import { encodeModel } from '#nn/model-file.ts'
import type { Network } from '#nn/network.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import { floatEntry, type TensorMap } from '#nn/tensor.ts'
import { drawnParameters, drawnPatches, projections, type Rule, sortedParameters } from './drawn.ts'

/** What has a fixture: every architecture, and ways to build one other than torchvision's. */
export const fixtureNames = [...architectures.map(({ name }) => name), 'concatenated-pool', 'auxiliary-batch-norm']

/** Of each tensor by its sorted name: norm, PyTorch float32's own error, projections. */
const rowsSchema = z.array(z.array(z.number()).length(2 + 8))
type Rows = z.infer<typeof rowsSchema>

const networkSchema = z.object({
  architecture: z.string(),
  options: z.object({
    classifier: z.enum(classifierKinds).optional(),
    auxiliaryBatchNorm: z.number().optional(),
  }),
  size: z.int(),
  batch: z.int(),
  classes: z.int(),
  names: z.string(),
  logits: z.array(z.number()),
})
const trainedSchema = networkSchema.extend({
  adam: z.object({
    learningRate: z.number(),
    weightDecay: z.number(),
    beta1: z.number(),
    beta2: z.number(),
    epsilon: z.number(),
  }),
  /** Place of the first step's batch among those that can be drawn. */
  firstBatch: z.int(),
  losses: z.array(z.number()),
  lossErrors: z.array(z.number()),
  gradients: rowsSchema,
  statistics: rowsSchema,
  parameters: rowsSchema.optional(),
})

const frozenSchema = networkSchema
  .omit({ logits: true })
  .extend({ firstBatch: z.int(), loss: z.number(), gradients: rowsSchema })

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8'))
}

export interface Subject {
  readonly network: Network
  readonly parameters: TensorMap
  /** Of its images. */
  readonly shape: readonly number[]
}

export type NetworkFixture = z.infer<typeof networkSchema>
export const networkFixture = (name: string): NetworkFixture => networkSchema.parse(read(name))
export const frozenFixture = (name: string): z.infer<typeof frozenSchema> => frozenSchema.parse(read(`frozen-${name}`))
export type TrainedFixture = z.infer<typeof trainedSchema>
export const trainedFixture = (name: string): TrainedFixture => trainedSchema.parse(read(name))

type Built = Omit<NetworkFixture, 'logits' | 'names'>

export function networkOf({ architecture, options, size, classes }: Built): Network {
  return buildNetwork({ architecture, classes, size, dropout: 0, stochasticDepth: 0, ...options })
}

export function subjectOf(fixture: Built, rule: Rule): Subject {
  const network = networkOf(fixture)
  const { batch, size } = fixture
  return { network, parameters: drawnParameters(network, rule), shape: [batch, 3, size, size] }
}

/** What make-fixtures.py calls the digest: names and shapes of all that the network has. */
export function namesDigest(network: Network): string {
  const lines = sortedParameters(network).map(({ name, shape }) => `${name} ${shape.join('x')}`)
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}

/** The network, used as a model file, gives PyTorch's logits within 1e-4 of the largest. */
export async function expectLogits(runtime: Runtime, fixture: NetworkFixture): Promise<void> {
  const { batch, classes } = fixture
  const subject = subjectOf(fixture, 'use')
  const bytes = encodeModel(inferenceModel(subject.network, subject.parameters))
  const classifier = await openClassifier(runtime, bytes, { batch })
  const { logits } = await classifier.classify(drawnPatches(subject.shape, classes, 0).images, batch)
  await classifier.close()
  const largest = Math.max(...fixture.logits.map(Math.abs))
  for (const [i, value] of fixture.logits.entries())
    expect(Math.abs((logits[i] as number) - value)).toBeLessThan(1e-4 * largest)
}

/** Estimate of each tensor's error norm, from its projections on directions of ±1, beside PyTorch's own. */
export function errors(
  rows: Rows,
  names: readonly string[],
  tensors: TensorMap,
): readonly { name: string; ours: number; theirs: number; norm: number }[] {
  expect(rows.length).toBe(names.length)
  return names.toSorted().map((name, place) => {
    const [norm = 0, theirs = 0, ...expected] = rows[place] ?? []
    const actual = projections(floatEntry(tensors, name).data, place, expected.length)
    const squares = actual.map((value, k) => (value - (expected[k] as number)) ** 2)
    return { name, ours: Math.sqrt(squares.reduce((a, b) => a + b) / squares.length), theirs, norm }
  })
}
