import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type ActivationMapMethod, activationMap, activationMapMethods } from '#learning/saliency/class-activation.ts'
import { integratedGradients } from '#learning/saliency/integrated-gradients.ts'
import { inferenceModel } from '#nn/inference.ts'
import { encodeModel } from '#nn/model-file.ts'
import { type Explainer, type ExplainerOptions, type LayerView, openExplainer } from '#nn/saliency-graph.ts'
import type { SaliencyLayer } from '#nn/saliency-layers.ts'
import { drawnPatches, projections } from './drawn.ts'
import { namesDigest, subjectOf } from './network-fixture.ts'
import { blocked } from './runtimes.ts'

const targets = ['grade', 'against'] as const
const layerMapsSchema = z.record(z.enum(activationMapMethods), z.array(z.number()))
/** Norm and projections. */
const imageMapsSchema = z.record(
  z.enum(['guided-backpropagation', 'integrated-gradients']),
  z.array(z.number()).length(1 + 8),
)
const saliencySchema = z.object({
  ...{ architecture: z.string(), size: z.int(), batch: z.literal(1), classes: z.int(), names: z.string() },
  options: z.object({}),
  /** Places of the photograph and of the baseline among those that can be drawn. */
  image: z.int(),
  baseline: z.int(),
  steps: z.int(),
  grade: z.int(),
  against: z.int(),
  /** [channels,height,width]. */
  layers: z.record(z.enum(['last', 'earlier']), z.array(z.int()).length(3)),
  maps: z.record(
    z.enum(targets),
    z.object({ last: layerMapsSchema, earlier: layerMapsSchema, image: imageMapsSchema }),
  ),
})

/** Within 1e-4 of the map's largest value. */
function expectNear(actual: Float32Array, expected: readonly number[], what: string): void {
  expect(actual.length).toBe(expected.length)
  const largest = expected.reduce((a, b) => Math.max(a, Math.abs(b)), 0)
  for (const [place, value] of expected.entries())
    expect(Math.abs((actual[place] as number) - value), what).toBeLessThan(1e-4 * largest)
}

/** Within 1e-4 of the norm, as estimated from projections on directions of ±1. */
function expectSmallError(actual: Float32Array, [norm = 0, ...expected]: readonly number[], what: string): void {
  const squares = projections(actual, 0, expected.length).map((value, k) => (value - (expected[k] as number)) ** 2)
  expect(Math.sqrt(squares.reduce((a, b) => a + b) / squares.length), what).toBeLessThan(1e-4 * norm)
}

/** Numbers as pytorch-grad-cam and the papers have them, by PyTorch in float64; see make-saliency-fixtures.py. */
describe('what heat maps are made of is what PyTorch gives', () => {
  it.each(['resnet-50', 'efficientnet-b0', 'densenet-201'])('of %s', async (name) => {
    const file = new URL(`./fixtures/saliency-${name}.json`, import.meta.url)
    const fixture = saliencySchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    const { network, parameters, shape } = subjectOf(fixture, 'use')
    expect(namesDigest(network)).toBe(fixture.names)
    const bytes = encodeModel(inferenceModel(network, parameters))
    const { images: image } = drawnPatches(shape, fixture.classes, fixture.image)
    const { images: baseline } = drawnPatches(shape, fixture.classes, fixture.baseline)
    const weightsOf = (target: (typeof targets)[number]) =>
      Float32Array.from({ length: fixture.classes }, (_, k) =>
        k === fixture.grade ? 1 : k === fixture.against && target === 'against' ? -1 : 0,
      )
    const explainedBy = async (options: ExplainerOptions, check: (explainer: Explainer) => Promise<void>) => {
      const explainer = await openExplainer(blocked.runtime, bytes, options)
      await check(explainer).finally(() => explainer.close())
    }

    for (const layer of ['last', 'earlier'] as const) {
      const ofShape = (all: readonly SaliencyLayer[]) =>
        all.findLast((one) => `${[one.channels, one.height, one.width]}` === `${fixture.layers[layer]}`)
      await explainedBy({ by: ofShape }, async (explainer) => {
        expect(explainer.chosen[0] === explainer.layers.at(-1)).toBe(layer === 'last')
        for (const target of targets) {
          const { views } = await explainer.explain(image, weightsOf(target))
          for (const [method, expected] of Object.entries(fixture.maps[target][layer])) {
            const { values } = activationMap(views[0] as LayerView, method as ActivationMapMethod)
            expectNear(values, expected, `${target} ${layer} ${method}`)
          }
        }
      })
    }
    await explainedBy({ by: 'image', guided: true }, async (explainer) => {
      for (const target of targets) {
        const { views } = await explainer.explain(image, weightsOf(target))
        const expected = fixture.maps[target].image['guided-backpropagation']
        expectSmallError(views[0]?.gradients as Float32Array, expected, `${target} guided`)
      }
    })
    await explainedBy({ by: 'image' }, async (explainer) => {
      for (const target of targets) {
        const subject = { image, baseline, classWeights: weightsOf(target) }
        const { attributions } = await integratedGradients(explainer, subject, { steps: fixture.steps })
        expectSmallError(attributions, fixture.maps[target].image['integrated-gradients'], `${target} integrated`)
      }
    })
  })
})
