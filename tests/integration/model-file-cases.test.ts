import { existsSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildNetwork } from '#nn/architectures/registry.ts'
import { openClassifier } from '#nn/classifier.ts'
import { initialParameters } from '#nn/parameters.ts'
import { openRuntime } from '#nn/runtimes/choose.ts'
import { float32, type Tensor } from '#nn/tensor.ts'
import { encodeTensors } from '#nn/weights/safetensors.ts'
import { document, regradeHere } from './command-line.ts'
import { temporaryFolder } from './made-project.ts'

/* What people's models are like: small files after public reports, and weights that the tests write in other spellings. */

const cases = join(import.meta.dirname, '..', '..', '..', 'shared', 'cases', '20-onnx')
const present = existsSync(cases)
if (!present) console.log('The ONNX cases are not here; they are not tried.')

const { folder: home, remove } = temporaryFolder()
afterAll(remove)
const project = join(home, 'models.regrade')
beforeAll(async () => {
  expect((await regradeHere(['init', project], { home })).code).toBe(0)
})

const regrade = (...words: string[]) => regradeHere(words, { home })
const take = async (file: string, ...more: string[]) =>
  document(await regrade('model', 'import', project, '--file', file, '--json', ...more))
const refused = async (file: string, ...more: string[]) => {
  const { error } = await take(file, ...more)
  expect(error).toBeDefined()
  return error as { readonly code: string; readonly message: string }
}

/** What a model of the project says of one image. */
async function logitsOf(model: unknown): Promise<number[]> {
  const file = join(home, `${model}.onnx`)
  document(await regrade('model', 'export', project, '--model', `${model}`, '--file', file, '--json'))
  const runtime = await openRuntime('cpu', { threads: 1 })
  const classifier = await openClassifier(runtime, await readFile(file), { batch: 1 })
  const image = Float32Array.from({ length: 3 * classifier.size ** 2 }, (_, place) => Math.sin(place * 0.01))
  const { logits } = await classifier.classify(image, 1)
  await classifier.close()
  await runtime.close()
  return [...logits]
}

