import { availableParallelism } from 'node:os'
import { z } from 'zod'
import type { Runtime } from '#nn/runtimes/types.ts'
import { runtimeKindSchema } from '#shared/recipe.ts'
import { forkedComputeHost } from '#workstation/compute/forked-host.ts'
import { RuntimeChoice } from '#workstation/compute/runtime-choice.ts'
import { type Measurement, whole } from './benchmark.ts'
import { comparePeer, interleaved } from './interleaved.ts'
import { median } from './samples.ts'
import { startTorch } from './torch-peer.ts'

/** Settings of the benchmarks that run a network. */
export const networkSettings = {
  architecture: z.string().default('efficientnet-b0'),
  size: whole(224, 32),
  batch: whole(8),
  threads: whole(availableParallelism()),
  runtime: runtimeKindSchema.default('cpu'),
  peer: z.enum(['none', 'torch']).default('none'),
  runs: whole(10),
  warmUp: whole(3, 0),
}
export type NetworkSettings = z.infer<z.ZodObject<typeof networkSettings>>

export const classes = 5

/** At most this many times PyTorch's time on the processor, by network, side and batch. */
const targets: Readonly<Record<'train' | 'infer', Readonly<Record<string, number>>>> = {
  train: {
    'efficientnet-b0 224 8': 0.9,
    'efficientnet-b0 96 8': 1.1,
    'efficientnet-b5 456 2': 1,
    'resnet-50 224 8': 1.1,
    'densenet-201 224 8': 1.1,
  },
  infer: {
    'efficientnet-b0 224 8': 0.5,
    'efficientnet-b0 224 2': 0.35,
    'efficientnet-b5 456 2': 0.6,
    'resnet-50 224 8': 0.8,
    'densenet-201 224 8': 0.7,
  },
}

/** The target of a measurement beside PyTorch, where there is one. */
export function targetOf(kind: 'train' | 'infer', settings: NetworkSettings, { peer }: Pick<Measurement, 'peer'>) {
  const ratio = targets[kind][`${settings.architecture} ${settings.size} ${settings.batch}`]
  const known = ratio !== undefined && settings.runtime === 'cpu' && peer && 'ratio' in peer
  return known ? { target: { atMost: ratio * peer.value } } : {}
}

/** Opens the runtime that is asked for; `auto` is found out in processes of their own.
 *  Loads ONNX Runtime's native library, which no other command needs in this process. */
export async function openNetworkRuntime({
  runtime,
  threads,
}: Pick<NetworkSettings, 'runtime' | 'threads'>): Promise<Runtime> {
  const { kind, notes } = await new RuntimeChoice(forkedComputeHost()).resolve(runtime)
  const { openRuntime } = await import('#nn/runtimes/choose.ts')
  return { ...(await openRuntime(kind, { threads })), notes }
}

/** Milliseconds per batch of `own`, beside PyTorch where it is asked for. */
export async function measureNetwork(
  kind: 'train' | 'infer',
  settings: NetworkSettings,
  own: { readonly run: () => Promise<number>; readonly device: string; readonly notes: readonly string[] },
  signal: AbortSignal,
): Promise<Measurement> {
  const { architecture, size, batch, threads, runs, warmUp } = settings
  const peer =
    settings.peer === 'torch' ? await startTorch({ kind, architecture, size, batch, classes, threads }) : undefined
  const running = peer && 'run' in peer ? peer : undefined
  try {
    const samples = await interleaved(own.run, running, { runs, warmUp, signal })
    const work =
      kind === 'train'
        ? 'One training step (forward with dropout and stochastic depth, loss, backward, Adam, statistics)'
        : 'One forward pass'
    return {
      unit: 'ms',
      value: median(samples.own),
      samples: samples.own,
      what: `${work} of ${architecture} at ${size} px, batch ${batch}, on ${own.device}; median of ${runs} after ${warmUp}.`,
      settings,
      notes: own.notes,
      ...(running && { peer: comparePeer(running.name, samples.own, samples.peer) }),
      ...(peer && 'reason' in peer && { peer: { name: 'PyTorch', reason: peer.reason } }),
    }
  } finally {
    running?.close()
  }
}
