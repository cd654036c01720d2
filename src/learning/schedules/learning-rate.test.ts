import { describe, expect, it } from 'vitest'
import { type Schedule, scheduleSchema } from '#shared/recipe/schedule.ts'
import { learningRateAt } from './learning-rate.ts'

const stepsPerEpoch = 5
const peak = 0.01

/** The rate of every step of a fit. `losses`: of the validation part after each epoch. */
function rates(schedule: Schedule | string, epochs = 20, losses: readonly (number | null)[] = []) {
  const parsed = scheduleSchema.parse(schedule)
  return Array.from({ length: epochs * stepsPerEpoch }, (_, step) => {
    const seen = losses.slice(0, Math.floor(step / stepsPerEpoch))
    return learningRateAt(parsed, peak, { step, stepsPerEpoch, epochs, losses: seen })
  })
}
/** The rate of each epoch's first step, as a share of the peak. */
const ofEpochs = (all: readonly number[]) =>
  all.filter((_, step) => step % stepsPerEpoch === 0).map((rate) => rate / peak)
const close = (actual: readonly number[], expected: readonly number[]) => {
  expect(actual).toHaveLength(expected.length)
  for (const [index, value] of expected.entries()) expect(actual[index]).toBeCloseTo(value, 12)
}

describe('the learning rate', () => {
  it('stays where it is when constant', () => {
    expect(new Set(rates('constant'))).toEqual(new Set([peak]))
  })

  it('is halved at once every second epoch', () => {
    const all = rates('step', 6)
    close(ofEpochs(all), [1, 1, 0.5, 0.5, 0.25, 0.25])
    expect(all[9]).toBe(all[5])
  })

  it('steps within an epoch where the recipe says so: 0.97 every 2.4', () => {
    const all = rates({ ...scheduleSchema.parse('step'), every: 2.4, factor: 0.97 } as Schedule, 6)
    const powers = [0, 1, 2].flatMap((power) => new Array(power < 2 ? 12 : 6).fill(0.97 ** power))
    close(
      all.map((rate) => rate / peak),
      powers,
    )
  })

  it('falls exponentially to the factor in as many epochs as it is told', () => {
    const all = rates({ name: 'exponential', every: 4, factor: 0.5, warmUp: 0 }, 9)
    close(
      ofEpochs(all).filter((_, epoch) => epoch % 4 === 0),
      [1, 0.5, 0.25],
    )
    for (const [step, rate] of all.slice(1).entries())
      expect(rate / (all[step] as number)).toBeCloseTo(0.5 ** (1 / 20), 12)
  })

  it('rises in the first 5 % of a cosine to the peak and falls to nearly nothing', () => {
    const all = rates('cosine')
    expect(Math.max(...all)).toBe(peak)
    expect(all.indexOf(peak)).toBe(4)
    expect(all[52]).toBeCloseTo(0.005, 3)
    expect(all.slice(5)).toEqual([...all.slice(5)].sort((a, b) => b - a))
    expect(all[99]).toBeGreaterThan(0)
    expect(all[99]).toBeLessThan(1e-5)
  })

  it('starts one cycle at a 25th, peaks after 30 % and ends at a 10,000th', () => {
    const all = rates('one-cycle')
    expect(all[0]).toBeCloseTo(0.0004, 12)
    expect(all[30]).toBeCloseTo(0.01, 12)
    expect(Math.max(...all)).toBe(all[30])
    expect(all[99]).toBeCloseTo(1e-6, 12)
  })

  it('is reduced once the validation loss has not fallen for more than the patience, each time counted anew', () => {
    // What PyTorch 1.13's ReduceLROnPlateau(patience=1, factor=0.5) leaves after each of these.
    const losses = [1, 0.9, 0.9, 0.89995, 0.95, 0.8, 0.81, 0.82, 0.83, 0.84]
    const all = rates({ name: 'plateau', factor: 0.5, patience: 1, threshold: 1e-4, warmUp: 0 }, 11, losses)
    close(ofEpochs(all), [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.125])
  })

  it('is not reduced on a plateau that nobody can see', () => {
    expect(new Set(rates('plateau', 20, new Array(20).fill(null)))).toEqual(new Set([peak]))
  })

  it('warms up before any schedule, which then has the steps that are left', () => {
    for (const name of ['constant', 'step', 'exponential', 'cosine', 'one-cycle', 'plateau']) {
      const warm = rates({ ...scheduleSchema.parse(name), warmUp: 0.25 })
      expect(warm.slice(0, 25)).toEqual(Array.from({ length: 25 }, (_, step) => (peak * (step + 1)) / 25))
      const cold = rates({ ...scheduleSchema.parse(name), warmUp: 0 }, 15)
      close(warm.slice(25), cold)
    }
  })

  it('is positive and finite for fits of very few steps', () => {
    for (const name of ['cosine', 'one-cycle']) {
      for (const epochs of [1, 2, 3]) {
        for (let step = 0; step < epochs; step++) {
          const place = { step, stepsPerEpoch: 1, epochs, losses: [] }
          const rate = learningRateAt(scheduleSchema.parse(name), peak, place)
          expect(rate).toBeGreaterThan(0)
          expect(rate).toBeLessThanOrEqual(peak)
        }
      }
    }
  })
})
