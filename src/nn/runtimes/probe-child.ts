/** Entry of the process that tries a provider out: one that crashes, or never answers, takes only this process along. */
import { asAppError } from '#shared/errors.ts'
import { openOnnxRuntime, type ProviderKind } from './onnxruntime.ts'
import { measureProbe } from './probe-graph.ts'

/** What the child sends back. */
export type ProbeAnswer =
  | { readonly kind: 'measured'; readonly milliseconds: number; readonly output: readonly number[] }
  | { readonly kind: 'failed'; readonly reason: string }

async function answer(provider: ProviderKind): Promise<ProbeAnswer> {
  try {
    return { kind: 'measured', ...(await measureProbe(await openOnnxRuntime(provider))) }
  } catch (error) {
    return { kind: 'failed', reason: asAppError(error).message }
  }
}

process.once('message', (provider: ProviderKind) => {
  void answer(provider).then((reply) => process.send?.(reply, () => process.exit(0)))
})
