import type { MapMethod } from '#shared/contract/looking.ts'

/** The methods by their usual names, and whether they are drawn from a network's layers or from the photograph's pixels. */
export const mapMethods: readonly {
  readonly method: MapMethod
  readonly name: string
  readonly over: 'layers' | 'pixels'
}[] = [
  { method: 'grad-cam', name: 'Grad-CAM', over: 'layers' },
  { method: 'grad-cam++', name: 'Grad-CAM++', over: 'layers' },
  { method: 'hires-cam', name: 'HiRes-CAM', over: 'layers' },
  { method: 'layer-cam', name: 'Layer-CAM', over: 'layers' },
  { method: 'guided-backpropagation', name: 'Guided backpropagation', over: 'pixels' },
  { method: 'integrated-gradients', name: 'Integrated gradients', over: 'pixels' },
  { method: 'occlusion', name: 'Occlusion', over: 'pixels' },
]

export function methodName(method: MapMethod): string {
  return mapMethods.find((one) => one.method === method)?.name ?? method
}

export function looksAtLayers(method: MapMethod): boolean {
  return mapMethods.some((one) => one.method === method && one.over === 'layers')
}

/** The method after this one, from the last to the first. */
export function nextMethod(method: MapMethod): MapMethod {
  const place = mapMethods.findIndex((one) => one.method === method)
  return mapMethods[(place + 1) % mapMethods.length]?.method ?? method
}
