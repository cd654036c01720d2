import type { Random } from '../random.ts'
import { elementCount, type FloatTensor, float32 } from '../tensor.ts'
import type { NoiseInput } from './forward.ts'

/** 0 with the share's probability, else 1/(1-share). */
export function drawMask({ shape, share }: NoiseInput, random: Random): FloatTensor {
  const values = new Float32Array(elementCount(shape))
  for (let i = 0; i < values.length; i++) values[i] = random.uniform() < share ? 0 : 1 / (1 - share)
  return float32(values, shape)
}
