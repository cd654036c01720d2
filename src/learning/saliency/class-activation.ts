import type { HeatMap } from '#imaging/heat-map.ts'
import type { LayerView } from '#nn/saliency-graph.ts'
import { mean } from '#numerics/mean.ts'
import type { MapMethod } from '#shared/contract/looking.ts'
import { assertNever } from '#shared/errors.ts'

/** How activations and gradients of one layer become a map. */
export const activationMapMethods = [
  'grad-cam',
  'grad-cam++',
  'hires-cam',
  'layer-cam',
] as const satisfies readonly MapMethod[]
export type ActivationMapMethod = (typeof activationMapMethods)[number]

/** What a layer shows, whatever its name. */
type Seen = Omit<LayerView, 'name' | 'value'>

/** Where the layer speaks for the explained grades and, below 0, against them: [height, width]. Grad-CAM weighs each channel
 *  by its mean gradient (Selvaraju 2017), Grad-CAM++ by its positive gradients (Chattopadhay 2018), HiRes-CAM each place by its
 *  own gradient (Draelos 2020), Layer-CAM by its own positive one (Jiang 2021). Numbers as in pytorch-grad-cam. */
export function activationMap(view: Seen, method: ActivationMapMethod): HeatMap {
  const { channels, height, width, activations, gradients } = view
  const places = height * width
  const values = new Float32Array(places)
  for (let at = 0; at < channels * places; at += places)
    addChannel(values, activations.subarray(at, at + places), gradients.subarray(at, at + places), method)
  return { width, height, values }
}

/** How much more each place speaks for the explained grades than against them, by the same method: the map less that of the
 *  opposite question. Methods that only weigh what is positive would show one side of it. */
export function opposedMap(view: Seen, method: ActivationMapMethod): HeatMap {
  const map = activationMap(view, method)
  const opposite = activationMap({ ...view, gradients: view.gradients.map((gradient) => -gradient) }, method)
  return { ...map, values: map.values.map((value, place) => value - (opposite.values[place] as number)) }
}

function addChannel(
  map: Float32Array,
  activation: Float32Array,
  gradient: Float32Array,
  method: ActivationMapMethod,
): void {
  switch (method) {
    case 'grad-cam':
      addWeighted(map, activation, mean(gradient))
      return
    case 'grad-cam++':
      addWeighted(map, activation, positiveWeight(activation, gradient))
      return
    case 'hires-cam':
      for (let i = 0; i < map.length; i++)
        map[i] = (map[i] as number) + (activation[i] as number) * (gradient[i] as number)
      return
    case 'layer-cam':
      for (let i = 0; i < map.length; i++) {
        map[i] = (map[i] as number) + (activation[i] as number) * Math.max(0, gradient[i] as number)
      }
      return
    default:
      assertNever(method)
  }
}

function addWeighted(map: Float32Array, activation: Float32Array, weight: number): void {
  for (let i = 0; i < map.length; i++) map[i] = (map[i] as number) + weight * (activation[i] as number)
}

/** Keeps Grad-CAM++'s quotient from 0/0; gradients are often so small that it counts. pytorch-grad-cam's. */
const least = 1e-6

/** Σ α·relu(g) with α = g² / (2g² + ΣA·g³), the score taken as exp of the logit. */
function positiveWeight(activation: Float32Array, gradient: Float32Array): number {
  const total = activation.reduce((sum, value) => sum + value, 0)
  return gradient.reduce((sum, g) => sum + ((g * g) / (2 * g * g + total * g * g * g + least)) * Math.max(0, g), 0)
}
