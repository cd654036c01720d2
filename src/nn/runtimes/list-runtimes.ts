import { cpus } from 'node:os'
import { listSupportedBackends } from 'onnxruntime-node'
import type { Probe, ProbeResult } from './probe.ts'
import { type RuntimeKind, type TriedKind, triedKinds } from './types.ts'

export interface RuntimeStatus {
  readonly name: RuntimeKind
  readonly available: boolean
  /** Whether `auto` would take it. */
  readonly worthwhile: boolean
  /** One sentence: what was measured, or what is missing. */
  readonly reason: string
  readonly device: string
}

const backendNames = { cuda: 'cuda', directml: 'dml', webgpu: 'webgpu' } as const

/** Whether this machine's ONNX Runtime carries a provider at all. */
function carries(kind: keyof typeof backendNames): boolean {
  return listSupportedBackends().some(({ name }) => name === backendNames[kind])
}

/** Tries a runtime out, if it is there at all. */
export async function examineRuntime(kind: TriedKind, probe: Probe): Promise<ProbeResult> {
  if (kind !== 'tensorflow' && !carries(kind)) {
    const reason = 'ONNX Runtime was installed without it on this machine.'
    return { works: false, worthwhile: false, reason, device: '' }
  }
  return await probe(kind)
}

/** Every runtime with what can be said of it. */
export async function listRuntimes(probe: Probe): Promise<readonly RuntimeStatus[]> {
  const processor = cpus()
  const statuses: RuntimeStatus[] = [
    {
      name: 'cpu',
      available: true,
      worthwhile: true,
      reason: `${processor.length} processors.`,
      device: processor[0]?.model.trim() ?? 'processor',
    },
  ]
  for (const kind of triedKinds) {
    const { works, worthwhile, reason, device } = await examineRuntime(kind, probe)
    statuses.push({
      name: kind,
      available: works,
      worthwhile: worthwhile && kind !== 'tensorflow',
      reason,
      device,
    })
  }
  return statuses
}
