import { readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { importModel } from '#learning/models/import-model.ts'
import { encodeTrained } from '#learning/models/model-file.ts'
import { startingParameters } from '#learning/models/starting-parameters.ts'
import { buildNetwork } from '#nn/architectures/registry.ts'
import { modelFormat } from '#nn/file-format.ts'
import { readOnnx } from '#nn/onnx/reader.ts'
import { fields } from '#nn/onnx/schema.ts'
import { WireWriter } from '#nn/onnx/wire-writer.ts'
import { writeOnnx } from '#nn/onnx/writer.ts'
import { Random } from '#numerics/random/counted-random.ts'
import { below, mutationNames, mutations, pick } from './mutations.ts'
import { FuzzLog, type FuzzReport } from './report.ts'

const fixtures = new URL('../../fixtures/onnx/', import.meta.url)
const models = readdirSync(fixtures)
  .filter((name) => name.endsWith('.onnx'))
  .map((name) => new Uint8Array(readFileSync(new URL(name, fixtures))))

/** The application's own, as small as it gets: it comes through to ONNX Runtime where nothing is amiss with it. */
const small = buildNetwork({ architecture: 'efficientnet-b0', classes: 5, size: 32, phi: -8 })
const own = new Uint8Array(encodeTrained(small, startingParameters(small, 7)))

/** A model with one of its names a million characters long. */
function longNames(change: 'type' | 'output'): Uint8Array {
  const { graph } = readOnnx(models[0] ?? own)
  const long = 'n'.repeat(1_000_000)
  const [first, ...nodes] = graph.nodes
  if (!first) return own
  const odd = change === 'type' ? { ...first, type: long } : { ...first, inputs: [long, ...first.inputs.slice(1)] }
  return writeOnnx({ graph: { ...graph, nodes: [odd, ...nodes] }, metadata: new Map() })
}

/** A key and a length of any size, with fewer bytes behind it: a claim of up to 2⁶³. */
function lengthBomb(field: number, bits: number): Uint8Array {
  const bytes = [...varint(BigInt((field << 3) | 2)), ...varint(2n ** BigInt(bits) - 1n), 1, 2, 3]
  return Uint8Array.from(bytes)
}

function varint(value: bigint): number[] {
  const low = Number(value & 127n)
  return value < 128n ? [low] : [low | 128, ...varint(value >> 7n)]
}

function nested(depth: number): Uint8Array {
  let inner: Uint8Array = Uint8Array.of()
  for (let left = depth; left > 0; left--) {
    const writer = new WireWriter()
    writer.bytes(6, inner)
    inner = writer.finish()
  }
  const writer = new WireWriter()
  writer.bytes(fields.model.graph, inner)
  return writer.finish()
}

const text = (start: string) => () => Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(600)])

const whole: readonly (() => Uint8Array)[] = [
  () => new Uint8Array(),
  ...[8, 31, 32, 33, 53, 63].map((bits) => () => lengthBomb(fields.model.graph, bits)),
  ...[10, 1000, 5000].map((depth) => () => nested(depth)),
  () => own,
  () => longNames('type'),
  () => longNames('output'),
  () => new Uint8Array(5_000_000).fill(0x80),
  () => new Uint8Array(1_000_000),
  ...['\x80\x02}q', '\x89HDF\r\n\x1a\n', '\x93NUMPY', 'version https:', '<html>', 'BZh', 'PK\x03\x04'].map(text),
]

/** Models of the fixtures and what becomes of their bytes, read as an import does, tried on two images where they come so far. */
export async function fuzzOnnx(seed: number, count: number, folder: string): Promise<FuzzReport> {
  const random = new Random(seed, 3)
  const log = new FuzzLog()
  const file = join(folder, 'odd.onnx')
  for (let input = 0; input < count; input++) {
    const kind = input < whole.length ? 'whole' : pick(random, [...mutationNames, 'twice' as const])
    const model = below(random, 3) === 0 ? own : pick(random, models)
    const once = (bytes: Uint8Array) => mutations[pick(random, mutationNames)](bytes, random)
    const bytes =
      kind === 'whole'
        ? (whole[input]?.() ?? model)
        : kind === 'twice'
          ? once(Buffer.concat([model, model.subarray(below(random, model.length))]))
          : mutations[kind](model, random)
    await writeFile(file, bytes)
    await log.take(`${kind} ${input}`, async () => {
      await modelFormat(file)
      const { notes } = await importModel({ file })
      return notes
    })
  }
  return log.report()
}
