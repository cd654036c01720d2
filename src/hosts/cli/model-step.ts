import { readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Option } from 'commander'
import { architectures } from '#nn/architectures/registry.ts'
import { importNetwork } from '#nn/importing/import-network.ts'
import { decodeModel } from '#nn/model-file.ts'
import { externalDataIn } from '#nn/onnx/external-data.ts'
import { optimizers } from '#nn/optimizers/registry.ts'
import { openRuntime } from '#nn/runtimes/choose.ts'
import type { Tensor, TensorMap } from '#nn/tensor.ts'
import { openTrainer, type StepResult } from '#nn/trainer.ts'
import { usualLoss } from '#nn/training/losses/loss.ts'
import { decodeTensors, encodeTensors } from '#nn/weights/safetensors.ts'
import { AppError } from '#shared/errors.ts'
import { type RuntimeKind, runtimeKinds } from '#shared/recipe.ts'
import { type Assignments, collectAssignment } from './assignments.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { wholeNumber } from './option-values.ts'
import { stepSettings } from './step-settings.ts'
import { figure } from './words.ts'

interface StepOptions {
  readonly file: string
  readonly input: string
  readonly optimizer: string
  readonly set?: Assignments
  readonly steps: number
  readonly runtime: RuntimeKind
  readonly output: string
}

export const modelStepCommand: CommandDefinition = (answering) =>
  newCommand('step', 'training steps on tensors of a file, to compare with other programs')
    .requiredOption('--file <file>', 'the .onnx file')
    .requiredOption('--input <file>', 'a .safetensors file with `image` [n,3,h,h] and `target` [n,k] or [n]')
    .addOption(
      new Option('--optimizer <name>', 'what updates the parameters')
        .choices(optimizers.map(({ defaults }) => defaults.name))
        .default('adam'),
    )
    .option('--set <name=value>', "one of the optimizer's or the step's settings; may be repeated", collectAssignment)
    .option('--steps <n>', 'how many', wholeNumber(1, 1_000_000), 1)
    .addOption(new Option('--runtime <name>', 'what computes').choices(runtimeKinds).default('cpu'))
    .requiredOption('--output <file>', 'the .safetensors file to write')
    .action(answering(async (terminal, options: StepOptions) => await takeSteps(options, terminal.signal)))

async function takeSteps(options: StepOptions, signal: AbortSignal) {
  const { model, description } = decodeModel(await bytesOf(options.file), externalDataIn(dirname(options.file)))
  const { tensors } = decodeTensors(await bytesOf(options.input))
  const image = imagesOf(tensors)
  const architecture = description?.architecture ?? model.graph.name
  const { network, parameters } = importNetwork(model.graph, {
    ...{ architecture, size: image.size },
    head: description?.head,
    classes: description?.classes.length,
  })
  const targets = targetsOf(tensors, image.batch, network.classes)
  const momentum = architectures.find(({ name }) => name === architecture)?.statisticsMomentum
  const { optimizer, step } = stepSettings(options.optimizer, options.set, momentum)
  const usual = usualLoss(network.head)
  const runtime = await openRuntime(options.runtime)
  try {
    const trainer = await openTrainer({
      ...{ runtime, network, parameters, optimizer, gradients: true },
      batch: image.batch,
      loss: { ...usual, kind: step.loss ?? usual.kind, labelSmoothing: step.labelSmoothing },
      statisticsMomentum: step.statisticsMomentum,
    })
    const losses: number[] = []
    let last: StepResult | undefined
    const milliseconds: number[] = []
    for (let taken = 0; taken < options.steps; taken++) {
      signal.throwIfAborted()
      const started = performance.now()
      last = await trainer.step({ images: image.values, targets, learningRate: step.learningRate, seed: step.seed })
      losses.push(last.loss)
      milliseconds.push(performance.now() - started)
    }
    const gradients = [...(last?.gradients ?? [])].map(([name, tensor]) => [`grad.${name}`, tensor] as const)
    await writeFile(options.output, encodeTensors(new Map([...trainer.parameters(), ...gradients])))
    await trainer.close()
    const { device } = runtime
    return {
      document: {
        losses,
        milliseconds,
        architecture,
        size: image.size,
        batch: image.batch,
        optimizer,
        ...step,
        device,
      },
      text: `Loss ${figure(losses[0] ?? null)} at the first of ${options.steps} steps, ${figure(losses.at(-1) ?? null)} at the last; parameters and gradients are in ${options.output}.`,
    }
  } finally {
    await runtime.close()
  }
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw new AppError('not_found', `The file ${file} cannot be read.`, { cause })
  }
}

function imagesOf(tensors: TensorMap): {
  readonly values: Float32Array
  readonly batch: number
  readonly size: number
} {
  const image = tensors.get('image')
  const [batch, channels, size, width] = image?.shape ?? []
  if (image?.type !== 'float32' || image.shape.length !== 4 || channels !== 3 || !batch || !size || size !== width) {
    throw new AppError('usage', 'The input has no tensor `image` of floating-point values [n, 3, h, h].')
  }
  return { values: image.data, batch, size }
}

/** Rows of soft targets; a whole number stands for all of that class. */
function targetsOf(tensors: TensorMap, batch: number, classes: number): Float32Array {
  const target: Tensor | undefined = tensors.get('target')
  const { shape = [] } = target ?? {}
  if (target?.type === 'float32' && shape.length === 2 && shape[0] === batch && shape[1] === classes) return target.data
  const indices = target?.type === 'int64' || target?.type === 'int32' ? Array.from(target.data, Number) : []
  if (shape.length !== 1 || indices.length !== batch || !indices.every((one) => one >= 0 && one < classes)) {
    throw new AppError(
      'usage',
      `The input has no tensor \`target\` of [${batch}, ${classes}] shares or [${batch}] classes.`,
    )
  }
  const rows = new Float32Array(batch * classes)
  for (const [row, index] of indices.entries()) rows[row * classes + index] = 1
  return rows
}
