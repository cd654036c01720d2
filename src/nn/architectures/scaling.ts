/** Compound scaling (Tan and Le 2019): depth α^φ, width β^φ, resolution γ^φ. */
export const compound = { depth: 1.2, width: 1.1, resolution: 1.15 } as const

export interface Scaling {
  readonly width: number
  readonly depth: number
}

/** Factors of a compound coefficient over a network's own. */
export function compoundScaling(base: Scaling, phi: number): Scaling {
  return { width: base.width * compound.width ** phi, depth: base.depth * compound.depth ** phi }
}

/** The input size that a compound coefficient asks for, in pixels, even. */
export function compoundSize(size: number, phi: number): number {
  return 2 * Math.round((size * compound.resolution ** phi) / 2)
}

/** Channels × width, rounded to a multiple of 8 but never below 90 % of it (MobileNet's rule). */
export function scaledChannels(channels: number, width: number): number {
  const wanted = channels * width
  const rounded = Math.max(8, Math.floor((wanted + 4) / 8) * 8)
  return rounded < 0.9 * wanted ? rounded + 8 : rounded
}

/** Repeats × depth, rounded up. The small allowance keeps 1.1 × 10 at 11. */
export function scaledRepeats(repeats: number, depth: number): number {
  return Math.ceil(repeats * depth - 1e-9)
}
