import type { HeadKind } from '#nn/heads/head.ts'
import { headKinds } from '#nn/heads/head.ts'
import { findHead } from '#nn/heads/registry.ts'
import type { Network } from '#nn/network.ts'
import { isOedemaParameter } from '#nn/oedema-output.ts'
import type { LoadedWeights } from '#nn/weights/load.ts'
import { AppError } from '#shared/errors.ts'
import { gradeCount } from '#shared/grades.ts'
import { someOf } from './import-notes.ts'

/** What the classifier of a weights file means: a head that has as many outputs, else as asked, or a class each. Throws
 *  `AppError('usage')` where the file has the outputs of one head and another is asked for. */
export function classifierHead({ otherShape }: LoadedWeights, asked: HeadKind | undefined): HeadKind {
  const width = otherShape.find(({ file }) => file.length === 2)?.file[0]
  const own = headKinds.find((head) => findHead(head).logits(gradeCount) === width)
  if (asked === undefined || own === undefined || own === asked) return own ?? asked ?? 'softmax'
  throw new AppError(
    'usage',
    `The file's classifier has ${width} outputs, which is ${own}, and not ${asked}, which has ${findHead(asked).logits(gradeCount)}.`,
  )
}

/** Why a model of these weights is none to use before it is trained; undefined where the file gives every part of it. */
export function untrainedParts(
  network: Network,
  { missing, otherShape, unexpected }: LoadedWeights,
): string | undefined {
  const head = new Set(network.parameters.filter(({ group }) => group === 'head').map(({ name }) => name))
  // An output for oedema risks is a thing of this application, and no file of others has it.
  const wanted = missing.filter((name) => !isOedemaParameter(name))
  const lost = wanted.filter((name) => !head.has(name))
  if (lost.length > 0) {
    return `The file lacks ${lost.length} of the network's weights, such as ${someOf(lost, 2)}: they have learnt nothing.`
  }
  if (wanted.length === 0) return undefined
  const width = otherShape.find(({ file }) => file.length === 2)?.file[0]
  const learnt = 'and the one in its place has learnt nothing.'
  if (width !== undefined) return `The file's classifier is for ${width} classes and was left out, ${learnt}`
  const others = unexpected.filter((name) => name.endsWith('.weight'))
  const what =
    others.length > 0
      ? `has a classifier of another form (${someOf(others)}), which was left out,`
      : 'has no classifier,'
  return `The file ${what} ${learnt}`
}

/** What was found in a weights file and is worth a word. */
export function weightNotes(
  { variant }: Network,
  { prefix, otherPrefixes, classifierName, unexpected }: LoadedWeights,
  style: 'yes' | 'no' | 'unknown',
): readonly string[] {
  return [
    ...(prefix === '' ? [] : [`Its names begin with “${prefix}”.`]),
    ...(otherPrefixes.length > 0
      ? [`It has the network again behind ${someOf(otherPrefixes.map((one) => `“${one}”`))}, which was not taken.`]
      : []),
    ...(classifierName === '' ? [] : [`Its classifier is ${classifierName}.`]),
    ...(style === 'yes'
      ? [`Trained by TensorFlow: ${variant?.padding} padding, an epsilon of ${variant?.epsilon}.`]
      : []),
    ...(style === 'unknown'
      ? ['It has timm’s names and does not say whether TensorFlow trained it; “tf_” in its file’s name would.']
      : []),
    ...(unexpected.length > 0 ? [`Not used of the file: ${someOf(unexpected)}.`] : []),
  ]
}
