import { basename, dirname, extname } from 'node:path'
import { retinaNormalisation } from '#imaging/normalise.ts'
import { architectures } from '#nn/architectures/registry.ts'
import { bindParameters } from '#nn/bind.ts'
import { removeDeadNodes } from '#nn/graph/passes/dead-nodes.ts'
import type { Graph, OnnxModel } from '#nn/graph/types.ts'
import { type ImportedNetwork, importNetwork } from '#nn/importing/import-network.ts'
import { isSilent } from '#nn/importing/outputs.ts'
import { renormalise } from '#nn/importing/renormalise.ts'
import { modelBytes } from '#nn/model-bytes.ts'
import { decodeModel, encodeModel, type ModelDescription } from '#nn/model-file.ts'
import { externalDataIn } from '#nn/onnx/external-data.ts'
import { summarise } from '#nn/summary.ts'
import { AppError } from '#shared/errors.ts'
import { gradeCount } from '#shared/grades.ts'
import { fellowInput } from './both-eyes.ts'
import { outputsByGrade } from './importing/class-order.ts'
import { foreignImage } from './importing/foreign-image.ts'
import { foreignOutputs } from './importing/foreign-outputs.ts'
import { headNote } from './importing/import-notes.ts'
import type { ImportOptions } from './importing/import-options.ts'
import { requireAgreement } from './importing/own-description.ts'
import { thresholdsOf } from './importing/thresholds.ts'
import { areProbabilities, tryOut } from './importing/try-out.ts'
import { describeNetwork, requireOwnSize, type TrainedWith } from './model-file.ts'
import { type ModelOrigin, originIn } from './model-origin.ts'

export interface ImportModelRequest extends ImportOptions {
  readonly file: string
}

export interface ImportedModel {
  /** A file of this application's own writing; nothing of the foreign one goes any further. */
  readonly bytes: Uint8Array
  readonly description: ModelDescription
  readonly parameters: number
  /** What the file says of where the model comes from, where it does. */
  readonly origin?: ModelOrigin | undefined
  /** What was found in the file and what it was taken for: sentences. */
  readonly notes: readonly string[]
}

/** Reads a five-grade classifier's .onnx file, whoever wrote it, and tries it on two images. A model that wants its
 *  images normalised otherwise is given a layer in front that does so. Throws `AppError('not_found' |
 *  'model_unreadable' | 'operator_unsupported' | 'usage')`. */
export async function importModel({ file, ...options }: ImportModelRequest): Promise<ImportedModel> {
  const { model, description: found } = decodeModel(await modelBytes(file), externalDataIn(dirname(file)))
  requireOnePhotograph(model.graph)
  const name = basename(file, extname(file))
  const read = found ? ownModel(model, found, options) : await foreignModel(model, name, options)
  const { imported, known, notes } = read
  requireGrades(imported)
  const { bytes, description } = await written(imported, known)
  const parameters = summarise(imported.network).parameters
  return { bytes, description, parameters, origin: originIn(model.metadata), notes }
}

interface ReadModel {
  readonly imported: ImportedNetwork
  /** What the network does not say of itself. */
  readonly known: TrainedWith
  readonly notes: readonly string[]
}

/** A file that says how it is used. */
function ownModel(model: OnnxModel, found: ModelDescription, options: ImportOptions): ReadModel {
  requireAgreement(found, options)
  const size = options.size ?? (isFree(model.graph) ? found.size : undefined)
  if (size !== undefined) requireOwnSize(found, size)
  const { architecture, head, variant, normalisation, ownNormalisation } = found
  const { network, parameters } = importNetwork(renormalise(model.graph, found, retinaNormalisation), {
    ...{ architecture, size, head },
    classes: found.classes.length,
    oedema: found.oedema !== undefined,
  })
  const described = {
    ...network,
    ...(variant && { variant }),
    ...(normalisation && { normalisation }),
    ...(ownNormalisation && { ownNormalisation }),
  }
  return { imported: { network: described, parameters }, known: found, notes: [] }
}

/** A file of somebody else's: what it does not say is asked for, or told by what it has. */
async function foreignModel(model: OnnxModel, name: string, options: ImportOptions): Promise<ReadModel> {
  const image = foreignImage(model, options.normalisation)
  const outputs = foreignOutputs(image.graph, model.metadata, options)
  const write = (logarithm: boolean) =>
    importNetwork(outputs.graph, {
      architecture: foreignName(name),
      ...{ size: options.size, head: outputs.head, classes: gradeCount, logarithm },
      order: outputs.order && outputsByGrade(outputs.order.grades),
    })
  const plain = write(false)
  const { head } = plain.network
  const bare = encodeModel({ graph: bindParameters(plain.network, plain.parameters), metadata: new Map() })
  const probabilities = head === 'softmax' && areProbabilities(await tryOut(bare, plain.network.size))
  const thresholds = thresholdsOf(head, options.cuts)
  const notes = [
    ...image.notes,
    ...outputs.notes,
    ...(probabilities ? ['Its outputs are probabilities: their logarithms are read.'] : []),
    outputs.order?.note,
    headNote(head, thresholds),
  ]
  return {
    imported: probabilities ? write(true) : plain,
    known: { thresholds },
    notes: notes.filter((note) => note !== undefined),
  }
}

/** A network of that name is not the application's own of that name. */
function foreignName(name: string): string {
  return architectures.some((own) => own.name === name) ? `${name} from a file` : name
}

/** The model's file, tried out. */
async function written({ network, parameters }: ImportedNetwork, known: TrainedWith) {
  const graph = removeDeadNodes(bindParameters(network, parameters, { noise: true }))
  const silent = isSilent(graph, 'logits')
    ? 'The weights of its classifier are zero: it has learnt nothing.'
    : undefined
  const description = describeNetwork(network, { ...known, untrained: known.untrained ?? silent })
  const bytes = encodeModel({ graph, metadata: new Map() }, description)
  await tryOut(bytes)
  return { bytes, description }
}

function isFree(graph: Graph): boolean {
  return typeof graph.inputs[0]?.shape[2] !== 'number'
}

function requireOnePhotograph({ inputs }: Graph): void {
  if (inputs.slice(1).every(({ name }) => name !== fellowInput)) return
  throw new AppError(
    'model_unreadable',
    'The model takes two photographs, of both eyes of a patient; a model of a project takes one. Import the members of that ensemble instead, and combine them here over both eyes.',
  )
}

function requireGrades({ network: { classes } }: ImportedNetwork): void {
  if (classes === gradeCount) return
  throw new AppError('model_unreadable', `The model gives ${classes} classes; the ICDR scale has five.`)
}
