import { resolve } from 'node:path'
import { Option } from 'commander'
import { untrainedParts } from '#learning/models/importing/weight-notes.ts'
import { describeNetwork } from '#learning/models/model-file.ts'
import { architectures, buildNetwork, findArchitecture } from '#nn/architectures/registry.ts'
import { type Padding, paddings } from '#nn/architectures/variant.ts'
import { bindParameters } from '#nn/bind.ts'
import { removeDeadNodes } from '#nn/graph/passes/dead-nodes.ts'
import type { Graph } from '#nn/graph/types.ts'
import { type HeadKind, headKinds } from '#nn/heads/head.ts'
import { encodeModel } from '#nn/model-file.ts'
import type { Network } from '#nn/network.ts'
import { withOedemaOutput } from '#nn/oedema-output.ts'
import { initialParameters } from '#nn/parameters.ts'
import { summarise } from '#nn/summary.ts'
import { type LoadedWeights, loadWeights } from '#nn/weights/load.ts'
import { isEfficientNetPyTorch } from '#nn/weights/names/efficientnet-pytorch.ts'
import { originMetadata } from '#nn/weights/origin.ts'
import { readTensors } from '#nn/weights/read-tensors.ts'
import { isTensorflowStyle, tensorflowStyle } from '#nn/weights/tensorflow-style.ts'
import { gradeCount } from '#shared/grades.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { positiveNumber, wholeNumber } from './option-values.ts'
import { forceOption, outputFile, targetFile, writeTarget } from './output-file.ts'

interface BuildOptions {
  readonly architecture: string
  readonly classes: number
  readonly head: HeadKind
  readonly size?: number
  readonly phi: number
  readonly weights?: string
  readonly padding?: Padding
  readonly epsilon?: number
  readonly noise: boolean
  readonly oedema: boolean
  readonly seed: number
  readonly output: string
  readonly force?: boolean
}

export const modelBuildCommand: CommandDefinition = (answering) =>
  newCommand('build', 'make an .onnx file of an architecture and a weights file')
    .requiredOption('--architecture <name>', `one of ${architectures.map(({ name }) => name).join(', ')}`)
    .option('--classes <n>', 'how many grades', wholeNumber(1, 100_000), gradeCount)
    .addOption(new Option('--head <name>', 'how grades are told apart').choices(headKinds).default('softmax'))
    .option('--size <px>', "side of the square input; the network's own where left out", wholeNumber(32, 4096))
    .option('--phi <n>', 'compound scaling of depth, width and size; 1 doubles the cost', Number, 0)
    .option(
      '--weights <file>',
      "a .safetensors file, in torchvision's, timm's or efficientnet_pytorch's names; drawn where left out",
    )
    .addOption(
      new Option(
        '--padding <name>',
        "`same` is TensorFlow's, which timm's tf_ weights want; where left out, taken where the weights file says so",
      ).choices(paddings),
    )
    .option('--epsilon <value>', "of batch normalisation; timm's tf_ weights want 0.001", positiveNumber)
    .option('--noise', 'keep dropout and stochastic depth for training steps; a model in use has none', false)
    .option('--oedema', 'a second output for the risk of macular oedema, untrained', false)
    .option('--seed <n>', 'of what the weights do not give', wholeNumber(0, 2 ** 32 - 1), 1)
    .requiredOption('--output <file>', 'the file to write', outputFile)
    .addOption(forceOption())
    .action(answering(async (_terminal, options: BuildOptions) => await build(options)))

