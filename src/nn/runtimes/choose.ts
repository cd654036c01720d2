import { AppError, assertNever } from '#shared/errors.ts'
import { examineRuntime } from './list-runtimes.ts'
import type { OnnxRuntimeOptions } from './onnxruntime.ts'
import { openKind } from './open.ts'
import { type Probe, probeHere } from './probe.ts'
import { accelerators, type Runtime, type RuntimeKind } from './types.ts'

export interface RuntimeOptions extends OnnxRuntimeOptions {
  /** How graphics providers are tried out; in this process, unless told otherwise. */
  readonly probe?: Probe | undefined
}

/** Opens a runtime. `auto` takes the first graphics provider that is worth it, else the processor; `notes` of what it
 *  gives say why the others were left. A provider asked for by name that cannot be had throws
 *  `AppError('runtime_unavailable')` with the reason: nobody waits for a card and gets a processor unawares. */
export async function openRuntime(kind: RuntimeKind | 'auto', options: RuntimeOptions = {}): Promise<Runtime> {
  switch (kind) {
    case 'auto':
      return await firstWorthwhile(options)
    case 'cpu':
    case 'tensorflow':
      return await openKind(kind, options)
    case 'webgpu':
    case 'cuda':
    case 'directml': {
      const { works, reason } = await examineRuntime(kind, options.probe ?? probeHere)
      if (works) return await openKind(kind, options)
      throw new AppError('runtime_unavailable', `The runtime ${kind} cannot be used: ${reason}`, {
        details: { runtime: kind },
      })
    }
    default:
      return assertNever(kind)
  }
}

async function firstWorthwhile(options: RuntimeOptions): Promise<Runtime> {
  const notes: string[] = []
  for (const kind of accelerators) {
    const { worthwhile, reason } = await examineRuntime(kind, options.probe ?? probeHere)
    if (worthwhile) return { ...(await openKind(kind, options)), notes }
    notes.push(`${kind}: ${reason}`)
  }
  return { ...(await openKind('cpu', options)), notes }
}
