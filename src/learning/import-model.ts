import { readFile } from 'node:fs/promises'
import { basename, dirname, extname } from 'node:path'
import { retinaNormalisation } from '#imaging/normalise.ts'
import { bindParameters } from '#nn/bind.ts'
import { openClassifier } from '#nn/classifier.ts'
import { removeDeadNodes } from '#nn/graph/passes/dead-nodes.ts'
import type { Graph } from '#nn/graph/types.ts'
import { type ImportedNetwork, importNetwork } from '#nn/importing/import-network.ts'
import { type ChannelNormalisation, renormalise } from '#nn/importing/renormalise.ts'
import { decodeModel, encodeModel, type ModelDescription } from '#nn/model-file.ts'
import { externalDataIn } from '#nn/onnx/external-data.ts'
import { openRuntime } from '#nn/runtimes/choose.ts'
import { summarise } from '#nn/summary.ts'
import { AppError } from '#shared/errors.ts'
import { gradeCount } from '#shared/grades.ts'
import { fellowInput } from './ensembles/both-eyes.ts'
import { describeNetwork, requireOwnSize } from './model-file.ts'
import { type ModelOrigin, originIn } from './model-origin.ts'

export interface ImportModelRequest {
  readonly file: string
  /** Side of the input, for a file that leaves it free; pixels. */
  readonly size?: number | undefined
  /** How the model wants its images, where the file does not say; as this application normalises where not given. */
  readonly normalisation?: ChannelNormalisation | undefined
}

export interface ImportedModel {
  /** A file of this application's own writing; nothing of the foreign one goes any further. */
  readonly bytes: Uint8Array
  readonly description: ModelDescription
  readonly parameters: number
  /** What the file says of where the model comes from, where it does. */
  readonly origin?: ModelOrigin | undefined
}

/** Reads a five-grade classifier's .onnx file, whoever wrote it, and tries it on one black image. A model that wants its
 *  images normalised otherwise is given a layer in front that does so. Throws `AppError('not_found' |
 *  'model_unreadable' | 'operator_unsupported' | 'usage')`. */
export async function importModel(request: ImportModelRequest): Promise<ImportedModel> {
  const { file } = request
  const { model, description: found } = decodeModel(await bytesOf(file), externalDataIn(dirname(file)))
  requireOnePhotograph(model.graph)
  const own = request.normalisation ?? found ?? retinaNormalisation
  const architecture = found?.architecture ?? basename(file, extname(file))
  const size = request.size ?? (isFree(model.graph) ? found?.size : undefined)
  if (found && size !== undefined) requireOwnSize(found, size)
  const imported = importNetwork(renormalise(model.graph, own, retinaNormalisation), {
    ...{ architecture, size },
    head: found?.head,
    classes: found?.classes.length,
    oedema: found?.oedema !== undefined,
  })
  requireGrades(imported)
  const { network, parameters } = imported
  const { variant, normalisation } = found ?? {}
  const known = { ...network, ...(variant && { variant }), ...(normalisation && { normalisation }) }
  const description = describeNetwork(known, found)
  const graph = removeDeadNodes(bindParameters(network, parameters, { noise: true }))
  const bytes = encodeModel({ graph, metadata: new Map() }, description)
  await tryOut(bytes)
  return { bytes, description, parameters: summarise(network).parameters, origin: originIn(model.metadata) }
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw new AppError('not_found', `The file ${file} cannot be read.`, { cause })
  }
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

/** What shape rules accept a runtime may still refuse; better now than in the middle of a queue. */
async function tryOut(bytes: Uint8Array): Promise<void> {
  const runtime = await openRuntime('cpu')
  try {
    const classifier = await openClassifier(runtime, bytes, { batch: 1 })
    const { logits } = await classifier.classify(new Float32Array(3 * classifier.size ** 2), 1)
    await classifier.close()
    if (logits.every(Number.isFinite)) return
    throw new AppError('model_unreadable', 'The model gives no numbers for a black image.')
  } finally {
    await runtime.close()
  }
}
