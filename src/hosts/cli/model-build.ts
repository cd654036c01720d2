import { readFile, writeFile } from 'node:fs/promises'
import { Option } from 'commander'
import { describeNetwork } from '#learning/model-file.ts'
import { architectures, buildNetwork, findArchitecture } from '#nn/architectures/registry.ts'
import { type Padding, paddings } from '#nn/architectures/types.ts'
import { bindParameters } from '#nn/bind.ts'
import { removeDeadNodes } from '#nn/graph/passes/dead-nodes.ts'
import type { Graph } from '#nn/graph/types.ts'
import { type HeadKind, headKinds } from '#nn/heads/head.ts'
import { encodeModel } from '#nn/model-file.ts'
import { initialParameters } from '#nn/parameters.ts'
import { summarise } from '#nn/summary.ts'
import type { TensorMap } from '#nn/tensor.ts'
import { type LoadedWeights, loadWeights } from '#nn/weights/load.ts'
import { decodeTensors } from '#nn/weights/safetensors.ts'
import { AppError } from '#shared/errors.ts'
import { gradeCount } from '#shared/grades.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { positiveNumber, wholeNumber } from './option-values.ts'

interface BuildOptions {
  readonly architecture: string
  readonly classes: number
  readonly head: HeadKind
  readonly size?: number
  readonly weights?: string
  readonly padding: Padding
  readonly epsilon?: number
  readonly seed: number
  readonly output: string
}

export const modelBuildCommand: CommandDefinition = (answering) =>
  newCommand('build', 'make an .onnx file of an architecture and a weights file')
    .requiredOption('--architecture <name>', `one of ${architectures.map(({ name }) => name).join(', ')}`)
    .option('--classes <n>', 'how many grades', wholeNumber(1, 100_000), gradeCount)
    .addOption(new Option('--head <name>', 'how grades are told apart').choices(headKinds).default('softmax'))
    .option('--size <px>', "side of the square input; the network's own where left out", wholeNumber(32, 4096))
    .option('--weights <file>', "a .safetensors file, in torchvision's or timm's names; drawn where left out")
    .addOption(
      new Option('--padding <name>', "`same` is TensorFlow's, which timm's tf_ weights were trained with")
        .choices(paddings)
        .default('symmetric'),
    )
    .option('--epsilon <value>', "of batch normalisation; timm's tf_ weights want 0.001", positiveNumber)
    .option('--seed <n>', 'of what the weights do not give', wholeNumber(0, 2 ** 32 - 1), 1)
    .requiredOption('--output <file>', 'the file to write')
    .action(answering(async (_terminal, options: BuildOptions) => await build(options)))

async function build({ weights, output, seed, ...options }: BuildOptions) {
  const { architecture, padding } = options
  const { family } = findArchitecture(architecture)
  const network = buildNetwork(options)
  const initial = initialParameters(network, seed)
  const none: LoadedWeights = {
    parameters: initial,
    matched: [],
    missing: [...initial.keys()],
    unexpected: [],
    otherShape: [],
  }
  const loaded = weights === undefined ? none : loadWeights(network, family, await tensorsOf(weights), initial)
  const bound = removeDeadNodes(bindParameters(network, loaded.parameters))
  // TensorFlow's padding depends on the size of the image; any other network takes every size.
  const graph = padding === 'same' ? bound : withFreeSize(bound)
  await writeFile(output, encodeModel({ graph, metadata: new Map() }, describeNetwork(network)))
  const { parameters } = summarise(network)
  const { matched, missing, unexpected, otherShape } = loaded
  const kept = otherShape.length > 0 ? ' The classifier of the file is for other classes and was left out.' : ''
  return {
    document: { architecture, parameters, matched, missing, unexpected, otherShape, size: network.size, output },
    text: `${architecture} with ${parameters.toLocaleString('en')} parameters is in ${output}: ${matched.length} weights of the file, ${missing.length} drawn, ${unexpected.length} of the file not used.${kept}`,
  }
}

async function tensorsOf(file: string): Promise<TensorMap> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (cause) {
    throw new AppError('not_found', `The file ${file} cannot be read.`, { cause })
  }
  return decodeTensors(bytes).tensors
}

function withFreeSize(graph: Graph): Graph {
  return { ...graph, inputs: graph.inputs.map((image) => ({ ...image, shape: ['n', 3, 'height', 'width'] })) }
}
