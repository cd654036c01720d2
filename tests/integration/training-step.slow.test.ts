import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { float32, integers, type Tensor, type TensorMap } from '#nn/tensor.ts'
import { decodeTensors, encodeTensors } from '#nn/weights/safetensors.ts'
import { benchBatch, benchStep, openBenchTrainer } from '../../tools/bench/bench-trainer.ts'
import { document, regradeHere } from './command-line.ts'
import { temporaryFolder } from './made-project.ts'

const { folder: home, remove } = temporaryFolder()
afterAll(remove)

const at = (name: string) => join(home, name)
const run = (words: readonly string[]) => regradeHere([...words, '--json'], { home })
const write = (name: string, tensors: TensorMap) => writeFileSync(at(name), encodeTensors(tensors))

/** Documents of commands that must not fail. */
async function done(...words: string[]): Promise<Record<string, unknown>> {
  const finished = await run(words)
  expect(finished, finished.out).toMatchObject({ code: 0 })
  return document(finished)
}

describe('a step of the benchmark', () => {
  const [size, batch, steps] = [32, 4, 3]
  const step = (file: string, output: string) =>
    done(
      ...['model', 'step', '--file', at(file), '--input', at('noise.safetensors'), '--output', at(output), '--force'],
      ...['--optimizer', benchStep.optimizer, '--steps', `${steps}`],
      ...['--set', ...Object.entries(benchStep.set).map(([name, value]) => `${name}=${value}`)],
    )

  it.each([
    // Stochastic depth and dropout; and a statistics momentum of its own.
    'efficientnet-b0',
    'efficientnet-b5',
  ])('of %s has the losses of model step on what model build makes, to the last bit', async (architecture) => {
    const { images, targets } = benchBatch(batch, size)
    write(
      'noise.safetensors',
      new Map([
        ['image', float32(images, [batch, 3, size, size])],
        ['target', float32(targets, [batch, 5])],
      ]),
    )
    const build = ['model', 'build', '--architecture', architecture, '--size', `${size}`]
    await done(...build, '--noise', '--output', at('noisy.onnx'), '--force')
    const { losses } = await step('noisy.onnx', 'noisy.safetensors')

    const bench = await openBenchTrainer({ architecture, size, batch, threads: 2, runtime: 'cpu' })
    const own: number[] = []
    for (let taken = 0; taken < steps; taken++) own.push((await bench.step()).loss)
    await bench.close()
    expect(losses).toEqual(own)
  })

  it('is another without dropout and stochastic depth', async () => {
    const build = ['model', 'build', '--architecture', 'efficientnet-b0', '--size', `${size}`]
    await done(...build, '--noise', '--output', at('noisy.onnx'), '--force')
    await done(...build, '--output', at('quiet.onnx'))
    const [noisy, quiet] = [await step('noisy.onnx', 'a'), await step('quiet.onnx', 'b')]
    expect(noisy.losses).not.toEqual(quiet.losses)
  })

  it('is told with its losses', async () => {
    const set = ['--set', `size=${size}`, 'batch=2', 'runs=2', 'warmUp=1', 'threads=1']
    const { figures } = await done('bench', 'train-step', ...set)
    expect(figures).toEqual({ firstLoss: expect.any(Number), lastLoss: expect.any(Number) })
    const { firstLoss, lastLoss } = figures as { firstLoss: number; lastLoss: number }
    expect(firstLoss).not.toBe(lastLoss)
  })
})

const [size, batch] = [16, 2]
const pixels = (value = 0.5) => new Float32Array(batch * 3 * size * size).fill(value)
const images = (data = pixels()) => float32(data, [batch, 3, size, size])
const shares = (...first: number[]) => float32([...first, ...Array(10).fill(0.2)].slice(0, 10), [batch, 5])
const fixture = join(import.meta.dirname, '..', 'fixtures', 'onnx', 'residual-folded.onnx')

