import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { listSupportedBackends } from 'onnxruntime-node'
import { forkedProbe, type Probe, type ProbeResult } from './probe.ts'
import type { RuntimeKind } from './types.ts'

export interface RuntimeStatus {
  readonly name: RuntimeKind
  readonly available: boolean
  /** Whether `auto` would take it. */
  readonly worthwhile: boolean
  /** One sentence: what was measured, or what is missing. */
  readonly reason: string
  readonly device: string
}

/** Graphics providers, the quickest first. */
export const accelerators = ['cuda', 'directml', 'webgpu'] as const

const backendNames = { cuda: 'cuda', directml: 'dml', webgpu: 'webgpu' } as const

/** Whether this machine's ONNX Runtime carries a provider at all. */
function carries(kind: (typeof accelerators)[number]): boolean {
  return listSupportedBackends().some(({ name }) => name === backendNames[kind])
}

/** Tries a provider out, if it is there at all. */
export async function examineProvider(kind: (typeof accelerators)[number], probe: Probe): Promise<ProbeResult> {
  if (!carries(kind)) {
    return { works: false, worthwhile: false, reason: 'ONNX Runtime was installed without it on this machine.' }
  }
  return await probe(kind)
}

/** Why TensorFlow cannot be used. */
export function tensorflowReason(): string {
  const require = createRequire(import.meta.url)
  for (const name of ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node']) {
    try {
      require.resolve(name)
      return `${name} is installed, but this version cannot run on it yet.`
    } catch {
      // Not installed: the next one may be.
    }
  }
  return '@tensorflow/tfjs-node-gpu is not installed.'
}

/** Every runtime with what can be said of it. Graphics providers are tried out, each in a process of its own. */
export async function listRuntimes(
  options: { readonly probe?: Probe | undefined } = {},
): Promise<readonly RuntimeStatus[]> {
  const probe = options.probe ?? forkedProbe
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
  for (const kind of accelerators) {
    const { works, worthwhile, reason } = await examineProvider(kind, probe)
    statuses.push({ name: kind, available: works, worthwhile, reason, device: works ? `ONNX Runtime ${kind}` : '' })
  }
  statuses.push({ name: 'tensorflow', available: false, worthwhile: false, reason: tensorflowReason(), device: '' })
  return statuses
}
