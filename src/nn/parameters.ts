import { Random } from '#numerics/random/counted-random.ts'
import type { Initial, Network } from './network.ts'
import { elementCount, type FloatTensor, float32, type TensorMap } from './tensor.ts'

/** Every parameter at its start: Kaiming normal for convolutions (He 2015), as torchvision has it. The same seed gives
 *  the same values on every machine. */
export function initialParameters(network: Network, seed: number): TensorMap {
  return new Map(
    network.parameters.map(({ name, shape, initial }, index) => [name, drawn(shape, initial, new Random(seed, index))]),
  )
}

function drawn(shape: readonly number[], initial: Initial, random: Random): FloatTensor {
  const values = new Float32Array(elementCount(shape))
  switch (initial.kind) {
    case 'zeros':
      break
    case 'ones':
      values.fill(1)
      break
    case 'normal':
      for (let i = 0; i < values.length; i++) values[i] = random.normal() * initial.deviation
      break
    case 'uniform':
      for (let i = 0; i < values.length; i++) values[i] = (2 * random.uniform() - 1) * initial.bound
      break
  }
  return float32(values, shape)
}
