import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { applicationFolder } from '../../src/hosts/application.ts'

/** The same work in another program, one measured run at a time. */
export interface RunningPeer {
  readonly name: string
  /** Milliseconds of one run, as the other program measured them. */
  readonly run: () => Promise<number>
  /** Most memory its process held up to its last run, MiB. */
  readonly peakMegabytes: () => number
  readonly close: () => void
}

export interface PeerWork {
  readonly kind: 'train' | 'infer'
  readonly architecture: string
  readonly size: number
  readonly batch: number
  readonly classes: number
  readonly threads: number
}

const readySchema = z.object({ name: z.string() })
const runSchema = z.object({ milliseconds: z.number(), peakMegabytes: z.number() })

/** Debian's own Python, which its python3-torch belongs to, before whatever else is called python3. */
const interpreters = ['/usr/bin/python3', 'python3']

/** Starts PyTorch on the work, or gives the reason why it is not there. */
export async function startTorch(work: PeerWork): Promise<RunningPeer | { readonly reason: string }> {
  const { kind, architecture, size, batch, classes, threads } = work
  const words = [kind, architecture, size, batch, classes, threads].map(String)
  return await startScript('torch-peer.py', words, `no torch and torchvision, or they have no ${architecture}`)
}

/** Starts a Python script of tools/bench/peers, or gives the reason why it does not: `lacks` says what Python may be without. */
export async function startScript(
  name: string,
  words: readonly string[],
  lacks: string,
): Promise<RunningPeer | { readonly reason: string }> {
  const script = join(applicationFolder, 'tools', 'bench', 'peers', name)
  if (!existsSync(script)) return { reason: `its script is not in this installation` }
  const python = interpreters.find((one) => !one.startsWith('/') || existsSync(one)) ?? 'python3'
  return (await startPeer(python, [script, ...words])) ?? { reason: `${python} has ${lacks}` }
}

/** Starts a program that says its name, and then a measurement for every line it is given; null where it does not. Each
 *  run throws `AppError('compute_failed')` where the program gives none, because it has ended. */
export async function startPeer(program: string, words: readonly string[]): Promise<RunningPeer | null> {
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'ignore'] })
  // A line to a program that has ended; what it then fails to answer says so.
  child.stdin.on('error', () => undefined)
  const lines = linesOf(child)
  const ready = readySchema.safeParse(await lines.next())
  if (!ready.success) {
    child.stdin.end()
    return null
  }
  const { name } = ready.data
  let peak = 0
  return {
    name,
    run: async () => {
      child.stdin.write('\n')
      const measured = runSchema.safeParse(await lines.next())
      if (!measured.success) {
        const end = child.signalCode ?? (child.exitCode === null ? null : `exit status ${child.exitCode}`)
        throw new AppError(
          'compute_failed',
          `${name} failed in the middle of the measurement${end === null ? '' : ` (${end})`}; nothing was compared.`,
        )
      }
      const { milliseconds, peakMegabytes } = measured.data
      peak = peakMegabytes
      return milliseconds
    },
    peakMegabytes: () => peak,
    close: () => child.stdin.end(),
  }
}

/** The documents a process prints, one a line; null once it has ended. */
function linesOf(child: ChildProcessByStdio<Writable, Readable, null>) {
  const ended = new Promise<null>((resolve) => {
    child.once('error', () => resolve(null))
    child.once('close', () => resolve(null))
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    next: async (): Promise<unknown> => {
      const line = await Promise.race([lines.next().then(({ value, done }) => (done ? ended : value)), ended])
      return line === null ? null : jsonOf(line)
    },
  }
}

/** null for a line that is no document. */
function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
