import { retinaNormalisation } from '#imaging/normalise.ts'
import type { Graph, OnnxModel } from '#nn/graph/types.ts'
import { channelsFirst } from '#nn/importing/channels-last.ts'
import { singlePrecision } from '#nn/importing/precision.ts'
import { type ChannelNormalisation, renormalise } from '#nn/importing/renormalise.ts'
import { AppError } from '#shared/errors.ts'
import { normalisationNote } from './import-notes.ts'

/** Of bytes: pixels as they are, 0 to 255. */
const ofBytes: ChannelNormalisation = { mean: [0, 0, 0], deviation: [1 / 255, 1 / 255, 1 / 255] }

/** A foreign graph that takes photographs as this application prepares them: float32, channels first, normalised as retinas
 *  are. */
export function foreignImage(
  { graph, halfPrecision }: OnnxModel,
  asked: ChannelNormalisation | undefined,
): { readonly graph: Graph; readonly notes: readonly string[] } {
  const notes: string[] = []
  const first = channelsFirst(graph)
  if (first !== graph) notes.push('It takes its channels last, as Keras has them: a transpose was put in front.')
  if (halfPrecision) notes.push('Its weights are in half precision; they are computed with in single precision.')
  const single = singlePrecision(first)
  if (single !== first) notes.push('It computes in double precision; here it does in single precision.')
  const image = single.inputs[0]
  const bytes = image?.type === 'uint8'
  if (bytes) {
    if (asked)
      throw new AppError('usage', 'The model takes its pixels as bytes, 0 to 255; mean and deviation are left out.')
    notes.push('It takes its pixels as bytes, 0 to 255.')
  }
  const floating = bytes
    ? { ...single, inputs: [{ ...image, type: 'float32' as const }, ...single.inputs.slice(1)] }
    : single
  if (asked) notes.push(normalisationNote(asked))
  return { graph: renormalise(floating, bytes ? ofBytes : (asked ?? retinaNormalisation), retinaNormalisation), notes }
}
