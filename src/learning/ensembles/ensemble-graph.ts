import { GraphBuilder } from '#nn/graph/builder.ts'
import { int, text } from '#nn/graph/types.ts'
import { encodeModel, type ModelDescription } from '#nn/model-file.ts'
import { oedemaOutput } from '#nn/oedema-output.ts'
import { float32 } from '#nn/tensor.ts'
import { AppError } from '#shared/errors.ts'
import { oedemaRiskCount, oedemaRiskNames } from '#shared/oedema.ts'
import { addApart, addMark, addTogether, fellowInput, inputsEntry } from '../models/both-eyes.ts'
import { describeModel } from '../models/model-file.ts'
import type { EnsembleFile } from './ensemble-file.ts'
import { addMember } from './member-graph.ts'
import { addStacker } from './stacker-graph.ts'

/** Added to a probability before its logarithm is taken. */
const leastProbability = 1e-12

/** The ensemble as one .onnx file: the members' networks on one image, and logits whose softmax is the ensemble's
 *  probabilities; of oedema risks, the mean of the members that tell them. Over both eyes it takes the image of the fellow eye
 *  as a second input (`both-eyes.ts`). `members`: their .onnx files, in the ensemble's order.
 *  It takes photographs at the side of the largest member and makes them smaller for the others. Throws `AppError('usage')`,
 *  saying why, for members whose photographs are prepared differently otherwise. */
export function encodeEnsembleGraph({ eyes, stacker }: EnsembleFile, members: readonly Uint8Array[]): Uint8Array {
  const described = members.map(describeModel)
  const preparation = commonPreparation(described)
  const { size } = preparation
  const builder = new GraphBuilder('ensemble')
  const photograph = (name: string) =>
    builder.input(name, { type: 'float32', shape: [1, 3, size, size] }, ['n', 3, size, size])
  const image = photograph('image')
  const fellow = eyes ? photograph(fellowInput) : null
  const seen = fellow ? addTogether(builder, image, fellow) : image
  const said = members.map((bytes, index) => {
    const resized = addResized(builder, seen, size, described[index]?.size ?? size)
    return addMember(builder, bytes, resized, `member${index}`)
  })
  const beside = (columns: readonly string[]) => builder.op('Concat', columns, { axis: int(1) })
  const probabilities = said.map((member) => member.probabilities)
  const features = () => {
    const row = beside(probabilities)
    return fellow ? beside([...addApart(builder, row), addMark(builder, image, fellow)]) : row
  }
  const combined = stacker ? addStacker(builder, features(), stacker) : addMean(builder, probabilities)
  addLogits(builder, combined, 'logits', preparation.classes.length)
  const risks = said.flatMap(({ oedema }) => oedema ?? [])
  if (risks.length > 0) {
    const mean = addMean(builder, risks)
    addLogits(builder, fellow ? addApart(builder, mean)[0] : mean, oedemaOutput, oedemaRiskCount)
  }
  return encodeModel({ graph: builder.build(), metadata: new Map(fellow ? [inputsEntry] : []) }, preparation)
}

/** Throws `AppError('usage')` where the members want their photographs prepared differently, but for their side. */
function commonPreparation(members: readonly ModelDescription[]): ModelDescription {
  const ways = members.map(({ mean, deviation, enhancement = 'none', testTimeAugmentation = false }) =>
    JSON.stringify({ mean, deviation, enhancement, testTimeAugmentation }),
  )
  const [first] = members
  if (!first || new Set(ways).size !== 1) {
    throw cannot('its members want photographs enhanced or normalised differently, or averaged over different copies')
  }
  const { mean, deviation, classes, enhancement, testTimeAugmentation } = first
  const size = Math.max(...members.map((one) => one.size))
  const architecture = `ensemble of ${members.map((one) => one.architecture).join(', ')}`
  return {
    ...{ architecture, size, mean, deviation, classes, head: 'softmax' },
    ...(enhancement && { enhancement }),
    ...(testTimeAugmentation && { testTimeAugmentation }),
    ...(members.some(({ oedema }) => oedema) && { oedema: [...oedemaRiskNames] }),
  }
}

/** An output whose softmax is `probabilities`. */
function addLogits(builder: GraphBuilder, probabilities: string, output: string, width: number): void {
  const positive = builder.op('Max', [probabilities, builder.scalar(leastProbability)])
  builder.node('Log', [positive], { outputs: [output] })
  builder.output(output, ['n', width])
}

function addMean(builder: GraphBuilder, probabilities: readonly string[]): string {
  const sum = probabilities.reduce((all, one) => builder.op('Add', [all, one]))
  return builder.op('Mul', [sum, builder.scalar(1 / probabilities.length)])
}

/** The image at another member's smaller side: halved as often as that leaves it large enough, so that every pixel counts, and
 *  then by straight lines between pixels. Nearly what preparing the photograph at that side gives. */
function addResized(builder: GraphBuilder, image: string, from: number, to: number): string {
  if (from === to) return image
  const side = Math.max(to, Math.ceil(from / 2))
  const scales = builder.constant(float32([1, 1, scaleTo(from, side), scaleTo(from, side)], [4]))
  const attributes = { mode: text('linear'), coordinate_transformation_mode: text('half_pixel') }
  return addResized(builder, builder.op('Resize', [image, '', scales], attributes), side, to)
}

/** In single precision, but no less than gives `to` pixels once the part of one is cut off. */
function scaleTo(from: number, to: number): number {
  const scale = Math.fround(to / from)
  return Math.floor(from * scale) < to ? Math.fround(scale * (1 + 2 ** -23)) : scale
}

function cannot(reason: string): AppError {
  return new AppError('usage', `The ensemble cannot be written as one .onnx file: ${reason}.`)
}
