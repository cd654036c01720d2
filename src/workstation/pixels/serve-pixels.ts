import { Readable } from 'node:stream'
import { openRegular } from '#files/regular-file.ts'
import { previewSide, thumbnailSide } from '#imaging/thumbnail.ts'
import { imageIdSchema, sha256Schema } from '#shared/ids.ts'
import { logFailure } from '#shared/log.ts'
import type { WorkstationContext } from '../context.ts'
import type { Candidates } from '../imports/candidates.ts'
import { renderedJpeg } from './rendered.ts'
import { shownByBrowsers } from './shown-by-browsers.ts'

/** Longest sides, pixels. */
const sides = { thumbnail: thumbnailSide, preview: previewSide } as const

const mediaTypes: Record<string, string> = { jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp' }

/** One function from Request to Response for Electron's protocol and node:http. A photograph is named by its id, a map
 *  by its SHA-256, a photograph not yet imported by the id its preview gave it: no path is ever taken from a request. */
export function makePixels(context: WorkstationContext, candidates: Candidates) {
  return async (request: Request): Promise<Response> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Pixels can only be read.')
    const [root, kind, id = '', size = '', ...more] = new URL(request.url).pathname.slice(1).split('/')
    if (root !== 'pixels' || more.length > 0) return refuse(404, 'There is nothing here.')
    const response = await find(kind, id, size, request)
    return response ?? refuse(404, 'There is no such picture.')
  }

  async function find(kind: string | undefined, id: string, size: string, request: Request) {
    const { session } = context
    if (kind === 'candidates' && size === '') {
      const path = candidates.path(id)
      return path ? await jpeg(() => renderedJpeg(path, sides.thumbnail), undefined, request) : undefined
    }
    if (!session) return undefined
    if (kind === 'blobs' && size === '') {
      const sha256 = sha256Schema.safeParse(id)
      if (!sha256.success || !session.store.blobs.has(sha256.data)) return undefined
      return await file(session.store.blobs.path(sha256.data), 'image/png', sha256.data, request)
    }
    if (kind !== 'images') return undefined
    const image = imageIdSchema.safeParse(Number(id))
    const row = image.success ? session.store.images.find(image.data) : undefined
    if (!row) return undefined
    const { path, sha256, format } = row
    if (size === 'full')
      return shownByBrowsers(row) ? await file(path, mediaTypes[format] ?? '', sha256, request) : undefined
    if (size !== 'thumbnail' && size !== 'preview') return undefined
    return await jpeg(
      () => renderedJpeg(path, sides[size], session.store.cacheFolder, sha256),
      `${sha256}-${size}`,
      request,
    )
  }
}

async function jpeg(render: () => Promise<Uint8Array>, tag: string | undefined, request: Request) {
  if (tag && isKnown(request, tag)) return new Response(null, { status: 304, headers: caching(tag) })
  try {
    const bytes = await render()
    const headers = { 'content-type': 'image/jpeg', 'content-length': String(bytes.length), ...caching(tag) }
    return new Response(request.method === 'HEAD' ? null : Buffer.from(bytes), { headers })
  } catch (error) {
    logFailure('warn', 'A photograph could not be drawn.', error)
    return refuse(404, 'The photograph cannot be read where it was.')
  }
}

async function file(path: string, mediaType: string, tag: string, request: Request) {
  if (isKnown(request, tag)) return new Response(null, { status: 304, headers: caching(tag) })
  try {
    const { handle, size } = await openRegular(path)
    const headers = { 'content-type': mediaType, 'content-length': String(size), ...caching(tag) }
    if (request.method === 'HEAD') {
      await handle.close()
      return new Response(null, { headers })
    }
    return new Response(Readable.toWeb(handle.createReadStream()) as ReadableStream, { headers })
  } catch (error) {
    logFailure('warn', 'A photograph or map could not be opened.', error)
    return refuse(404, 'The photograph is no longer where it was.')
  }
}

function isKnown(request: Request, tag: string): boolean {
  return request.headers.get('if-none-match') === `"${tag}"`
}

function caching(tag: string | undefined): Record<string, string> {
  return tag ? { etag: `"${tag}"`, 'cache-control': 'private, no-cache' } : { 'cache-control': 'no-store' }
}

function refuse(status: number, sentence: string): Response {
  return new Response(sentence, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
}
