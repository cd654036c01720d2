import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { AppError } from '#shared/errors.ts'

/** One file of the built window, held in memory. */
export interface RendererFile {
  readonly body: Uint8Array<ArrayBuffer>
  readonly etag: string
  readonly headers: Readonly<Record<string, string>>
}

/** The files of the built window by URL path, `/` among them. */
export type RendererFiles = ReadonlyMap<string, RendererFile>

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/** Reads the whole built window once. Later requests look a path up in this list, so that no URL reaches the disk.
 *  Throws `AppError('not_found')` where the window has not been built. */
export function readRendererFiles(folder: string): RendererFiles {
  const files = new Map<string, RendererFile>()
  for (const path of filesUnder(folder, '')) {
    const mediaType = mediaTypes[extname(path)]
    // Anything else in the folder, source maps above all, is not part of the window.
    if (mediaType) files.set(path, rendererFile(join(folder, path), path, mediaType))
  }
  const index = files.get('/index.html')
  if (!index) throw new AppError('not_found', `The window has not been built: ${folder} has no index.html.`)
  return files.set('/', index)
}

function rendererFile(file: string, path: string, mediaType: string): RendererFile {
  const body = Uint8Array.from(readFileSync(file))
  // Vite puts a hash of the content into the names under assets/.
  const hashed = /^\/assets\/.+-[\w-]{8,}\.\w+$/.test(path)
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`
  return {
    body,
    etag,
    headers: {
      'content-type': mediaType,
      'content-length': String(body.length),
      etag,
      'cache-control': hashed ? 'private, max-age=31536000, immutable' : 'no-cache',
    },
  }
}

function filesUnder(folder: string, prefix: string): string[] {
  try {
    return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
      const path = `${prefix}/${entry.name}`
      if (entry.isDirectory()) return filesUnder(folder, path)
      return entry.isFile() ? [path] : []
    })
  } catch (cause) {
    throw new AppError('not_found', `The window has not been built: ${folder} cannot be read.`, { cause })
  }
}
