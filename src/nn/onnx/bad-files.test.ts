import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Random } from '#numerics/random/counted-random.ts'
import { AppError } from '#shared/errors.ts'
import { bindParameters } from '../bind.ts'
import type { Attribute, Graph, GraphNode } from '../graph/types.ts'
import { importNetwork } from '../importing/import-network.ts'
import { integers, type Tensor } from '../tensor.ts'
import { readOnnx } from './reader.ts'
import { fields } from './schema.ts'
import { WireWriter } from './wire-writer.ts'
import { writeOnnx } from './writer.ts'

/* Reader, shape rules and import, all in this process. ONNX Runtime never sees such a file: what it loads is written anew
   by this room's writer, from a graph that has come through all of that. */

const folder = new URL('../../../tests/fixtures/onnx/', import.meta.url)
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.onnx'))
  .map((name) => new Uint8Array(readFileSync(new URL(name, folder))))

type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array

const pick = <T>(random: Random, list: readonly T[]): T => list[random.integer() % list.length] as T

function flipped(bytes: Uint8Array, random: Random): Uint8Array {
  const changed = bytes.slice()
  const count = 1 + (random.integer() % 8)
  for (let i = 0; i < count; i++) changed[random.integer() % changed.length] = random.integer() & 255
  return changed
}

const cut: Mutation = (bytes, random) => bytes.slice(0, random.integer() % bytes.length)

/** A piece of the file over another place of it. */
const copied: Mutation = (bytes, random) => {
  const changed = bytes.slice()
  const [from, to] = [random.integer() % bytes.length, random.integer() % bytes.length]
  changed.copyWithin(to, from, from + 1 + (random.integer() % 64))
  return changed
}

function rewritten(change: (graph: Graph, random: Random) => Graph): Mutation {
  return (bytes, random) => writeOnnx({ graph: change(readOnnx(bytes).graph, random), metadata: new Map() })
}

const sizes = [0, -1, 1, 3, 2 ** 16 + 1, 2 ** 31, 2 ** 40, 2 ** 53 - 1, -(2 ** 53) + 1]

/** Dimensions, axes, pads and targets of any size. */
const huge = rewritten((graph, random) => {
  const wild = (values: readonly number[]) =>
    values.map((value) => (random.integer() % 2 === 0 ? pick(random, sizes) : value))
  const attribute = (one: Attribute): Attribute =>
    one.kind === 'ints'
      ? { kind: 'ints', value: wild(one.value) }
      : one.kind === 'int'
        ? { kind: 'int', value: pick(random, sizes) }
        : one
  const node = (one: GraphNode): GraphNode => ({
    ...one,
    attributes: Object.fromEntries(Object.entries(one.attributes).map(([name, value]) => [name, attribute(value)])),
  })
  const tensor = (one: Tensor): Tensor =>
    one.type === 'int64' ? { ...integers(wild(Array.from(one.data, Number))), shape: one.shape } : one
  const chosen = random.integer() % 3
  const target = random.integer() % graph.nodes.length
  return {
    ...graph,
    inputs: graph.inputs.map((input) => ({
      ...input,
      shape: input.shape.map((size) => (chosen === 0 ? Math.max(0, pick(random, sizes)) % 2 ** 31 : size)),
    })),
    nodes: graph.nodes.map((one, index) => (chosen === 1 && index === target ? node(one) : one)),
    constants: new Map([...graph.constants].map(([name, one]) => [name, chosen === 2 ? tensor(one) : one])),
  }
})

/** A node that uses what a later one or itself gives, or any other value. */
const cyclic = rewritten((graph, random) => {
  const values = graph.nodes.flatMap((node) => node.outputs).filter((name) => name !== '')
  const target = random.integer() % graph.nodes.length
  const nodes = graph.nodes.map((node, index) =>
    index === target ? { ...node, inputs: node.inputs.map((input) => pick(random, [input, ...values])) } : node,
  )
  return { ...graph, nodes: random.integer() % 2 === 0 ? nodes : nodes.toReversed() }
})

/** Constants of another shape than their place wants, and operators in each other's place. */
const exchanged = rewritten((graph, random) => {
  const types = graph.nodes.map((node) => node.type)
  const target = random.integer() % graph.nodes.length
  const tensors = [...graph.constants.values()]
  return {
    ...graph,
    nodes: graph.nodes.map((node, index) => (index === target ? { ...node, type: pick(random, types) } : node)),
    constants: new Map(
      [...graph.constants].map(([name, tensor]) => [name, random.integer() % 8 === 0 ? pick(random, tensors) : tensor]),
    ),
  }
})

/** A message within a message within a message, in the place of a graph, a subgraph or a type. */
const nested: Mutation = (bytes, random) => {
  const field = pick<number>(random, [fields.model.graph, 6, 2, 5])
  let inner: Uint8Array = bytes.slice(0, 64)
  for (let depth = random.integer() % 1000; depth > 0; depth--) {
    const writer = new WireWriter()
    writer.bytes(field, inner)
    inner = writer.finish()
  }
  const writer = new WireWriter()
  writer.bytes(fields.model.graph, inner)
  return Uint8Array.from([...bytes, ...writer.finish()])
}

/** Whether a file comes through; what fails with anything but a sentence of ours is thrown on. */
function survives(bytes: Uint8Array): boolean {
  try {
    const { network, parameters } = importNetwork(readOnnx(bytes).graph, { architecture: 'changed' })
    writeOnnx({ graph: bindParameters(network, parameters), metadata: new Map() })
    return true
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    expect(error.message).toMatch(/[a-z].*\.$/)
    return false
  }
}

describe('2,000 damaged .onnx files', () => {
  const mutations = { flipped, cut, copied, huge, cyclic, exchanged, nested }
  const rounds = Math.ceil(2000 / Object.keys(mutations).length)
  const most = () => process.resourceUsage().maxRSS * 1024
  const before = most()

  for (const [name, mutate] of Object.entries(mutations)) {
    it(`${name}: each is read or refused with a sentence`, () => {
      const random = new Random(17, name.length)
      let refused = 0
      for (let round = 0; round < rounds; round++) {
        if (!survives(mutate(files[round % files.length] as Uint8Array, random))) refused++
      }
      expect(refused).toBeGreaterThan(rounds / 20)
    })
  }

  it('take less than 300 MB in all', () => {
    expect(most() - before).toBeLessThan(300e6)
  })

  it('undamaged, every one comes through', () => {
    expect(files.length).toBeGreaterThan(8)
    expect(files.every(survives)).toBe(true)
  })
})
