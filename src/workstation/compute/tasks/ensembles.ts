import { writeFile } from 'node:fs/promises'
import { decodeEnsemble, encodeEnsemble } from '#learning/ensembles/ensemble-file.ts'
import { encodeEnsembleGraph } from '#learning/ensembles/ensemble-graph.ts'
import { combineRows, fitStackedCases } from '#learning/ensembles/fit-ensemble.ts'
import { stackerOptionsSchema } from '#statistics/stacking/stacker.ts'
import { openBlobs } from '#store/blobs.ts'
import type { TaskWork } from '../serve.ts'
import { readModel } from './blobs.ts'

/** Fits the meta-learner, where there is one, and keeps the ensemble's file as a blob. */
export const fitEnsembleTask: TaskWork<'fitEnsemble'> = async ({ members, by, eyes, cases, seed, blobsFolder }) => {
  const fitted = by === 'average' ? null : fitStackedCases(cases, stackerOptionsSchema.parse({ by }), seed)
  const file = encodeEnsemble({ format: 'regrade-ensemble', members, eyes, stacker: fitted?.stacker ?? null })
  return { model: await openBlobs(blobsFolder).put(file), outOfFold: [...(fitted?.outOfFold ?? [])] }
}

/** The ensemble's probabilities from its members'. */
export const combineTask: TaskWork<'combine'> = async ({ model, rows, blobsFolder }) =>
  combineRows(decodeEnsemble(await readModel(blobsFolder, model)), rows)

/** Writes the ensemble as one .onnx file. */
export const writeEnsembleTask: TaskWork<'writeEnsemble'> = async ({ model, blobsFolder, file }) => {
  const ensemble = decodeEnsemble(await readModel(blobsFolder, model))
  const members = await Promise.all(ensemble.members.map((member) => readModel(blobsFolder, member)))
  await writeFile(file, encodeEnsembleGraph(ensemble, members))
  return null
}
