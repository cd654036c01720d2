/** A map of the plane from a place in the changed picture to the place in the original that shows there. Both are measured
 *  from the middle in sides of the picture: x' = xx·x + xy·y + x0, y' = yx·x + yy·y + y0. */
export interface Affine {
  readonly xx: number
  readonly xy: number
  readonly x0: number
  readonly yx: number
  readonly yy: number
  readonly y0: number
}

const linear = (xx: number, xy: number, yx: number, yy: number): Affine => ({ xx, xy, x0: 0, yx, yy, y0: 0 })

export const identity = linear(1, 0, 0, 1)

export function flip(leftToRight: boolean, topToBottom: boolean): Affine {
  return linear(leftToRight ? -1 : 1, 0, 0, topToBottom ? -1 : 1)
}

/** Turns anticlockwise by radians and magnifies. */
export function turn(radians: number, magnification = 1): Affine {
  const cos = Math.cos(radians) / magnification
  const sin = Math.sin(radians) / magnification
  return linear(cos, sin, -sin, cos)
}

/** Shifts each row by `x` times its distance from the middle, or each column by `y` times its own. */
export function shear(x: number, y: number): Affine {
  return linear(1, x, y, 1)
}

/** Moves the picture right and down, in sides. */
export function translate(x: number, y: number): Affine {
  return { ...identity, x0: -x, y0: -y }
}

/** One map for both: the picture is changed by `first`, and that by `second`. */
export function compose(first: Affine, second: Affine): Affine {
  return {
    xx: first.xx * second.xx + first.xy * second.yx,
    xy: first.xx * second.xy + first.xy * second.yy,
    x0: first.xx * second.x0 + first.xy * second.y0 + first.x0,
    yx: first.yx * second.xx + first.yy * second.yx,
    yy: first.yx * second.xy + first.yy * second.yy,
    y0: first.yx * second.x0 + first.yy * second.y0 + first.y0,
  }
}
