import { join as joinPath } from 'node:path'
import type { MessagePort } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '#shared/contract/index.ts'
import { ForkedEntry, join } from './forked-entry.ts'

/** Electron's main process, as far as the workstation process can tell: both entries run in forked Nodes. */
export interface Shell {
  readonly workstation: ForkedEntry
  readonly computes: ForkedEntry[]
  readonly notices: string[]
  /** Handles that the workstation gave for files to write, null where it gave none. */
  readonly targets: (string | null)[]
  /** The contract over a page's port. */
  readonly page: () => { client: ContractRouterClient<Contract>; port: MessagePort }
  readonly close: () => void
}

/** `folder` holds `workstation-entry` and `compute-entry` with this `extension`. */
export async function startShell(
  folder: string,
  extension: 'ts' | 'js',
  start: { settingsFolder: string; project: string | null },
): Promise<Shell> {
  const workstation = await ForkedEntry.start(joinPath(folder, `workstation-entry.${extension}`))
  const computes: ForkedEntry[] = []
  const byId = new Map<number, ForkedEntry>()
  const notices: string[] = []
  const targets: (string | null)[] = []
  workstation.onParent = (data) => {
    const message = data as { kind: string; id: number; sentence: string; handle: string | null }
    if (message.kind === 'notice') notices.push(message.sentence)
    if (message.kind === 'target') targets.push(message.handle)
    if (message.kind === 'end-compute') byId.get(message.id)?.child.kill('SIGKILL')
    if (message.kind === 'compute') void startCompute(message.id)
  }
  async function startCompute(id: number): Promise<void> {
    const compute = await ForkedEntry.start(joinPath(folder, `compute-entry.${extension}`))
    computes.push(compute)
    byId.set(id, compute)
    join(compute.tellWithPort('line'), workstation.tellWithPort({ kind: 'compute', id }))
    compute.child.once('exit', () =>
      workstation.tell({ kind: 'compute-ended', id, reason: 'The compute process ended in a test.' }),
    )
  }
  workstation.tell({ kind: 'start', version: '0.1.0', ...start })
  return {
    workstation,
    computes,
    notices,
    targets,
    page: () => {
      const port = workstation.tellWithPort({ kind: 'page' })
      const link = new RPCLink({ port })
      port.start()
      return { client: createORPCClient(link), port }
    },
    close: () => {
      for (const entry of [workstation, ...computes]) entry.child.kill('SIGKILL')
    },
  }
}
