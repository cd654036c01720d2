import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const hook = fileURLToPath(new URL('./outbound-watch.ts', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs Node with every way out of the machine watched, in it and in its children and threads. */
export class WatchedNode {
  readonly folder = mkdtempSync(join(tmpdir(), 'regrade-watched-'))
  readonly #log = join(this.folder, 'outbound.log')

  start(parameters: readonly string[]): {
    child: ChildProcess
    ended: Promise<Ended>
    line: (pattern: RegExp) => Promise<RegExpExecArray>
  } {
    const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, VITEST: _vitest, ...inherited } = process.env
    const child = spawn(process.execPath, [...parameters], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...inherited,
        NODE_OPTIONS: `--require "${hook}"`,
        OUTBOUND_LOG: this.#log,
        XDG_CONFIG_HOME: join(this.folder, 'settings'),
        INIT_CWD: root,
        // No screen, on systems that are not asked for a display.
        SSH_CONNECTION: '127.0.0.1 1 127.0.0.1 22',
      },
    })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString()
    })
    const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, out, err })))
    const line = (pattern: RegExp) =>
      new Promise<RegExpExecArray>((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(out)
          if (found) resolve(found)
        }
        child.stdout.on('data', look)
        void ended.then(() => reject(new Error(`It ended without saying ${pattern}:\n${out}\n${err}`)))
        look()
      })
    return { child, ended, line }
  }

  /** What tried to leave the machine, a line each. */
  outbound(): string[] {
    return existsSync(this.#log) ? readFileSync(this.#log, 'utf8').trim().split('\n') : []
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