describe('tensors of a training step', () => {
  const stepOn = (tensors: readonly (readonly [string, Tensor])[], ...more: string[]) => {
    write('in.safetensors', new Map(tensors))
    return run([
      'model',
      'step',
      '--file',
      fixture,
      '--input',
      at('in.safetensors'),
      '--output',
      at('out'),
      '--force',
      ...more,
    ])
  }

  it.each<[string, Tensor | null, Tensor | null, RegExp]>([
    ['no images', null, integers([0, 1]), /no tensor `image`/],
    ['no targets', images(), null, /no tensor `target`/],
    ['images that hold NaN', images(pixels().fill(Number.NaN, 7, 8)), shares(), /images hold NaN at place 7/],
    ['images that hold infinity', images(pixels(Number.POSITIVE_INFINITY)), shares(), /images hold Infinity/],
    [
      'oblong images',
      float32(pixels(), [batch, 3, size / 2, size * 2]),
      shares(),
      /\[2, 3, 8, 32\] and not \[n, 3, h, h\]/,
    ],
    ['grey images', float32(new Float32Array(512), [2, 1, 16, 16]), shares(), /\[2, 1, 16, 16\]/],
    ['no image at all', float32([], [0, 3, 16, 16]), shares(), /\[0, 3, 16, 16\]/],
    ['images of bytes', { type: 'uint8', shape: [2, 3, 16, 16], data: new Uint8Array(1536) }, shares(), /type uint8/],
    ['double images beyond single precision', doubled(pixels(), 1e300), shares(), /images hold Infinity/],
    ['negative targets', images(), shares(0.5, -0.25), /targets hold -0.25/],
    ['targets that hold NaN', images(), shares(Number.NaN), /targets hold NaN/],
    ['targets that hold infinity', images(), shares(Number.NEGATIVE_INFINITY), /targets hold -Infinity/],
    ['a class beyond the last', images(), integers([0, 5]), /Target 1 is class 5; the model has classes 0 to 4/],
    ['a class below 0', images(), integers([-1, 0]), /Target 0 is class -1/],
    ['more targets than images', images(), integers([0, 1, 2]), /shape \[3\].*\[2, 5\] shares or \[2\]/],
    ['targets of other classes', images(), float32(new Float32Array(6), [2, 3]), /float32 of the shape \[2, 3\]/],
    ['classes as floating-point numbers', images(), float32([1, 2], [2]), /float32 of the shape \[2\]/],
    ['classes as bytes', images(), { type: 'uint8', shape: [2], data: new Uint8Array(2) }, /type uint8/],
  ])('are refused with a sentence: %s', async (_what, image, target, sentence) => {
    const given = [image && (['image', image] as const), target && (['target', target] as const)]
    const finished = await stepOn(given.filter((one) => one !== null))
    expect(document(finished)).toEqual({
      error: { code: 'usage', message: expect.stringMatching(sentence), details: {} },
    })
    expect(finished.code).toBe(2)
  })

  it.each([
    ['adam', 'beta1=5', /"beta1" does not fit/],
    ['adam', 'beta2=1', /"beta2" does not fit/],
    ['adam', 'epsilon=0', /"epsilon" does not fit/],
    ['adamw', 'weightDecay=-1', /"weightDecay" does not fit/],
    ['adam', 'weightDecay=Infinity', /"weightDecay" does not fit/],
    ['sgd', 'momentum=-0.1', /"momentum" does not fit/],
    ['sgd', 'nesterov=perhaps', /"nesterov" does not fit/],
    ['rmsprop', 'alpha=1', /"alpha" does not fit/],
    ['sgd', 'learningRate=NaN', /"learningRate" does not fit/],
    ['sgd', 'learningRate=Infinity', /"learningRate" does not fit/],
    ['sgd', 'seed=1.5', /"seed" does not fit/],
    ['sgd', 'labelSmoothing=2', /"labelSmoothing" does not fit/],
    ['sgd', 'beta1=0.9', /no setting "beta1"; there are weightDecay, momentum/],
    ['sgd', 'loss=ordinal', /loss ordinal is none for the head softmax/],
  ])('with %s and %s are a wrong usage', async (optimizer, setting, sentence) => {
    const given = [['image', images()] as const, ['target', integers([0, 1])] as const]
    const finished = await stepOn(given, '--optimizer', optimizer, '--set', setting)
    expect(document(finished)).toMatchObject({ error: { code: 'usage', message: expect.stringMatching(sentence) } })
    expect(finished.code).toBe(2)
  })

  it('in double precision are rounded to single, and the answer says so', async () => {
    const single = [['image', images(pixels(0.1))] as const, ['target', shares(0.7, 0.1)] as const]
    const first = document(await stepOn(single))
    const both = single.map(([name, { shape, data }]) => [name, doubled(data, 1, shape)] as const)
    const second = document(await stepOn(both))
    expect(second).toMatchObject({ losses: first.losses, rounded: ['image', 'target'] })
    expect(first.rounded).toEqual([])
    const { tensors } = decodeTensors(readFileSync(at('out')))
    expect([...tensors.values()].every(({ type }) => type === 'float32')).toBe(true)
  })
})

function doubled(values: Float32Array, factor: number, shape: readonly number[] = [batch, 3, size, size]): Tensor {
  return { type: 'float64', shape, data: Float64Array.from(values, (value) => value * factor) }
}

describe('a file that cannot be written', () => {
  beforeAll(() => {
    mkdirSync(at('folder'))
    writeFileSync(at('plain.txt'), '')
    write('in.safetensors', new Map([['image', images()] as const, ['target', integers([0, 1])] as const]))
  })
  const commands = {
    build: 'model build --architecture resnet-50 --size 32 --output',
    step: `model step --file ${fixture} --input IN --output`,
    export: 'model export HOME --model m1 --file',
    enhance: 'enhance --operation clahe --input missing.jpg --output',
  }
  it.each([
    [commands.build, 'gone/a.onnx', 1, 'not_found', /There is no folder .*gone to write a.onnx in/],
    [commands.step, 'gone/a', 1, 'not_found', /There is no folder/],
    [commands.export, 'gone/a.onnx', 1, 'not_found', /There is no folder/],
    [commands.build, 'folder', 2, 'usage', /folder is a folder; a file is written/],
    [commands.step, 'folder', 2, 'usage', /is a folder/],
    [commands.export, 'folder', 2, 'usage', /is a folder/],
    [commands.enhance, 'folder', 2, 'usage', /is a folder/],
    [commands.build, 'plain.txt/a.onnx', 2, 'usage', /plain.txt is a file; nothing can be written in it/],
    [commands.enhance, 'plain.txt/more/a.png', 2, 'usage', /plain.txt is a file/],
  ])('is told before the work: %s %s', async (command, output, code, name, sentence) => {
    const words = command.split(' ').map((word) => word.replace('HOME', home).replace('IN', at('in.safetensors')))
    const finished = await run([...words, at(output)])
    expect(document(finished)).toMatchObject({ error: { code: name, message: expect.stringMatching(sentence) } })
    expect(finished.code).toBe(code)
  })
})
