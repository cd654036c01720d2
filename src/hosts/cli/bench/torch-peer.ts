import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { applicationFolder } from '../../application.ts'

/** The same work in another program, one measured run at a time. */
export interface RunningPeer {
  readonly name: string
  /** Milliseconds of one run, as the other program measured them. */
  readonly run: () => Promise<number>
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
const runSchema = z.object({ milliseconds: z.number() })

/** Debian's own Python, which its python3-torch belongs to, before whatever else is called python3. */
const interpreters = ['/usr/bin/python3', 'python3']

/** Starts PyTorch on the work, or gives the reason why it is not there. */
export async function startTorch(work: PeerWork): Promise<RunningPeer | { readonly reason: string }> {
  const script = join(applicationFolder, 'tests', 'bench', 'torch-peer.py')
  if (!existsSync(script)) return { reason: `its script is not in this installation` }
  const python = interpreters.find((one) => !one.startsWith('/') || existsSync(one)) ?? 'python3'
  const { kind, architecture, size, batch, classes, threads } = work
  const words = [script, kind, architecture, size, batch, classes, threads].map(String)
  const child = spawn(python, words, { stdio: ['pipe', 'pipe', 'ignore'] })
  const lines = linesOf(child)
  const ready = readySchema.safeParse(await lines.next())
  if (!ready.success) return { reason: `${python} has no torch and torchvision, or they have no ${architecture}` }
  return {
    name: ready.data.name,
    run: async () => {
      child.stdin.write('\n')
      return runSchema.parse(await lines.next()).milliseconds
    },
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
      const line = await Promise.race([lines.next().then(({ value, done }) => (done ? null : value)), ended])
      return line === null ? null : JSON.parse(line)
    },
  }
}
