type Colour = readonly [number, number, number]
type Ramp = readonly Colour[]

/** Colours of the heat scale from low to high: dark blue over blue-green to pale yellow. Lightness rises evenly throughout
 *  (CIE L* 26, 37, 48, 59, 72, 84, 94), so the order survives every colour blindness and a grey print, and blue and green
 *  stand out from the orange of a retina. sRGB. */
const stops: Ramp = [
  [40, 60, 110],
  [30, 90, 135],
  [20, 124, 144],
  [45, 160, 135],
  [110, 196, 110],
  [190, 222, 80],
  [252, 242, 150],
]

/** The two sides of a map that sets one grade against another, from weak to strong: crimson, which stands out from a retina's
 *  orange by its blue, and blue. Lightness rises on both (CIE L* 21, 36, 48, 62 and 66). sRGB. */
const sides = {
  for: [
    [105, 0, 60],
    [170, 0, 75],
    [225, 10, 85],
    [255, 90, 120],
  ],
  against: [
    [15, 45, 120],
    [15, 75, 190],
    [20, 105, 245],
    [95, 160, 255],
  ],
} as const satisfies Record<string, Ramp>

/** Colour of a value −1..1 (held to those bounds): reds above 0, blues below. R, G, B of 0..255. */
export function sideColour(value: number): Colour {
  return rampColour(value < 0 ? sides.against : sides.for, Math.abs(value))
}

/** Colour of a value 0..1 (held to those bounds) on the heat scale: R, G, B of 0..255. */
export function heatColour(value: number): Colour {
  return rampColour(stops, value)
}

function rampColour(stops: Ramp, value: number): Colour {
  const place = Math.min(1, Math.max(0, value)) * (stops.length - 1)
  const index = Math.min(stops.length - 2, Math.floor(place))
  const fraction = place - index
  const low = stops[index] ?? [0, 0, 0]
  const high = stops[index + 1] ?? [0, 0, 0]
  const mix = (channel: 0 | 1 | 2) => Math.round(low[channel] + (high[channel] - low[channel]) * fraction)
  return [mix(0), mix(1), mix(2)]
}
