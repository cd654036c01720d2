import { AppError, assertNever } from '#shared/errors.ts'

/** How activations and gradients of one layer become a map. */
export const activationMapMethods = ['grad-cam', 'grad-cam++', 'hires-cam', 'layer-cam'] as const
export type ActivationMapMethod = (typeof activationMapMethods)[number]

/** Activations and gradients of a layer, [channels, height, width] each. */
export interface LayerView {
  readonly activations: Float32Array
  readonly gradients: Float32Array
  readonly channels: number
  readonly height: number
  readonly width: number
}

/** Where the layer speaks for the explained logit: [height, width], 0..1 with the largest at 1, or all 0 where nothing
 *  does. Grad-CAM weighs each channel by its mean gradient (Selvaraju 2017), Grad-CAM++ by its positive gradients
 *  (Chattopadhay 2018), HiRes-CAM each place by its own gradient (Draelos 2020), Layer-CAM by its own positive one
 *  (Jiang 2021). Throws `AppError('compute_failed')` where a value is no number. */
export function activationMap(view: LayerView, method: ActivationMapMethod): Float32Array {
  const { channels, height, width, activations, gradients } = view
  const places = height * width
  const map = new Float32Array(places)
  for (let channel = 0; channel < channels; channel++) {
    const at = channel * places
    const activation = activations.subarray(at, at + places)
    addChannel(map, activation, gradients.subarray(at, at + places), method)
  }
  let largest = 0
  for (let place = 0; place < places; place++) {
    const value = map[place] as number
    if (Number.isNaN(value)) throw new AppError('compute_failed', 'The model gave no number for a place of the map.')
    map[place] = Math.max(0, value)
    largest = Math.max(largest, value)
  }
  if (largest > 0) for (let place = 0; place < places; place++) map[place] = (map[place] as number) / largest
  return map
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

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Σ α·relu(g) with α = g² / (2g² + ΣA·g³), the score taken as exp of the logit. */
function positiveWeight(activation: Float32Array, gradient: Float32Array): number {
  const total = activation.reduce((sum, value) => sum + value, 0)
  return gradient.reduce((sum, g) => {
    const below = 2 * g * g + total * g * g * g
    return sum + (below === 0 ? 0 : ((g * g) / below) * Math.max(0, g))
  }, 0)
}
