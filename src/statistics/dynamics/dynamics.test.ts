import { describe, expect, it } from 'vitest'
import { seededUniform } from '../random.ts'
import { logitsOf } from '../temperature.ts'
import { areaUnderMargin, drawThresholdSamples, marginSuspects } from './area-under-margin.ts'
import { forgetting } from './forgetting.ts'
import { lossHistory } from './loss-history.ts'
import { trainingHistory } from './training-history.ts'

/** Three samples of three classes over three epochs: learnt at once, learnt and forgotten, never learnt. */
const history = trainingHistory([0, 1, 2], 3, [
  [2, 1, 0, 0, 3, 1, 1, 0, -1],
  [4, 1, 2, 5, 3, 1, 3, 0, 1],
  [6, 0, 1, 0, 3, 1, 2, 2, 2],
])

describe('training dynamics', () => {
  it('takes the mean margin of each label', () => {
    // (1 + 2 + 5) / 3, (2 - 2 + 2) / 3, (-2 - 2 + 0) / 3.
    expect([...areaUnderMargin(history)].map((area) => area.toFixed(9))).toEqual([
      '2.666666667',
      '0.666666667',
      '-1.333333333',
    ])
  })

  it('counts what is forgotten, and what never was learnt', () => {
    const { events, learntAt } = forgetting(history)
    expect([...events]).toEqual([0, 1, 0])
    expect([...learntAt]).toEqual([0, 0, -1])
    // Right, wrong, right, wrong: twice. Equal logits are the first class.
    const swaying = trainingHistory([0], 2, [
      [0, 0],
      [0, 1],
      [1, 0],
      [0, 1],
    ])
    expect(forgetting(swaying)).toEqual({ events: Int32Array.of(2), learntAt: Int32Array.of(0) })
  })

  it('keeps the loss of every epoch, its mean and the last', () => {
    const { losses, mean, last } = lossHistory(
      trainingHistory([0, 1], 2, [
        [0, 0, Math.log(3), 0],
        [800, 0, 0, Math.log(3)],
      ]),
    )
    const [first, second] = losses
    expect(first?.[0]).toBeCloseTo(Math.log(2), 12)
    expect(first?.[1]).toBeCloseTo(Math.log(4), 12)
    expect(second?.[0]).toBe(0)
    expect(last[1]).toBeCloseTo(Math.log(4 / 3), 12)
    expect(mean[1]).toBeCloseTo((Math.log(4) + Math.log(4 / 3)) / 2, 12)
  })

  it('says the same of logits and of the logarithms of probabilities', () => {
    const uniform = seededUniform(2)
    const epochs = Array.from({ length: 4 }, () => Array.from({ length: 6 * 5 }, () => 4 * uniform()))
    const ofProbabilities = epochs.map((logits) =>
      Array.from({ length: 6 }, (_, sample) => {
        const powers = logits.slice(sample * 5, sample * 5 + 5).map(Math.exp)
        const sum = powers.reduce((total, power) => total + power, 0)
        return logitsOf(powers.map((power) => power / sum))
      }).flat(),
    )
    const labels = [0, 1, 2, 3, 4, 0]
    const [a, b] = [trainingHistory(labels, 5, epochs), trainingHistory(labels, 5, ofProbabilities)]
    for (const [sample, area] of areaUnderMargin(a).entries()) expect(areaUnderMargin(b)[sample]).toBeCloseTo(area, 10)
    for (const [sample, loss] of lossHistory(a).mean.entries())
      expect(lossHistory(b).mean[sample]).toBeCloseTo(loss, 10)
    expect(forgetting(b)).toEqual(forgetting(a))
  })

  it('is undefined without epochs, and refuses what is no history', () => {
    const none = trainingHistory([0, 1], 2, [])
    expect([...areaUnderMargin(none)]).toEqual([Number.NaN, Number.NaN])
    expect([...lossHistory(none).last]).toEqual([Number.NaN, Number.NaN])
    expect([...forgetting(none).learntAt]).toEqual([-1, -1])
    expect(() => trainingHistory([0, 2], 2, [])).toThrow('Label 2 of sample 1')
    expect(() => trainingHistory([0], 2, [[1, 2, 3]])).toThrow('differ in length')
    expect(() => trainingHistory([0], 2, [[1, Number.NaN]])).toThrow('Epoch 0 holds NaN for sample 0')
    expect(() => trainingHistory([0], 1, [[1]])).toThrow('1 classes')
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
