import { lstatSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { AppError } from '#shared/errors.ts'
import { plainFileName } from '#shared/file-name.ts'
import type { WorkstationContext } from '../../context.ts'
import { realPlace, targetAt } from '../../targets/where-to-write.ts'
import { wholePath } from '../../whole-path.ts'

/** What a window writes. In a browser nothing else can be chosen, so that a page cannot have a start-up script replaced. */
const endings: ReadonlySet<string> = new Set(['.csv', '.json', '.onnx', '.txt', '.tsv'])

/** A handle of a place that a person chose. Throws what `targetAt` throws. */
export function chosenTarget(context: WorkstationContext, path: string, replace: boolean): string {
  const sources = context.session?.store.images.sources().map(({ folder }) => folder) ?? []
  return context.targets.issue(targetAt(wholePath(context, path), { sources, replace }))
}

interface NamedInFolder {
  readonly folder: string
  readonly name: string
  readonly replace: boolean
}

/** The same of a name in a folder that a page shows, for a host without a dialog of its own. A file that is there gives no handle
 *  before its reader has agreed to replace it. */
export function chosenInPage(context: WorkstationContext, { folder: asked, name, replace }: NamedInFolder) {
  if (context.host === 'electron') {
    throw new AppError('usage', 'The window’s own dialog chooses where to write. Use that.')
  }
  const folder = realPlace(wholePath(context, asked))
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new AppError('not_found', `There is no folder ${folder}. Choose another.`)
  }
  if (folder.split(/[\\/]/).some((part) => part.startsWith('.'))) {
    throw new AppError('usage', `${folder} lies in a hidden folder. Choose another.`)
  }
  if (plainFileName(name, '') !== name || name.startsWith('.') || !endings.has(extname(name).toLowerCase())) {
    const kinds = [...endings].join(', ')
    throw new AppError('usage', `"${name}" is no name for a file to write. Write one that ends in ${kinds}.`)
  }
  const path = join(folder, name)
  const exists = lstatSync(path, { throwIfNoEntry: false }) !== undefined
  return { path, exists, handle: exists && !replace ? null : chosenTarget(context, path, replace) }
}
