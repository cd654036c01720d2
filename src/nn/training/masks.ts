import type { Random } from '#numerics/random/counted-random.ts'
import { elementCount, type FloatTensor, float32 } from '../tensor.ts'
import type { NoiseInput } from './forward.ts'

/** 0 with the share's probability, else 1/(1-share); each photograph's values, a row of the first axis, by its own generator. */
export function drawMask({ shape, share }: NoiseInput, randomOf: (row: number) => Random): FloatTensor {
  const values = new Float32Array(elementCount(shape))
  const rows = shape[0] as number
  const width = values.length / rows
  for (let row = 0, i = 0; row < rows; row++) {
    const random = randomOf(row)
    for (const end = i + width; i < end; i++) values[i] = random.uniform() < share ? 0 : 1 / (1 - share)
  }
  return float32(values, shape)
}
