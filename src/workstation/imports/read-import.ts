import { basename, extname, resolve } from 'node:path'
import { readClassFolders } from '#interchange/class-folders.ts'
import type { LabelFile } from '#interchange/label-file.ts'
import { type LabelMatch, matchLabels } from '#interchange/match.ts'
import { nearNames, nothingJoined } from '#interchange/name-hints.ts'
import { readLabels } from '#interchange/read-labels.ts'
import { scanFolder } from '#interchange/scan-folder.ts'
import type { ImportRequest } from '#shared/contract/imports.ts'
import { AppError } from '#shared/errors.ts'
import type { Sha256 } from '#shared/ids.ts'
import { sha256Of } from '#store/blobs.ts'
import { readLabelsFile } from './read-labels-file.ts'

/** What an import reads before anything is stored. */
export interface ReadImport {
  readonly folder: string
  /** Of the photographs, from the folder. */
  readonly paths: readonly string[]
  /** Null where photographs come without labels. */
  readonly labels: ReadImportLabels | null
  readonly match: LabelMatch
  readonly sentence: string
  readonly warnings: readonly string[]
}

export interface ReadImportLabels {
  readonly file: LabelFile
  readonly fileName: string
  /** Of the file's bytes. */
  readonly sha256: Sha256
  /** Name of the label set. */
  readonly name: string
}

/** Reads folder and label file of a request and joins them. Throws `AppError` where either cannot be read. */
export async function readImport(request: ImportRequest): Promise<ReadImport> {
  const folder = resolve(request.imagesFolder)
  const fromFile = await readFile(request)
  const paths = await scanFolder(folder)
  const labels = fromFile ?? readFolders(request, folder, paths)
  const match = matchLabels(labels?.file.rows ?? [], paths)
  const missing = match.missing.map(({ name }) => name)
  const joined = match.matched.length + match.ambiguous.length > 0
  return {
    ...{ folder, paths, labels, match },
    sentence: labels?.file.sentence ?? withoutLabels(request, paths.length),
    warnings: [
      ...(labels && paths.length > 0 && !joined
        ? [
            nothingJoined(
              labels.file.rows.map(({ name }) => name),
              paths,
            ),
          ]
        : []),
      ...nearNames(missing, paths),
      ...(labels?.file.warnings ?? []),
    ],
  }
}

async function readFile({
  labelsFile,
  layout,
  columns,
  grades,
  labelSet,
}: ImportRequest): Promise<ReadImportLabels | null> {
  if (labelsFile === undefined) return null
  if (layout === 'none') {
    throw new AppError('usage', 'The layout none brings photographs in without labels. Leave the label file out.')
  }
  const fileName = basename(labelsFile)
  const bytes = await readLabelsFile(labelsFile)
  const file = readLabels(bytes, { fileName, layout: layout ?? 'auto', columns, grades })
  return { file, fileName, sha256: sha256Of(bytes), name: labelSet ?? basename(fileName, extname(fileName)) }
}

function readFolders(
  { layout = 'auto', grades, labelSet }: ImportRequest,
  folder: string,
  paths: readonly string[],
): ReadImportLabels | null {
  if (layout === 'none') return null
  if (layout !== 'auto' && layout !== 'folders') {
    throw new AppError('usage', `The layout ${layout} is of a label file. Name the file, or leave the layout out.`)
  }
  const read = readClassFolders(paths, { grades, asked: layout === 'folders' })
  if (!read) return null
  const name = labelSet ?? basename(folder)
  return { file: read.file, fileName: `${basename(folder)}.csv`, sha256: sha256Of(Buffer.from(read.text)), name }
}

function withoutLabels({ layout }: ImportRequest, count: number): string {
  const photographs = `${count.toLocaleString('en')} photograph${count === 1 ? '' : 's'}`
  const folders = layout === 'none' ? '' : ', and their folders are not named for grades'
  return `${photographs} without labels: no label file is named${folders}. They come in without a grade, to be read; a label file can be added later.`
}