async function build({ weights, output, force, seed, noise, oedema, ...options }: BuildOptions) {
  const target = targetFile(output, { force })
  const { architecture } = options
  const { family } = findArchitecture(architecture)
  const { tensors, notes } = weights === undefined ? noWeights : await readTensors(weights)
  const trainedByTensorflow =
    family === 'efficientnet' ? isTensorflowStyle(resolve(weights ?? ''), notes, tensors.keys()) : 'no'
  const grading = buildNetwork({ ...(trainedByTensorflow === 'yes' ? tensorflowStyle : {}), ...options })
  const network = oedema ? withOedemaOutput(grading) : grading
  const initial = initialParameters(network, seed)
  const none: LoadedWeights = {
    parameters: initial,
    matched: [],
    origin: new Map(),
    missing: [...initial.keys()],
    unexpected: [],
    otherShape: [],
    ...{ prefix: '', otherPrefixes: [], classifierName: '' },
  }
  const loaded = weights === undefined ? none : loadWeights(network, family, tensors, initial)
  const bound = removeDeadNodes(bindParameters(network, loaded.parameters, { noise }))
  const { phi = 0, padding = 'symmetric', epsilon = null } = network.variant ?? {}
  // TensorFlow's padding depends on the size of the image; any other network takes every size.
  const graph = padding === 'same' ? bound : withFreeSize(bound)
  const drawn = 'Its weights were drawn at random: they have learnt nothing.'
  const untrained = weights === undefined ? drawn : untrainedParts(network, loaded)
  const described = describeNetwork(network, { untrained })
  await writeTarget(target, encodeModel({ graph, metadata: originMetadata(loaded.origin) }, described))
  const { parameters } = summarise(network)
  const { matched, missing, unexpected, otherShape } = loaded
  const origin = isEfficientNetPyTorch(tensors.keys()) ? 'efficientnet_pytorch' : trainedByTensorflow
  const doubts = weights === undefined ? [] : doubtsOf(network, missing)
  const sentences = [
    `${architecture} with ${parameters.toLocaleString('en')} parameters is in ${output}: ${matched.length} weights of the file, ${missing.length} drawn, ${unexpected.length} of the file not used.`,
    untrained,
    ...doubts,
    ...(weights === undefined ? [] : [styleSentence(origin, options, { padding, epsilon })]),
  ]
  return {
    document: {
      ...{ architecture, parameters, matched, missing, unexpected, otherShape, notes: doubts },
      untrained: untrained ?? null,
      ...{ size: network.size, phi, padding, epsilon, trainedByTensorflow, noise, oedema, output },
    },
    text: sentences.filter(Boolean).join(' '),
  }
}

/** A file of the network itself lacks nothing but its classifier. */
function doubtsOf(network: Network, missing: readonly string[]): readonly string[] {
  const head = new Set(network.parameters.filter(({ group }) => group === 'head').map(({ name }) => name))
  const lost = missing.filter((name) => !head.has(name))
  if (lost.length === 0) return []
  const count = lost.length === 1 ? `the weight ${lost[0]} is` : `${lost.length} weights, ${lost[0]} the first, are`
  return [`Besides the classifier ${count} missing: this may be the file of another network.`]
}

const noWeights = { tensors: new Map(), notes: new Map() }

/** What padding and epsilon were taken for the weights, and why; '' where there is no doubt. */
function styleSentence(
  origin: 'yes' | 'no' | 'unknown' | 'efficientnet_pytorch',
  asked: Pick<BuildOptions, 'padding' | 'epsilon'>,
  taken: { readonly padding: Padding; readonly epsilon: number | null },
): string {
  if (asked.padding !== undefined && asked.epsilon !== undefined) return ''
  const words = `${taken.padding} padding and ${taken.epsilon === null ? "the network's own epsilon" : `an epsilon of ${taken.epsilon}`}`
  switch (origin) {
    case 'efficientnet_pytorch':
      return `The file has efficientnet_pytorch's names: ${words} were taken.`
    case 'yes':
      return `The file is of timm's tf_ weights: ${words} were taken.`
    case 'unknown':
      return `The file has timm's names and does not say whether TensorFlow trained it: ${words} were taken; for tf_ weights give --padding same --epsilon 0.001.`
    case 'no':
      return ''
  }
}

function withFreeSize(graph: Graph): Graph {
  return { ...graph, inputs: graph.inputs.map((image) => ({ ...image, shape: ['n', 3, 'height', 'width'] })) }
}
