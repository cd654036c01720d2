import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildNetwork } from '#nn/architectures/registry.ts'
import { initialParameters } from '#nn/parameters.ts'
import { float32, integers } from '#nn/tensor.ts'
import { loadWeights } from '#nn/weights/load.ts'
import { readTensors } from '#nn/weights/read-tensors.ts'
import { encodeTensors } from '#nn/weights/safetensors.ts'
import { Random } from '#numerics/random/counted-random.ts'
import { below, mutationNames, mutations, pick } from './mutations.ts'
import { FuzzLog, type FuzzReport } from './report.ts'

const network = buildNetwork({ architecture: 'efficientnet-b0', classes: 5, size: 32, phi: -8 })
const initial = initialParameters(network, 3)

/** A header of any text, and values behind it. */
function withHeader(header: string, claimed = BigInt(Buffer.byteLength(header)), values = 64): Uint8Array {
  const prefix = Buffer.alloc(8)
  prefix.writeBigUInt64LE(claimed)
  return Buffer.concat([prefix, Buffer.from(header), Buffer.alloc(values)])
}

const entry = (shape: readonly number[], offsets: readonly number[], dtype = 'F32') => ({
  dtype,
  shape,
  data_offsets: offsets,
})
const long = 'n'.repeat(1_000_000)

const whole: readonly (() => Uint8Array)[] = [
  () => new Uint8Array(),
  () => withHeader('{}', 2n ** 40n),
  () => withHeader('{}', 2n ** 63n),
  () => withHeader('{}', 2n ** 64n - 1n),
  () => withHeader('{}'),
  () => withHeader('{}', 2n, 0),
  () => withHeader(JSON.stringify({ a: entry([2 ** 40], [0, 2 ** 42]) })),
  () => withHeader(JSON.stringify({ a: entry([2 ** 20, 2 ** 20, 2 ** 20], [0, 64]) })),
  () => withHeader(JSON.stringify({ a: entry([0, 2 ** 40], [0, 0]), b: entry([16], [0, 64]) })),
  () =>
    withHeader(
      JSON.stringify({
        a: entry(
          Array.from({ length: 9 }, () => 1),
          [0, 4],
        ),
      }),
    ),
  () => withHeader(JSON.stringify({ [long]: entry([1], [0, 4]) })),
  () => withHeader(JSON.stringify({ a: entry([16], [0, 64], long) })),
  () => withHeader(JSON.stringify({ __metadata__: { [long]: long }, a: entry([16], [0, 64]) })),
  () =>
    withHeader(
      JSON.stringify(Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`t${i}`, entry([0], [0, 0])]))),
    ),
  () => withHeader(`{"a":${'['.repeat(1_000_000)}`),
  () => withHeader(`{"a":${'{"a":'.repeat(500_000)}1${'}'.repeat(500_000)}}`),
  () => withHeader(`{"__metadata__":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, undefined, 0),
  () => withHeader('{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,64]}}'),
  () => withHeader('{"a":{"dtype":"F32","shape":[1e999],"data_offsets":[0,64]}}'),
  () => withHeader('{"__proto__":{"dtype":"F32","shape":[16],"data_offsets":[0,64]}}'),
  () => withHeader('\0'.repeat(4000)),
]

/** Weights of a small network, of a few tensors, and what becomes of their bytes; read, and matched to a network. */
export async function fuzzSafetensors(seed: number, count: number, folder: string): Promise<FuzzReport> {
  const random = new Random(seed, 2)
  const log = new FuzzLog()
  const few = encodeTensors(
    new Map([
      [
        'image',
        float32(
          Array.from({ length: 192 }, () => random.uniform()),
          [1, 3, 8, 8],
        ),
      ],
      ['target', integers([3])],
    ]),
    new Map([['from', 'a test']]),
  )
  const files = [encodeTensors(initial), few, few, few]
  const file = join(folder, 'odd.safetensors')
  for (let input = 0; input < count; input++) {
    const kind = input < whole.length ? 'whole' : pick(random, mutationNames)
    const bytes = kind === 'whole' ? (whole[input]?.() ?? few) : mutated(kind, pick(random, files), random)
    await writeFile(file, bytes)
    await log.take(`${kind} ${input}`, async () => {
      const { tensors } = await readTensors(file)
      loadWeights(network, 'efficientnet', tensors, initial)
      return []
    })
  }
  return log.report()
}

/** Half of the time the header alone, which is what is read; else the values too. */
function mutated(kind: (typeof mutationNames)[number], bytes: Uint8Array, random: Random): Uint8Array {
  const end = 8 + Number(Buffer.from(bytes.subarray(0, 8)).readBigUInt64LE())
  if (below(random, 2) === 0) return mutations[kind](bytes, random)
  return Buffer.concat([mutations[kind](bytes.subarray(0, end), random), bytes.subarray(end)])
}
