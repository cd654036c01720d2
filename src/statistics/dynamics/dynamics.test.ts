import { describe, expect, it } from 'vitest'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { logitsOf } from '../temperature.ts'
import { LearningTraces } from './learning-traces.ts'
import { standings } from './standing.ts'
import { drawThresholdSamples, marginSuspects } from './threshold-samples.ts'
import { tracesOf } from './training-history.ts'

/** Three samples of three classes over three epochs: learnt at once, learnt and forgotten, never learnt. */
const epochs = [
  [2, 1, 0, 0, 3, 1, 1, 0, -1],
  [4, 1, 2, 5, 3, 1, 3, 0, 1],
  [6, 0, 1, 0, 3, 1, 2, 2, 2],
]
const traces = tracesOf([0, 1, 2], 3, epochs)

describe('training dynamics', () => {
  it('takes the mean margin of each label', () => {
    // (1 + 2 + 5) / 3, (2 - 2 + 2) / 3, (-2 - 2 + 0) / 3.
    expect(traces.map(({ margin }) => margin.toFixed(9))).toEqual(['2.666666667', '0.666666667', '-1.333333333'])
  })

  it('counts what is forgotten, and what never was learnt', () => {
    expect(traces.map(({ forgotten }) => forgotten)).toEqual([0, 1, 0])
    expect(traces.map(({ learntAt }) => learntAt)).toEqual([0, 0, -1])
    // Right, wrong, right, wrong: twice. Equal logits are the first class.
    const swaying = [
      [0, 0],
      [0, 1],
      [1, 0],
      [0, 1],
    ]
    expect(tracesOf([0], 2, swaying)).toMatchObject([{ seen: 4, forgotten: 2, learntAt: 0 }])
    expect(tracesOf([1], 2, swaying)).toMatchObject([{ forgotten: 1, learntAt: 1 }])
  })

  it('keeps the mean loss of every label and the last', () => {
    const [first, second] = tracesOf([0, 1], 2, [
      [0, 0, Math.log(3), 0],
      [800, 0, 0, Math.log(3)],
    ])
    expect(first?.loss).toBeCloseTo(Math.log(2) / 2, 12)
    expect(first?.lastLoss).toBe(0)
    expect(second?.lastLoss).toBeCloseTo(Math.log(4 / 3), 12)
    expect(second?.loss).toBeCloseTo((Math.log(4) + Math.log(4 / 3)) / 2, 12)
  })

  it('says the same of logits and of the logarithms of probabilities', () => {
    const uniform = seededUniform(2)
    const said = Array.from({ length: 4 }, () => Array.from({ length: 6 * 5 }, () => 4 * uniform()))
    const ofProbabilities = said.map((logits) =>
      Array.from({ length: 6 }, (_, sample) => {
        const powers = logits.slice(sample * 5, sample * 5 + 5).map(Math.exp)
        const sum = powers.reduce((total, power) => total + power, 0)
        return logitsOf(powers.map((power) => power / sum))
      }).flat(),
    )
    const labels = [0, 1, 2, 3, 4, 0]
    const [a, b] = [tracesOf(labels, 5, said), tracesOf(labels, 5, ofProbabilities)]
    for (const [sample, { margin, loss, ...counts }] of a.entries()) {
      expect(b[sample]?.margin).toBeCloseTo(margin, 10)
      expect(b[sample]?.loss).toBeCloseTo(loss, 10)
      expect(b[sample]).toMatchObject({ seen: counts.seen, forgotten: counts.forgotten, learntAt: counts.learntAt })
    }
  })

  it('goes on from what was kept', () => {
    const whole = new LearningTraces(3, 3)
    const parts = [new LearningTraces(3, 3)]
    for (const logits of epochs) {
      for (const sample of [0, 1, 2]) whole.note(sample, sample, logits, sample * 3)
      const part = new LearningTraces(3, 3, parts.at(-1)?.data.slice())
      for (const sample of [0, 1, 2]) part.note(sample, sample, logits, sample * 3)
      parts.push(part)
    }
    expect(parts.at(-1)?.data).toEqual(whole.data)
    expect(whole.trace(1)).toEqual(traces[1])
  })

  it('keeps the losses in their order, more looks to each the more there are', () => {
    const lossOf = (look: number) => 0.1 + (look % 7) / 7
    const traces = new LearningTraces(2, 2)
    for (let look = 0; look < 70; look++) {
      // -log(1 / (1 + e^x)) of the label, so that the loss is what it should be.
      const other = Math.log(Math.expm1(lossOf(look)))
      traces.note(1, 0, [0, other], 0)
      const { losses, seen } = traces.trace(1)
      const length = [1, 2, 4, 8].find((one) => seen <= 16 * one) ?? Number.NaN
      expect(losses).toHaveLength(Math.ceil(seen / length))
      for (const [place, loss] of losses.entries()) {
        const looks = Array.from({ length: Math.min(length, seen - place * length) }, (_, k) => place * length + k)
        expect(loss).toBeCloseTo(looks.reduce((sum, one) => sum + lossOf(one), 0) / looks.length, 9)
      }
    }
    expect(traces.trace(0).losses).toEqual([])
  })

  it('is undefined without epochs, and refuses what is no history', () => {
    const nothing = { seen: 0, margin: Number.NaN, loss: Number.NaN, lastLoss: Number.NaN }
    const none = { ...nothing, losses: [], forgotten: 0, learntAt: -1 }
    expect(tracesOf([0, 1], 2, [])).toEqual([none, none])
    expect(() => tracesOf([0, 2], 2, [])).toThrow('Label 2 of sample 1')
    expect(() => tracesOf([0], 2, [[1, 2, 3]])).toThrow('differ in length')
    expect(() => tracesOf([0], 2, [[1, Number.NaN]])).toThrow('Epoch 0 holds NaN for sample 0')
    expect(() => tracesOf([0], 1, [[1]])).toThrow('1 classes')
  })

  it('compares a margin with those of the same label alone', () => {
    expect(standings([1, 3, 10, 30, 7], [0, 0, 1, 1, 2])).toEqual([-1, 1, -1, 1, 0])
    expect(standings([], [])).toEqual([])
  })
})

describe('threshold samples', () => {
  it('are two sets without a common sample, each as large as a class', () => {
    const [first, second] = drawThresholdSamples(120, 5, 3)
    expect([first.length, second.length]).toEqual([20, 20])
    expect(new Set([...first, ...second]).size).toBe(40)
    expect([...first]).toEqual([...first].sort((a, b) => a - b))
    expect(drawThresholdSamples(120, 5, 3)).toEqual([first, second])
    expect(drawThresholdSamples(120, 5, 4)[0]).not.toEqual(first)
    expect(drawThresholdSamples(4, 5, 3)).toEqual([new Int32Array(), new Int32Array()])
  })

  it('set the margin under which a label looks wrong', () => {
    const areas = Float64Array.of(5, -3, 1, 2, -1, 0.5, 4)
    // Of -1 and 1 the 0.75 quantile is 0.5, which sample 5 is not below.
    expect(marginSuspects(areas, Int32Array.of(2, 4), 0.75)).toEqual({ threshold: 0.5, suspects: [1] })
    expect(marginSuspects(areas, Int32Array.of(2, 4))).toEqual({ threshold: 0.98, suspects: [1, 5] })
    expect(marginSuspects(areas, new Int32Array())).toEqual({ threshold: Number.NaN, suspects: [] })
  })
})
