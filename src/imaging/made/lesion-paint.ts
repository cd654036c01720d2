import type { Random } from '#numerics/random/named-streams.ts'
import { assertNever } from '#shared/errors.ts'
import type { Spot } from './anatomy.ts'
import { type Canvas, drawCapsule, drawEllipse, toPixels } from './canvas.ts'
import type { PlannedLesion } from './lesion-plan.ts'
import { growTangle, type Segment } from './vessels.ts'

/** What covers the fundus, each a map of `size * size` values 0..1. */
export interface Layers {
  readonly vessels: Float32Array
  readonly blood: Float32Array
  readonly exudate: Float32Array
  readonly cottonWool: Float32Array
}

export function createLayers(size: number): Layers {
  const layer = () => new Float32Array(size * size)
  return { vessels: layer(), blood: layer(), exudate: layer(), cottonWool: layer() }
}

export function paintSegments(layer: Float32Array, canvas: Canvas, segments: readonly Segment[]): void {
  for (const { from, to, radius, depth } of segments) {
    const width = radius * canvas.radiusPx
    drawCapsule(layer, canvas.size, toPixels(canvas, from), toPixels(canvas, to), width, depth)
  }
}

/** Paints one planned lesion into its layer. Beading is painted with the veins, not here. */
export function paintLesion(random: Random, lesion: PlannedLesion, canvas: Canvas, layers: Layers): void {
  const { size } = canvas
  const middle = toPixels(canvas, lesion)
  const radius = lesion.radius * canvas.radiusPx
  const { strength } = lesion
  switch (lesion.kind) {
    case 'microaneurysm':
      drawEllipse(layers.blood, size, middle, radius, radius * 0.92, 0, 0.5, strength)
      return
    case 'haemorrhage':
      paintBlot(random, layers.blood, size, middle, radius, strength)
      return
    case 'hard-exudate':
      paintExudates(random, layers.exudate, size, middle, radius, strength)
      return
    case 'cotton-wool-spot':
      drawEllipse(layers.cottonWool, size, middle, radius, radius * 0.7, random.between(0, 3), 0.9, strength)
      return
    case 'irma':
      paintSegments(layers.vessels, canvas, growTangle(random, lesion, lesion.radius, 4, 0.008))
      return
    case 'neovascularisation':
      drawEllipse(layers.cottonWool, size, middle, radius, radius * 0.9, 0, 1, 0.25)
      paintSegments(layers.blood, canvas, growTangle(random, lesion, lesion.radius, 24, 0.008))
      return
    case 'preretinal-haemorrhage':
    case 'vitreous-haemorrhage':
      drawEllipse(layers.blood, size, middle, radius, radius * 0.8, 0, 0.2, 1, -0.1 * radius)
      return
    case 'fibrous-proliferation':
      drawEllipse(layers.cottonWool, size, middle, radius, radius * 0.25, random.between(0, 3), 0.6, 0.9)
      return
    case 'venous-beading':
    case 'laser-scar':
      return
    default:
      assertNever(lesion.kind)
  }
}

/** An uneven patch: one body and a few lobes at its border. */
function paintBlot(random: Random, layer: Float32Array, size: number, middle: Spot, radius: number, strength: number) {
  const angle = random.between(0, Math.PI)
  const flame = random.chance(0.3) ? 0.45 : random.between(0.7, 0.95)
  drawEllipse(layer, size, middle, radius, radius * flame, angle, 0.5, strength)
  for (let lobe = random.integer(1, 3); lobe > 0; lobe--) {
    const direction = random.between(0, 2 * Math.PI)
    const spot = {
      x: middle.x + 0.6 * radius * flame * Math.cos(direction),
      y: middle.y + 0.6 * radius * flame * Math.sin(direction),
    }
    drawEllipse(layer, size, spot, radius * 0.5, radius * 0.4, direction, 0.5, strength * 0.95)
  }
}

/** A cluster of small, sharp, yellow grains. */
function paintExudates(
  random: Random,
  layer: Float32Array,
  size: number,
  middle: Spot,
  reach: number,
  strength: number,
) {
  for (let grain = random.integer(6, 14); grain > 0; grain--) {
    const spot = { x: middle.x + random.gaussian(reach * 0.45), y: middle.y + random.gaussian(reach * 0.45) }
    const radius = reach * random.between(0.1, 0.24)
    drawEllipse(layer, size, spot, radius, radius * random.between(0.6, 1), random.between(0, 3), 0.3, strength)
  }
}
