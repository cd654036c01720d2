import { intsAttribute } from '../../graph/attributes.ts'
import { isPointwise } from '../../operators/convolution-gradient.ts'
import { groupOf, readWindow, type Window } from '../../operators/convolution-shape.ts'
import type { Shape } from '../../tensor.ts'
import {
  backwardFilter,
  denseFilter,
  depthwiseFilter,
  pointwiseTransposedFilter,
  scaledOutputs,
  stemFilter,
  turned,
} from './filters.ts'
import { guessedMean } from './guessed-mean.ts'
import { inputGradientByPhases } from './phases.ts'
import { type BlockedRule, blockedForm } from './rule.ts'
import { stuffed } from './stuffing.ts'
import type { Form } from './value-forms.ts'
import type { BlockedWriter } from './writer.ts'

/** Conv by dense weights, depthwise ones, or ones over an image of few channels. */
export const convolution: BlockedRule = (writer, node) => {
  const [x, weights, bias] = node.inputs as [string, string, string?]
  const output = node.outputs[0] as string
  const [, channels] = writer.imageShape(x)
  const [outputs, , height, width] = writer.shapeOf(weights) as [number, number, number, number]
  const group = groupOf(node)
  if (!writer.blockable(writer.shapeOf(output))) return undefined
  const window = readWindow(node, writer.shapeOf(x), [height, width])
  const biases = (bias ?? '') === '' ? [] : [writer.channelVector(writer.plain(bias as string))]
  let inputs: readonly [string, string]
  let blockedGroup = 1
  if (group === 1 && channels < writer.block) {
    inputs = [writer.plain(x), stemFilter(writer, writer.plain(weights))]
  } else if (group === 1 && writer.blockable(writer.shapeOf(x))) {
    inputs = [writer.blocked(x), denseFilter(writer, writer.plain(weights))]
  } else if (group === channels && outputs === channels && writer.blockable(writer.shapeOf(x))) {
    inputs = [writer.blocked(x), depthwiseFilter(writer, writer.plain(weights))]
    blockedGroup = writer.paddedChannels(channels)
  } else return undefined
  const guesses: Form[] = []
  if (writer.shiftable.has(output)) {
    const vector = guessedMean(writer, x, weights, group > 1)
    guesses.push({ as: 'guess', vector })
    biases.push(writer.builder.op('Neg', [vector]))
  }
  return [[blockedForm(writer.convolve([...inputs, ...biases], window, blockedGroup)), ...guesses]]
}

/** The window of the input gradient at stride 1: the kernel reaches as far the other way. */
function mirrored(window: Window): Window {
  const reach = ([0, 1] as const).map((axis) => (window.kernel[axis] - 1) * window.dilations[axis]) as [number, number]
  const [top, left, bottom, right] = window.pads
  return {
    ...window,
    strides: [1, 1],
    pads: [reach[0] - top, reach[1] - left, reach[0] - bottom, reach[1] - right],
  }
}

/** Every place of a kernel, row by row, the last first. */
function backwards([height, width]: readonly [number, number]): readonly number[] {
  return Array.from({ length: height * width }, (_, index) => height * width - 1 - index)
}

/** A gradient image and the weights to be used with it, the image's own channel factors moved into the weights. */
function withScaleInWeights(writer: BlockedWriter, dy: string, weights: string): readonly [string, string] {
  const scaled = writer.forms.as(dy, 'blocked') ? undefined : writer.forms.as(dy, 'scaled')
  const plain = writer.plain(weights)
  return scaled === undefined ? [writer.blocked(dy), plain] : [scaled.image, scaledOutputs(writer, plain, scaled.scale)]
}

/** The input gradient as a blocked convolution of dy, zeros stuffed between its rows and columns where the
 *  convolution had a stride. */
export const inputGradient: BlockedRule = (writer, node) => {
  const [dy, weights] = node.inputs as [string, string]
  const input = intsAttribute(node, 'input_shape') as Shape
  const window = readWindow(node, input, [1, 1])
  const group = groupOf(node)
  const depthwise = group === input[1] && group === writer.imageShape(dy)[1]
  if (!writer.blockable(input) || !writer.blockable(writer.shapeOf(dy)) || (group !== 1 && !depthwise)) return undefined
  const strided = window.strides.some((stride) => stride > 1)
  if (strided && !depthwise) {
    const [image, scaledWeights] = withScaleInWeights(writer, dy, weights)
    const name = inputGradientByPhases(writer, image, scaledWeights, input, window)
    return name === undefined ? undefined : [blockedForm(name)]
  }
  const back = mirrored(window)
  const stuffing = stuffed(input, writer.shapeOf(dy), window)
  if (stuffing === undefined || back.pads.some((pad) => pad < 0)) return undefined
  const [image, scaledWeights] = withScaleInWeights(writer, dy, weights)
  const filter = depthwise
    ? depthwiseFilter(writer, turned(writer, scaledWeights))
    : isPointwise(window)
      ? pointwiseTransposedFilter(writer, scaledWeights)
      : backwardFilter(writer, scaledWeights, backwards(window.kernel), window.kernel)
  const all = { ...back, pads: stuffing.pads(back.pads) }
  const groups = depthwise ? writer.paddedChannels(group) : 1
  const inputs = [stuffing.write(writer, image), filter]
  return [{ as: 'pending', summed: false, write: (finish) => writer.convolve(inputs, all, groups, finish) }]
}
