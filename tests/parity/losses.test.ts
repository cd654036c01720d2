import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { addGradients } from '#nn/gradient.ts'
import { GraphBuilder } from '#nn/graph/builder.ts'
import { alias } from '#nn/graph/copy.ts'
import { headKinds } from '#nn/heads/head.ts'
import { findHead } from '#nn/heads/registry.ts'
import { lowerPortable } from '#nn/lowering/portable.ts'
import { writeOnnx } from '#nn/onnx/writer.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import { float32, floatEntry, type TensorMap } from '#nn/tensor.ts'
import { addLoss, type LossOptions } from '#nn/training/losses/loss.ts'
import { portable, tensorflow } from './runtimes.ts'

const fixtureSchema = z.object({
  count: z.int(),
  classes: z.int(),
  cases: z.array(
    z.object({
      head: z.enum(headKinds),
      kind: z.enum(['cross-entropy', 'ordinal', 'mean-squared', 'quadratic-kappa']),
      labelSmoothing: z.number(),
      classWeights: z.array(z.number()).optional(),
      logits: z.array(z.number()),
      target: z.array(z.number()),
      loss: z.number(),
      gradient: z.array(z.number()),
    }),
  ),
})
const path = new URL('./fixtures/losses.json', import.meta.url)
const { count, classes, cases } = fixtureSchema.parse(JSON.parse(readFileSync(path, 'utf8')))

/** Gives `loss` and its `gradient` by the logits. */
async function computed(
  runtime: Runtime,
  outputs: number,
  options: LossOptions,
  logits: readonly number[],
  target: readonly number[],
) {
  const builder = new GraphBuilder('loss')
  builder.input('given', { type: 'float32', shape: [count, outputs] })
  builder.input('target', { type: 'float32', shape: [count, classes] })
  const loss = addLoss(builder, 'given', 'target', options)
  const gradient = addGradients(builder, new Map([[loss, builder.scalar(1)]]), ['given']).get('given') as string
  builder.output(alias(builder, loss, 'loss'))
  builder.output(alias(builder, gradient, 'gradient'))
  const session = await runtime.session(writeOnnx({ graph: lowerPortable(builder.build()), metadata: new Map() }))
  const feeds: TensorMap = new Map()
  feeds.set('given', float32(logits, [count, outputs])).set('target', float32(target, [count, classes]))
  const results = await session.run(feeds)
  await session.close()
  return { loss: floatEntry(results, 'loss').data[0] as number, gradient: floatEntry(results, 'gradient').data }
}

// Not blocked: no loss has a convolution.
describe.each([portable, tensorflow])('losses beside PyTorch in float64, $name', ({ runtime }) => {
  for (const { logits, target, loss, gradient, ...options } of cases) {
    const { head, kind, labelSmoothing, classWeights } = options
    const how = `${labelSmoothing > 0 ? ', smoothed' : ''}${classWeights ? ', weighted' : ''}`
    it(`${kind} of a ${head} head${how}`, async () => {
      const found = await computed(runtime, findHead(head).logits(classes), options, logits, target)
      expect(Math.abs(found.loss / loss - 1)).toBeLessThan(1e-5)
      const largest = Math.max(...gradient.map(Math.abs))
      for (const [i, value] of gradient.entries())
        expect(Math.abs((found.gradient[i] as number) - value)).toBeLessThan(1e-5 * largest)
    })
  }
})
