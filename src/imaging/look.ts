import { luma, type Raster } from './raster.ts'
import { resample } from './resample.ts'

/** Cells a side. */
export const lookSide = 16
export const lookCells = lookSide * lookSide

/** The eight ways to lay a picture: turned by quarters, mirrored or not. Bit 0: left and right are swapped, bit 1: top and bottom,
 *  bit 2: rows and columns, after the others. */
export const turnCount = 8

/** The whole frame averaged down to 16 x 16 grey cells, whatever its sides: 0..255, row by row. A turned picture's is the same
 *  cells, turned. */
export function lookOf(image: Raster): Uint8Array {
  const { data } = resample(image, { x: 0, y: 0, width: image.width, height: image.height }, lookSide, lookSide)
  return Uint8Array.from({ length: lookCells }, (_, cell) =>
    luma(data[cell * 3] ?? 0, data[cell * 3 + 1] ?? 0, data[cell * 3 + 2] ?? 0),
  )
}

/** For each turn, which cell of a look comes to lie at each place. */
export const turnedCells = Array.from({ length: turnCount }, (_, turn) =>
  Int32Array.from({ length: lookCells }, (_, place) => {
    const [x, y] = [place % lookSide, Math.floor(place / lookSide)]
    const [column, row] = (turn & 4) === 0 ? [x, y] : [y, x]
    const across = (turn & 1) === 0 ? column : lookSide - 1 - column
    const down = (turn & 2) === 0 ? row : lookSide - 1 - row
    return down * lookSide + across
  }),
)

/** Difference hashes of a look in its eight turns, each of 8 rows of 9 cells as `differenceHash`'s: two halves of 32 bits a turn.
 *  A mirrored picture has the same cells, in another order. */
export function turnedHashes(look: Uint8Array): Int32Array {
  const upright = hashCells(look, 1, lookSide)
  const swapped = hashCells(look, lookSide, 1)
  const hashes = new Int32Array(2 * turnCount)
  for (let turn = 0; turn < turnCount; turn++) {
    const cells = (turn & 4) === 0 ? upright : swapped
    const [flipsColumns, flipsRows] = (turn & 4) === 0 ? [turn & 1, turn & 2] : [turn & 2, turn & 1]
    for (let row = 0; row < 8; row++) {
      const start = (flipsRows === 0 ? row : 7 - row) * 9
      let bits = 0
      for (let column = 0; column < 8; column++) {
        const at = flipsColumns === 0 ? start + column : start + 8 - column
        const next = flipsColumns === 0 ? at + 1 : at - 1
        bits = (bits << 1) | ((cells[at] as number) < (cells[next] as number) ? 1 : 0)
      }
      const half = turn * 2 + (row >> 2)
      hashes[half] = ((hashes[half] as number) << 8) | bits
    }
  }
  return hashes
}

/** Sums over 8 rows of 9 equal rectangles, in ninths of a cell; columns of a look are `step` apart, its rows `stride`. */
function hashCells(look: Uint8Array, step: number, stride: number): Int32Array {
  const sums = new Int32Array(72)
  for (let row = 0; row < 8; row++) {
    for (let column = 0; column < 9; column++) {
      const from = column * lookSide
      const to = from + lookSide
      let sum = 0
      for (let x = Math.floor(from / 9); x * 9 < to; x++) {
        const covered = Math.min(to, x * 9 + 9) - Math.max(from, x * 9)
        const at = x * step + row * 2 * stride
        sum += covered * ((look[at] as number) + (look[at + stride] as number))
      }
      sums[row * 9 + column] = sum
    }
  }
  return sums
}

/** Cells that lie inside the retina of nearly every photograph, away from its border, which is the same for all of one camera: a
 *  disc of this radius about the frame's middle, in sides. */
const middleRadius = 0.4
const isMiddle = (cell: number) =>
  Math.hypot((cell % lookSide) + 0.5 - lookSide / 2, Math.floor(cell / lookSide) + 0.5 - lookSide / 2) <
  middleRadius * lookSide
const middle = Int32Array.from({ length: lookCells }, (_, cell) => cell).filter(isMiddle)
const placeOfCell = new Map([...middle].map((cell, place) => [cell, place]))
/** The same disc, turned: places in `middle`. */
const turnedMiddle = turnedCells.map((cells) => middle.map((cell) => placeOfCell.get(cells[cell] as number) ?? 0))

/** What is left of the middle of a look when the mean of each cell's neighbourhood is taken away, about 0 and of length 1; all 0
 *  where nothing is left. */
export function detailOf(look: Uint8Array): Float32Array {
  const detail = Float32Array.from(middle, (cell) => (look[cell] as number) - meanAround(look, cell))
  const mean = detail.reduce((sum, value) => sum + value, 0) / detail.length
  const length = Math.sqrt(detail.reduce((sum, value) => sum + (value - mean) ** 2, 0))
  return detail.map((value) => (length === 0 ? 0 : (value - mean) / length))
}

function meanAround(look: Uint8Array, cell: number): number {
  let sum = 0
  for (const row of [-lookSide, 0, lookSide]) for (const side of [-1, 0, 1]) sum += look[cell + row + side] as number
  return sum / 9
}

/** Correlation of one detail with another that is turned, −1..1. */
export function detailCorrelation(detail: Float32Array, other: Float32Array, turn: number): number {
  const places = turnedMiddle[turn] ?? middle
  let sum = 0
  for (let place = 0; place < detail.length; place++) {
    sum += (detail[place] as number) * (other[places[place] as number] as number)
  }
  return sum
}
