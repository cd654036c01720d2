import { AppError, assertNever } from '#shared/errors.ts'
import { accelerators, examineProvider, tensorflowReason } from './list-runtimes.ts'
import { type OnnxRuntimeOptions, openOnnxRuntime, type ProviderKind } from './onnxruntime.ts'
import { forkedProbe, type Probe, probeHere } from './probe.ts'
import type { Runtime, RuntimeKind } from './types.ts'

export interface RuntimeOptions extends OnnxRuntimeOptions {
  readonly probe?: Probe | undefined
}

/** Opens a runtime. `auto` takes the first graphics provider that is worth it, else the processor; `notes` of what it
 *  gives say why the others were left. A kind asked for by name that cannot be had throws
 *  `AppError('runtime_unavailable')` with the reason: nobody waits for a card and gets a processor unawares. */
export async function openRuntime(kind: RuntimeKind | 'auto', options: RuntimeOptions = {}): Promise<Runtime> {
  switch (kind) {
    case 'cpu':
      return await openOnnxRuntime('cpu', options)
    case 'auto':
      return await firstWorthwhile(options)
    case 'tensorflow':
      throw unavailable(kind, tensorflowReason())
    case 'webgpu':
    case 'cuda':
    case 'directml': {
      // Asked for by name: tried in this process, since a caller that must not die has had it tried elsewhere before.
      const { works, reason } = await examineProvider(kind, options.probe ?? probeHere)
      if (!works) throw unavailable(kind, reason)
      return await openOnnxRuntime(kind satisfies ProviderKind, options)
    }
    default:
      return assertNever(kind)
  }
}

function unavailable(kind: RuntimeKind, reason: string): AppError {
  return new AppError('runtime_unavailable', `The runtime ${kind} cannot be used: ${reason}`, {
    details: { runtime: kind },
  })
}

async function firstWorthwhile(options: RuntimeOptions): Promise<Runtime> {
  const notes: string[] = []
  for (const kind of accelerators) {
    const { worthwhile, reason } = await examineProvider(kind, options.probe ?? forkedProbe)
    if (worthwhile) return { ...(await openOnnxRuntime(kind, options)), notes }
    notes.push(`${kind}: ${reason}`)
  }
  return { ...(await openOnnxRuntime('cpu', options)), notes }
}
