import { dirname } from 'node:path'
import { Option } from 'commander'
import { requireOwnSize } from '#learning/models/model-file.ts'
import { importNetwork } from '#nn/importing/import-network.ts'
import { modelBytes } from '#nn/model-bytes.ts'
import { decodeModel } from '#nn/model-file.ts'
import { externalDataIn } from '#nn/onnx/external-data.ts'
import { optimizers } from '#nn/optimizers/registry.ts'
import { openRuntime } from '#nn/runtimes/choose.ts'
import type { TensorMap } from '#nn/tensor.ts'
import type { StepResult } from '#nn/trainer.ts'
import { underOriginNames } from '#nn/weights/origin.ts'
import { readTensors } from '#nn/weights/read-tensors.ts'
import { encodeTensors } from '#nn/weights/safetensors.ts'
import { type RuntimeKind, runtimeKinds } from '#shared/recipe.ts'
import { type Assignments, collectAssignment } from './assignments.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { wholeNumber } from './option-values.ts'
import { forceOption, outputFile, targetFile, writeTarget } from './output-file.ts'
import { stepImages, stepTargets } from './step-input.ts'
import { openStep } from './training-step.ts'
import { figure } from './words.ts'

interface StepOptions {
  readonly file: string
  readonly input: string
  readonly optimizer: string
  readonly set?: Assignments
  readonly steps: number
  readonly runtime: RuntimeKind
  readonly output: string
  readonly force?: boolean
}

export const modelStepCommand: CommandDefinition = (answering) =>
  newCommand('step', 'training steps on tensors of a file, to compare with other programs')
    .requiredOption('--file <file>', 'the .onnx file; its dropout, and what model build --noise keeps, is drawn')
    .requiredOption('--input <file>', 'a .safetensors file with `image` [n,3,h,h] and `target` [n,k] or [n]')
    .addOption(
      new Option('--optimizer <name>', 'what updates the parameters')
        .choices(optimizers.map(({ defaults }) => defaults.name))
        .default('adam'),
    )
    .option('--set <name=value>', "one of the optimizer's or the step's settings; may be repeated", collectAssignment)
    .option('--steps <n>', 'how many', wholeNumber(1, 1_000_000), 1)
    .addOption(new Option('--runtime <name>', 'what computes').choices(runtimeKinds).default('cpu'))
    .requiredOption('--output <file>', 'the .safetensors file to write', outputFile)
    .addOption(forceOption())
    .action(answering(async (terminal, options: StepOptions) => await takeSteps(options, terminal.signal)))

async function takeSteps(options: StepOptions, signal: AbortSignal) {
  const target = targetFile(options.output, options)
  const { model, description } = decodeModel(await modelBytes(options.file), externalDataIn(dirname(options.file)))
  const { tensors } = await readTensors(options.input)
  const { images, batch, size, rounded } = stepImages(tensors)
  if (description) requireOwnSize(description, size)
  const architecture = description?.architecture ?? model.graph.name
  const { network, parameters } = importNetwork(model.graph, {
    ...{ architecture, size },
    head: description?.head,
    classes: description?.classes.length,
  })
  const targets = stepTargets(tensors, batch, network.classes)
  const { optimizer: name, set } = options
  const runtime = await openRuntime(options.runtime)
  try {
    const opened = await openStep({ runtime, network, parameters, batch, optimizer: name, set, gradients: true })
    const { optimizer, settings } = opened
    const losses: number[] = []
    let last: StepResult | undefined
    const milliseconds: number[] = []
    try {
      for (let taken = 0; taken < options.steps; taken++) {
        signal.throwIfAborted()
        const started = performance.now()
        last = await opened.step(images, targets)
        losses.push(last.loss)
        milliseconds.push(performance.now() - started)
      }
      const named = (tensors: TensorMap) => underOriginNames(tensors, model.metadata)
      const gradients = [...named(last?.gradients ?? new Map())].map(
        ([name, tensor]) => [`grad.${name}`, tensor] as const,
      )
      await writeTarget(target, encodeTensors(new Map([...named(opened.parameters()), ...gradients])))
    } finally {
      await opened.close()
    }
    const { device, notes } = runtime
    const precision = rounded.length > 0 ? ` Rounded to single precision: ${rounded.join(', ')}.` : ''
    return {
      document: { losses, milliseconds, architecture, size, batch, optimizer, ...settings, rounded, device, notes },
      text: `Loss ${figure(losses[0] ?? null)} at the first of ${options.steps} steps, ${figure(losses.at(-1) ?? null)} at the last; parameters and gradients are in ${options.output}.${precision}${notes.length > 0 ? ` Runtimes left: ${notes.join(' ')}` : ''}`,
    }
  } finally {
    await runtime.close()
  }
}
