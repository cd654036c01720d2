import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { importModel } from '#learning/models/import-model.ts'
import { networkOf } from '#learning/recipes/recipe-network.ts'
import { resolveRecipe } from '#learning/recipes/recipes.ts'
import { buildNetwork } from '#nn/architectures/registry.ts'
import { initialParameters } from '#nn/parameters.ts'
import { summarise } from '#nn/summary.ts'
import { float32 } from '#nn/tensor.ts'
import { decodeTensors, encodeTensors } from '#nn/weights/safetensors.ts'
import { document, regradeHere } from './command-line.ts'
import { temporaryFolder } from './made-project.ts'

const { folder: home, remove } = temporaryFolder()
afterAll(remove)

const size = 64
const output = join(home, 'model.onnx')
const words = [
  'model',
  'build',
  '--architecture',
  'efficientnet-b0',
  '--size',
  `${size}`,
  '--output',
  output,
  '--force',
]

/** Weights whose first layer has the name given, without those that begin with `lacking`. */
function weightsFile(name: string, stem: string, lacking = '-'): string {
  const drawn = initialParameters(buildNetwork({ architecture: 'efficientnet-b0', classes: 5, size }), 3)
  const kept = [...drawn].filter(([key]) => !key.startsWith(lacking))
  const named = kept.map(([key, tensor]) => [key.replace('features.0.0', stem), tensor] as const)
  writeFileSync(join(home, name), encodeTensors(new Map(named)))
  return join(home, name)
}

/** What the document says of padding and epsilon. */
const taken = (trainedByTensorflow: string, padding: string, epsilon: number | null) => ({
  ...{ trainedByTensorflow, padding, epsilon, missing: [], unexpected: [] },
})

it.each<[string, string, string[], object, RegExp]>([
  ['tf_efficientnet_b0', 'conv_stem', [], taken('yes', 'same', 1e-3), /of timm's tf_ weights: same padding/],
  ['tf_efficientnet_b0', 'conv_stem', ['--padding', 'symmetric'], taken('yes', 'symmetric', 1e-3), /symmetric/],
  ['model', 'conv_stem', [], taken('unknown', 'symmetric', null), /does not say.* give --padding same --epsilon/],
  ['model', 'conv_stem', ['--padding', 'same', '--epsilon', '1e-3'], taken('unknown', 'same', 1e-3), /not used\.$/],
  ['model', 'features.0.0', [], taken('no', 'symmetric', null), /not used\.$/],
])(
  'takes the padding that weights called %s with %s and %j want, and says so',
  async (name, stem, more, found, sentence) => {
    const line = [...words, '--weights', weightsFile(`${name}.safetensors`, stem), ...more]
    expect(document(await regradeHere([...line, '--json'], { home }))).toMatchObject(found)
    expect((await regradeHere(line, { home })).out.trim()).toMatch(sentence)
  },
)

it('doubts weights that lack more than the classifier', async () => {
  const line = (stem: string) => [...words, '--weights', weightsFile('doubted.safetensors', stem)]
  const doubt =
    'Besides the classifier the weight features.0.0.weight is missing: this may be the file of another network.'
  expect((await regradeHere(line('gone'), { home })).out).toContain(doubt)
  expect(document(await regradeHere([...line('gone'), '--json'], { home })).notes).toEqual([doubt])
  expect(document(await regradeHere([...line('features.0.0'), '--json'], { home })).notes).toEqual([])
})

it.each([
  [['--phi', '1'], { phi: 1 }],
  [['--padding', 'same', '--epsilon', '0.001'], { padding: 'same', epsilon: 1e-3 }],
] as const)('with %j makes a file that is imported and trained on as what it is', async (more, variant) => {
  const { parameters } = document(await regradeHere([...words, ...more, '--json'], { home }))
  const network = buildNetwork({ architecture: 'efficientnet-b0', classes: 5, size, ...variant })
  expect(parameters).toBe(summarise(network).parameters)
  const imported = await importModel({ file: output })
  expect(imported.description).toMatchObject({ architecture: 'efficientnet-b0', size, variant })
  const recipe = resolveRecipe('quick', { architecture: 'current', start: 'current', size })
  expect(networkOf(recipe, imported.bytes).parameters).toEqual(network.parameters)
})

it("refuses images of another size where the file's padding was made for its own", async () => {
  await regradeHere([...words, '--padding', 'same'], { home })
  await expect(importModel({ file: output, size: 96 })).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining('made for images of 64×64 pixels, not 96×96'),
  })
})

it('says in the file itself that it has learnt nothing, where it has not', async () => {
  const untrainedOf = async (...more: string[]) => {
    const { untrained } = document(await regradeHere([...words, ...more, '--json'], { home }))
    expect((await importModel({ file: output })).description.untrained ?? null).toBe(untrained)
    return untrained
  }
  expect(await untrainedOf()).toMatch(/drawn at random/)
  const weights = weightsFile('whole.safetensors', 'features.0.0')
  expect(await untrainedOf('--weights', weights, '--oedema')).toBeNull()
  expect(await untrainedOf('--weights', weightsFile('headless.safetensors', 'features.0.0', 'classifier'))).toMatch(
    /has no classifier/,
  )
})

it('refuses to scale beyond measure', async () => {
  for (const phi of ['9', 'abc']) {
    const finished = await regradeHere([...words, '--phi', phi, '--json'], { home })
    expect(document(finished)).toMatchObject({
      error: { code: 'usage', message: expect.stringMatching(/coefficient lies within/) },
    })
    expect(finished.code).toBe(2)
  }
})

it("writes what a step gives under the names of the weights' origin", async () => {
  const weights = weightsFile('model.safetensors', 'conv_stem')
  document(await regradeHere([...words, '--weights', weights, '--json'], { home }))
  const [input, stepped] = [join(home, 'input.safetensors'), join(home, 'stepped.safetensors')]
  const image = float32(new Float32Array(2 * 3 * size * size).fill(0.5), [2, 3, size, size])
  writeFileSync(
    input,
    encodeTensors(
      new Map([
        ['image', image],
        ['target', float32([1, 0, 0, 0, 0, 0, 0, 1, 0, 0], [2, 5])],
      ]),
    ),
  )
  document(
    await regradeHere(['model', 'step', '--file', output, '--input', input, '--output', stepped, '--json'], { home }),
  )
  const names = [...decodeTensors(readFileSync(stepped)).tensors.keys()]
  expect(names).toContain('conv_stem.weight')
  expect(names).toContain('grad.conv_stem.weight')
  expect(names.filter((name) => name.includes('features.0.0'))).toEqual([])
  expect(names).toContain('grad.features.1.0.block.0.0.weight')
})
