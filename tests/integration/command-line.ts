import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { runCommandLine } from '../../src/hosts/cli/command-line.ts'
import { commands } from '../../src/hosts/cli/commands.ts'

const root = join(import.meta.dirname, '..', '..')

export interface Finished {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** New projects get no model, so that a test's own is the first, but for one of the folder `starter`. */
function settings({ home, starter = 'none' }: { home: string; starter?: string }): NodeJS.ProcessEnv {
  return { ...process.env, XDG_CONFIG_HOME: join(home, 'config'), REGRADE_STARTER: starter }
}

/** Runs the command line as a process of its own, its settings in `home`. `onErr` sees standard error as it comes and may
 *  end the process with a signal. */
export async function regrade(
  words: readonly string[],
  options: { home: string; input?: string; onErr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void },
): Promise<Finished> {
  const child = spawn(process.execPath, [join(root, 'src/hosts/cli/main.ts'), ...words], {
    cwd: options.home,
    env: { ...settings(options), npm_lifecycle_event: '' },
  })
  child.stdin.end(options.input ?? '')
  let err = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    err += chunk
    options.onErr?.(chunk, (signal) => child.kill(signal))
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code))
  })
  const [out, code] = await Promise.all([text(child.stdout), ended])
  return { code, out, err }
}

/** The same in this process: quicker, for commands that need none of their own. */
export async function regradeHere(
  words: readonly string[],
  options: { home: string; starter?: string; input?: string },
): Promise<Finished> {
  const written = { out: '', err: '' }
  const code = await runCommandLine(words, commands, {
    out: (chunk) => {
      written.out += chunk
    },
    err: (chunk) => {
      written.err += chunk
    },
    input: async () => options.input ?? '',
    signal: new AbortController().signal,
    environment: settings(options),
    now: () => new Date(),
    flush: async () => undefined,
  })
  return { code, ...written }
}

/** The one document on standard output. Throws where there is anything else. */
export function document(finished: Finished): Record<string, unknown> {
  const value: unknown = JSON.parse(finished.out)
  if (typeof value !== 'object' || value === null) throw new Error(`No document: ${finished.out}`)
  return value as Record<string, unknown>
}
