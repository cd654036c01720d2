import { protocol } from 'electron'
import { isPixelPath } from '#hosts/pixel-path.ts'
import type { RendererFiles } from '#hosts/renderer-files.ts'
import { securityHeaders } from '#hosts/security-headers.ts'
import { logFailure } from '#shared/log.ts'

const scheme = 'app'

/** Where the window lives: an origin of its own, with neither files nor network behind it. */
export const appOrigin = `${scheme}://regrade`

/** Whether this is an address of the window's own page. */
export function isOwnAddress(address: string | undefined): boolean {
  return address !== undefined && URL.canParse(address) && address.startsWith(`${appOrigin}/`)
}

/** Makes `app://` an origin like any other to Chromium. Must come before Electron is ready. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true }
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }])
}

/** Serves the built window and pixels to pages of `app://regrade`. */
export function serveAppScheme(files: RendererFiles, pixels: (request: Request) => Promise<Response>): void {
  protocol.handle(scheme, (request) => answer(files, pixels, request))
}

async function answer(files: RendererFiles, pixels: (request: Request) => Promise<Response>, request: Request) {
  if (!isOwnAddress(request.url)) return refuse(404, 'There is nothing here.')
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'This can only be read.')
  const path = new URL(request.url).pathname
  if (isPixelPath(path)) return await answerPixels(pixels, request)
  const file = files.get(path)
  if (!file) return refuse(404, 'There is nothing here.')
  const headers = { ...file.headers, ...securityHeaders() }
  return new Response(request.method === 'HEAD' ? null : file.body, { headers })
}

async function answerPixels(pixels: (request: Request) => Promise<Response>, request: Request): Promise<Response> {
  try {
    const response = await pixels(request)
    for (const [name, value] of Object.entries(securityHeaders())) response.headers.set(name, value)
    return response
  } catch (error) {
    logFailure('error', 'The workstation could not be asked for a picture.', error)
    return refuse(503, 'The workstation could not be asked.')
  }
}

function refuse(status: number, sentence: string): Response {
  const headers = { 'content-type': 'text/plain; charset=utf-8', ...securityHeaders() }
  return new Response(sentence, { status, headers })
}
