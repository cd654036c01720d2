import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { AppError } from '#shared/errors.ts'

/** A file to write, every link in its path followed. */
export interface Target {
  readonly file: string
  /** Whether a file that is there was meant. */
  readonly replace: boolean
}

interface Surroundings {
  readonly replace?: boolean | undefined
  /** Folders of photographs of the open project. */
  readonly sources?: readonly string[]
  /** What to do about a file that is there, the end of a sentence. */
  readonly next?: string
}

/** The file that a path leads to, where it may be written: in no project but among its exports, among no photographs of the open
 *  project, over no file that was not meant. Throws `AppError('usage' | 'conflict')`. */
export function targetAt(path: string, surroundings: Surroundings = {}): Target {
  const { replace = false, sources = [], next = 'Name another, or add --force to write over it.' } = surroundings
  const file = realPlace(resolve(path))
  refuseProtected(file, path, sources)
  const there = isThere(file) ? statSync(file, { throwIfNoEntry: false }) : undefined
  if (there?.isDirectory()) throw new AppError('usage', `${path} is a folder; a file is written.`)
  if (there && !there.isFile()) throw new AppError('usage', `${path} is no plain file. Name another.`)
  if (there && !replace) {
    throw new AppError('conflict', `${path} is there already. ${next}`, { details: { file } })
  }
  return { file, replace }
}

/** The first name in a folder that is free: `NAME`, `NAME-2`, … */
export function freeTarget(folder: string, name: string, surroundings: Surroundings = {}): Target {
  const [, stem = name, ending = ''] = /^(.+?)((?:\.recipe)?\.[^.]+)?$/.exec(name) ?? []
  for (let number = 1; ; number++) {
    const path = join(folder, number === 1 ? name : `${stem}-${number}${ending}`)
    if (!isThere(path)) return targetAt(path, surroundings)
  }
}

/** Whether a folder is a project, or was made for one. */
export function isProjectFolder(folder: string): boolean {
  return /\.regrade$/i.test(folder) || existsSync(join(folder, 'project.sqlite'))
}

/** Refuses a place inside a project or among the photographs of the open one. The innermost folder decides: a project may lie
 *  among photographs, and its exports are its own. */
export function refuseProtected(place: string, path: string, sources: readonly string[] = []): void {
  const photographs = new Set(sources.flatMap((folder) => (existsSync(folder) ? [realpathSync.native(folder)] : [])))
  let folder = place
  while (dirname(folder) !== folder) {
    folder = dirname(folder)
    if (basename(folder) === 'exports' && isProjectFolder(dirname(folder))) return
    if (isProjectFolder(folder)) {
      const sentence = `${path} lies in the project ${folder}, which writes only among its exports. Name a place elsewhere or in ${join(folder, 'exports')}.`
      throw new AppError('usage', sentence, { details: { project: folder } })
    }
    if (photographs.has(folder)) {
      const sentence = `${path} lies among the photographs of ${folder}, where nothing is ever written. Name a place elsewhere.`
      throw new AppError('usage', sentence, { details: { folder } })
    }
  }
}

/** A path with every link in it followed, whether all of it is there or not. */
export function realPlace(path: string): string {
  if (!isThere(path)) {
    return dirname(path) === path ? path : join(realPlace(dirname(path)), basename(path))
  }
  try {
    return realpathSync.native(path)
  } catch (cause) {
    throw new AppError('usage', `${path} is a link that leads nowhere. Name another place.`, { cause })
  }
}

/** Whether there is anything of this name, if only a link that leads nowhere. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    // Something above it is no folder, or may not be looked into.
    return false
  }
}
