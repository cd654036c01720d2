/** As many as 16 random bits tell apart. */
const count = 2 ** 16

/** Step of the integration, in standard deviations. */
const step = 1e-4

let kept: Float32Array | undefined

/** The standard normal distribution in 65,536 equal parts: the value in the middle of each, ascending, to ±4.3. One of them
 *  drawn by 16 random bits is a normal number, in a twentieth of the time that Box-Muller takes. */
export function normalQuantiles(): Float32Array {
  kept ??= integrated()
  return kept
}

/** By the trapezoidal rule outwards from 0, where half of all lies below. */
function integrated(): Float32Array {
  const quantiles = new Float32Array(count)
  let at = 0
  let below = 0.5
  let density = densityAt(0)
  for (let part = count / 2; part < count; part++) {
    const wanted = (part + 0.5) / count
    for (;;) {
      const next = densityAt(at + step)
      const more = (step * (density + next)) / 2
      if (below + more >= wanted) {
        quantiles[part] = at + (step * (wanted - below)) / more
        quantiles[count - 1 - part] = -(quantiles[part] as number)
        break
      }
      at += step
      below += more
      density = next
    }
  }
  return quantiles
}

function densityAt(value: number): number {
  return Math.exp(-(value ** 2) / 2) / Math.sqrt(2 * Math.PI)
}