describe.skipIf(!present)('the ONNX cases', () => {
  const file = (name: string) => join(cases, `${name}.onnx`)
  let plain: number[]

  it('plain: a class each, in the order of grades', async () => {
    const taken = await take(file('plain'))
    expect(taken).toMatchObject({ head: 'softmax', status: 'candidate', untrained: null, notes: [] })
    plain = await logitsOf(taken.model)
    expect(new Set(plain).size).toBe(5)
  })

  it.each([
    ['opset21', 6, []],
    ['channels_last', 6, [expect.stringMatching(/channels last.*transpose was put in front/)]],
    ['float16', 3, [expect.stringContaining('half precision')]],
  ] as const)('%s: says the same as plain', async (name, digits, notes) => {
    const taken = await take(file(name))
    expect(taken).toMatchObject({ head: 'softmax', status: 'candidate', notes })
    for (const [k, value] of (await logitsOf(taken.model)).entries()) expect(value).toBeCloseTo(plain[k] ?? 0, digits)
  })

  it('alphabetical_classes: the order is read, shown and applied', async () => {
    const taken = await take(file('alphabetical_classes'))
    expect(taken.notes).toEqual([
      expect.stringMatching(/“classes”: Mild, Moderate, No_DR = None.*put into the order of grades/),
    ])
    const byGrade = [2, 0, 1, 4, 3].map((output) => plain[output])
    for (const [grade, value] of (await logitsOf(taken.model)).entries())
      expect(value).toBeCloseTo(byGrade[grade] ?? 0, 6)
    // Whoever knows better is believed, and told what the file says.
    const told = await take(file('alphabetical_classes'), '--classes', 'none,mild,moderate,severe,proliferative')
    expect(told.notes).toEqual([expect.stringContaining('The file itself says Mild, Moderate, No_DR')])
    for (const [k, value] of (await logitsOf(told.model)).entries()) expect(value).toBeCloseTo(plain[k] ?? 0, 6)
  })

  it('one_output: a regression, its cuts shown; others may be given', async () => {
    const cuts = [0.5, 1.5, 2.5, 3.5]
    const taken = await take(file('one_output'))
    expect(taken).toMatchObject({ head: 'regression', cuts, notes: [expect.stringContaining('0.5, 1.5, 2.5, 3.5')] })
    expect(await logitsOf(taken.model)).toHaveLength(1)
    const others = await take(file('one_output'), '--head', 'regression', '--cuts', '0.7,1.5,2.5,3.2')
    expect(others).toMatchObject({ cuts: [0.7, 1.5, 2.5, 3.2] })
  })

  it('four_outputs: ordinal, its steps shown', async () => {
    const taken = await take(file('four_outputs'))
    expect(taken).toMatchObject({ head: 'ordinal', cuts: null, notes: [expect.stringContaining('“at least Mild”')] })
  })

  it('three_classes: refused with the reason and what is taken', async () => {
    const { code, message } = await refused(file('three_classes'))
    expect(code).toBe('model_unreadable')
    expect(message).toMatch(/gives 3 classes; the ICDR scale has five.*five outputs.*four.*one/)
  })

  it('what is said of a file is applied, or refused where it has no place', async () => {
    for (const [name, words, reason] of [
      ['plain', ['--head', 'ordinal', '--classes', '0,1,2,3,4'], /order of classes/],
      ['plain', ['--head', 'regression'], /5 outputs do not tell 5 classes apart by regression, which has 1/],
      ['four_outputs', ['--head', 'softmax'], /4 outputs do not tell/],
      ['plain', ['--cuts', '0.5,1.5,2.5,3.5'], /Cuts are for a model with one output/],
      ['plain', ['--architecture', 'resnet-50'], /its own network/],
      ['plain', ['--mean', '0.5,0.5,0.5'], /given together/],
      ['plain', ['--mean', '123.7,116.3,103.5', '--deviation', '58,57,57'], /divide .* by 255/],
    ] as const) {
      expect((await refused(file(name), ...words)).message, words.join(' ')).toMatch(reason)
    }
    const usual = ['--mean', '0.42,0.22,0.075', '--deviation', '0.27,0.15,0.081']
    const others = ['--mean', '0.485,0.456,0.406', '--deviation', '0.229,0.224,0.225']
    const [same, other] = [await take(file('plain'), ...usual), await take(file('plain'), ...others)]
    expect(await logitsOf(same.model)).toEqual(plain)
    expect(await logitsOf(other.model)).not.toEqual(plain)
    expect(other.notes).toEqual([expect.stringContaining('0.485, 0.456, 0.406')])
    // A file of this application says how it is used.
    const own = join(home, `${other.model}.onnx`)
    expect((await refused(own, '--head', 'ordinal')).message).toContain('says of itself which head')
    expect((await refused(own, ...others)).message).toContain('says of itself which normalisation')
    expect(await take(own, ...usual)).toMatchObject({ status: 'candidate' })
  })
})

