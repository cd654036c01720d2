import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Classification, openClassifier } from '#nn/classifier.ts'
import { withOedemaOutput } from '#nn/oedema-output.ts'
import { openRuntime } from '#nn/runtimes/choose.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import { randomTensor } from '#nn/testing/random-tensors.ts'
import { smallNetwork } from '#nn/testing/small-network.ts'
import { sha256Schema } from '#shared/ids.ts'
import { describeModel, encodeTrained } from '../models/model-file.ts'
import { startingParameters } from '../models/starting-parameters.ts'
import type { EnsembleFile } from './ensemble-file.ts'
import { encodeEnsembleGraph } from './ensemble-graph.ts'

const size = 16
const count = 3
const images = randomTensor([count, 3, size, size], 6).data

let runtime: Runtime
beforeAll(async () => {
  runtime = await openRuntime('cpu', { threads: 1 })
})
afterAll(() => runtime.close())

function memberFile(seed: number, oedema: boolean): Uint8Array {
  const plain = smallNetwork({ size, classes: 5 })
  const network = oedema ? withOedemaOutput(plain) : plain
  const parameters = startingParameters(network, seed)
  for (const name of ['classifier.weight', 'oedema.weight']) {
    const shape = parameters.get(name)?.shape
    if (shape) parameters.set(name, randomTensor([...shape], seed))
  }
  return encodeTrained(network, parameters)
}

async function classified(bytes: Uint8Array): Promise<Classification> {
  const classifier = await openClassifier(runtime, bytes, { batch: 2 })
  const found = await classifier.classify(images, count)
  await classifier.close()
  return found
}

it('an ensemble’s file gives the mean oedema risks of its members that tell them, and none where none does', async () => {
  const members = [memberFile(1, true), memberFile(2, false), memberFile(3, true)]
  const hash = sha256Schema.parse('a'.repeat(64))
  const file: EnsembleFile = { format: 'regrade-ensemble', members: [hash, hash], eyes: false, stacker: null }
  const together = encodeEnsembleGraph(file, members)
  expect(describeModel(together).oedema).toHaveLength(3)
  const [one, none, other] = await Promise.all(members.map(classified))
  expect(none?.oedema).toBeNull()
  const { oedema } = await classified(together)
  expect(oedema).toHaveLength(count * 3)
  for (const [at, p] of (oedema ?? []).entries())
    expect(p).toBeCloseTo(((one?.oedema?.[at] ?? 0) + (other?.oedema?.[at] ?? 0)) / 2, 5)
  const plain = encodeEnsembleGraph(file, [memberFile(4, false), memberFile(5, false)])
  expect(describeModel(plain).oedema).toBeUndefined()
  expect((await classified(plain)).oedema).toBeNull()
})
