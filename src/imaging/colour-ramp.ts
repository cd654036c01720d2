/** Colours of the heat scale from low to high: dark blue over blue-green to pale yellow. Lightness rises evenly throughout
 *  (CIE L* 26, 37, 48, 59, 72, 84, 94), so the order survives every colour blindness and a grey print, and blue and green
 *  stand out from the orange of a retina. sRGB. */
const stops: readonly (readonly [number, number, number])[] = [
  [40, 60, 110],
  [30, 90, 135],
  [20, 124, 144],
  [45, 160, 135],
  [110, 196, 110],
  [190, 222, 80],
  [252, 242, 150],
]

/** Colour of a value 0..1 (held to those bounds) on the heat scale: R, G, B of 0..255. */
export function heatColour(value: number): readonly [number, number, number] {
  const place = Math.min(1, Math.max(0, value)) * (stops.length - 1)
  const index = Math.min(stops.length - 2, Math.floor(place))
  const fraction = place - index
  const low = stops[index] ?? [0, 0, 0]
  const high = stops[index + 1] ?? [0, 0, 0]
  const mix = (channel: 0 | 1 | 2) => Math.round(low[channel] + (high[channel] - low[channel]) * fraction)
  return [mix(0), mix(1), mix(2)]
}