describe('weights of others', () => {
  const size = '32'
  const drawn = initialParameters(buildNetwork({ architecture: 'efficientnet-b0', classes: 5, size: 32 }), 7)
  const weights = (name: string, rename: (name: string) => string, change: ReadonlyMap<string, Tensor> = new Map()) => {
    const file = join(home, `${name}.safetensors`)
    const kept = [...drawn].filter(([key]) => change.size === 0 || !key.startsWith('classifier'))
    writeFileSync(
      file,
      encodeTensors(new Map<string, Tensor>([...kept.map(([key, one]) => [rename(key), one] as const), ...change])),
    )
    return file
  }
  const b0 = ['--architecture', 'efficientnet-b0', '--size', size]
  const classifier = (name: string, outputs: number, inputs = 1280) =>
    new Map<string, Tensor>([
      [
        `${name}.weight`,
        float32(
          Float32Array.from({ length: outputs * inputs }, (_, i) => Math.sin(i)),
          [outputs, inputs],
        ),
      ],
      [`${name}.bias`, float32(new Float32Array(outputs), [outputs])],
    ])

  it('behind any prefix are read', async () => {
    const taken = await take(
      weights('prefixed', (name) => `state_dict.model._orig_mod.${name}`),
      ...b0,
    )
    expect(taken).toMatchObject({ status: 'candidate', untrained: null })
    expect(taken.notes).toContainEqual(expect.stringContaining('“state_dict.model._orig_mod.”'))
    const bare = await take(
      weights('bare', (name) => name),
      ...b0,
    )
    expect(await logitsOf(taken.model)).toEqual(await logitsOf(bare.model))
  })

  it('with a classifier of five grades under another name are a model', async () => {
    const file = weights('named', (name) => `backbone.${name}`, classifier('head.fc', 5))
    const taken = await take(file, ...b0)
    expect(taken).toMatchObject({ head: 'softmax', untrained: null, status: 'candidate' })
    expect(taken.notes).toContainEqual('Its classifier is head.fc.')
    const steps = await take(
      weights('steps', (name) => name, classifier('head.fc', 4)),
      ...b0,
    )
    expect(steps).toMatchObject({ head: 'ordinal', untrained: null })
  })

  it.each([
    ['of ImageNet', classifier('classifier.1', 1000), /classifier is for 1000 classes and was left out/],
    ['of another width under another name', classifier('head.fc', 1000), /classifier is for 1000 classes/],
    [
      'of two layers',
      new Map([...classifier('head.0', 64), ...classifier('head.3', 5, 64)]),
      /classifier of another form \(head.0.weight, head.3.weight\)/,
    ],
    ['that is not there', new Map([['note', float32([1], [1])]]), /has no classifier/],
  ])('with a classifier %s are a place to start from, and no model to use', async (what, head, reason) => {
    const taken = await take(
      weights(what.replaceAll(' ', '-'), (name) => name, head),
      ...b0,
    )
    const model = `${taken.model}`
    expect(taken.untrained).toMatch(reason)
    const asWords = await regrade('model', 'list', project)
    expect(asWords.out).toMatch(reason)
    const { models } = document(await regrade('model', 'list', project, '--json')) as { models: { id: string }[] }
    expect(models.find(({ id }) => id === model)).toMatchObject({ untrained: taken.untrained, current: false })
    for (const words of [
      ['model', 'promote', project, '--model', model],
      ['score', project, '--model', model],
      ['evaluate', project, '--model', model],
      ['model', 'ensemble', project, '--members', `${model},m1`],
    ]) {
      const finished = await regrade(...words, '--json')
      expect(finished.code, words.join(' ')).toBe(1)
      const message = expect.stringMatching(/before it has trained.*Fine-tune from it \(start from m\d+\)/)
      expect(document(finished).error).toMatchObject({ code: 'conflict', message })
    }
    // What is written of it says so wherever it goes.
    await logitsOf(model)
    expect((await take(join(home, `${model}.onnx`))).untrained).toMatch(reason)
  })

  it('whose names are not known are shown beside what is expected', async () => {
    const file = weights('unknown', (name) => name.replace('features', 'encoder.stage').replace('block', 'layer'))
    const { code, message } = await refused(file, ...b0)
    expect(code).toBe('model_unreadable')
    expect(message).toMatch(
      /has names such as encoder\.stage.*Expected are torchvision’s such as features\.0\.0\.weight/,
    )
    expect(
      (
        await refused(
          weights('other', (name) => name),
          '--architecture',
          'efficientnet-b3',
        )
      ).message,
    ).toMatch(/not those of efficientnet-b3.*They are those of efficientnet-b0/)
  })

  it('that want their images normalised otherwise get a layer in front', async () => {
    const file = weights('normalised', (name) => name)
    const numbers = ['--mean', '0.5,0.5,0.5', '--deviation', '0.5,0.5,0.5']
    const [plain, other] = [await take(file, ...b0), await take(file, ...b0, ...numbers)]
    expect(await logitsOf(other.model)).not.toEqual(await logitsOf(plain.model))
    expect(other.notes).toContainEqual(expect.stringContaining('0.5, 0.5, 0.5'))
  })

  it('of other formats are named, with what to do', async () => {
    const file = join(home, 'best.pth')
    writeFileSync(file, Buffer.from(`PK\x03\x04${'\0'.repeat(22)}\x10\0\0\0archive/data.pkl`, 'latin1'))
    for (const words of [
      ['model', 'import', project, '--file', file, ...b0],
      ['model', 'build', ...b0, '--weights', file, '--output', join(home, 'built.onnx')],
      ['train', project, '--set', `start=${file}`, 'architecture=efficientnet-b0'],
    ]) {
      const { err, code } = await regrade(...words)
      expect(code).not.toBe(0)
      expect(err).toMatch(/best\.pth is of PyTorch’s own format/)
      expect(err).toMatch(/import torch.*\n.*torch\.load\("best\.pth".*\n.*save_file.*best\.safetensors/)
    }
  })
})
