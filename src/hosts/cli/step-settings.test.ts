import { describe, expect, it } from 'vitest'
import { stepSettings } from './step-settings.ts'

describe('settings of a training step', () => {
  it('are the optimizer’s and the step’s own, each as its kind', () => {
    const { optimizer, step } = stepSettings('sgd', { momentum: '0', nesterov: 'true', learningRate: '0.5' })
    expect(optimizer).toEqual({ name: 'sgd', weightDecay: 0, momentum: 0, nesterov: true })
    expect(step).toEqual({ learningRate: 0.5, statisticsMomentum: 0.1, labelSmoothing: 0, seed: 1 })
  })

  it('take the network’s own share of the running statistics unless told', () => {
    expect(stepSettings('adam', {}, 0.01).step.statisticsMomentum).toBe(0.01)
    expect(stepSettings('adam', { statisticsMomentum: '0.2' }, 0.01).step.statisticsMomentum).toBe(0.2)
  })

  it.each([
    ['colour', 'red', /no setting "colour"; there are weightDecay, beta1/],
    ['name', 'sgd', /no setting "name"/],
    ['beta1', 'soon', /"beta1" does not fit: soon/],
    ['beta1', '', /"beta1" does not fit/],
    ['learningRate', '-1', /"learningRate" does not fit/],
    ['loss', 'grief', /"loss" does not fit/],
    ['learningRate', '', /"learningRate" does not fit/],
    ['beta1', '5', /"beta1" does not fit/],
    ['epsilon', '-1', /"epsilon" does not fit/],
    ['weightDecay', '-0.1', /"weightDecay" does not fit/],
  ])('refuse %s=%s', (name, word, sentence) => {
    expect(() => stepSettings('adam', { [name]: word })).toThrow(sentence)
    expect(() => stepSettings('adam', { [name]: word })).toThrow(expect.objectContaining({ code: 'usage' }))
  })
})
