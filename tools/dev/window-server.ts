import { createServer } from 'node:http'
import { join } from 'node:path'
import { createServer as createVite, type ViteDevServer } from 'vite'

export interface WindowServer {
  readonly vite: ViteDevServer
  close(): Promise<void>
}

/** Vite's server of the window, at a socket of this user's: the host asks it for what a browser that was let in wants, and nobody else
 *  can. `nonce`: of the one script in the page itself, which puts changed components in place of the old. */
export async function startWindowServer(root: string, socket: string, nonce: string): Promise<WindowServer> {
  const server = createServer((request, response) => vite.middlewares(request, response))
  const vite = await createVite({
    configFile: join(root, 'vite.renderer.config.ts'),
    root: join(root, 'renderer'),
    clearScreen: false,
    html: { cspNonce: nonce },
    server: { middlewareMode: true, hmr: { server } },
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socket, resolve))
  const close = async () => {
    await vite.close()
    server.close()
    server.closeAllConnections()
  }
  return { vite, close }
}
