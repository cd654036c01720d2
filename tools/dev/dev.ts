import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve, sep } from 'node:path'
import { HostProcess } from './host-process.ts'
import { startWindowServer } from './window-server.ts'

/** `npm run dev -- [PROJECT]`: the window follows its files as they are saved, and the host starts anew when one of its own has changed.
 *  The browser speaks to the host alone, which lets it in as ever. */
const root = join(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'regrade-dev-'))
const socket = process.platform === 'win32' ? `\\\\.\\pipe\\regrade-dev-${process.pid}` : join(folder, 'window')
const nonce = randomBytes(16).toString('base64')

const window = await startWindowServer(root, socket, nonce)
const [project] = process.argv.slice(2)
const from = process.env.INIT_CWD ?? process.cwd()
const host = new HostProcess([
  ...[join(root, 'tools', 'dev', 'host.ts'), '--socket', socket, '--nonce', nonce],
  ...(project === undefined ? [] : [resolve(from, project)]),
])
host.start()

const ofHost = ['src', 'migrations', 'tools'].map((name) => join(root, name))
window.vite.watcher.add(ofHost)
window.vite.watcher.on('all', (event, path) => {
  const isHosts = ofHost.some((place) => path.startsWith(`${place}${sep}`)) && !/\.test\.tsx?$/.test(path)
  if (isHosts && (event === 'change' || event === 'unlink')) host.restartSoon()
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await Promise.all([host.close(), window.close()])
    rmSync(folder, { recursive: true, force: true })
    process.exit(0)
  })
}
