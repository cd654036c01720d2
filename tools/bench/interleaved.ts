import type { Peer } from './benchmark.ts'
import { median } from './samples.ts'
import type { RunningPeer } from './torch-peer.ts'

/** Runs both in turn, so that whatever else the machine does falls on both alike. The first `warmUp` runs of each are
 *  not counted. */
export async function interleaved(
  own: () => Promise<number>,
  peer: Pick<RunningPeer, 'run'> | undefined,
  { runs, warmUp, signal }: { runs: number; warmUp: number; signal: AbortSignal },
): Promise<{ own: number[]; peer: number[] }> {
  const samples = { own: [] as number[], peer: [] as number[] }
  for (let run = 0; run < warmUp + runs; run++) {
    signal.throwIfAborted()
    const mine = await own()
    const other = await peer?.run()
    if (run < warmUp) continue
    samples.own.push(mine)
    if (other !== undefined) samples.peer.push(other)
  }
  return samples
}

/** The peer's part of a measurement: its median, and how many times as long this application took. */
export function comparePeer(name: string, own: readonly number[], samples: readonly number[]): Peer {
  const value = median(samples)
  return { name, value, samples, ratio: median(own) / value }
}
