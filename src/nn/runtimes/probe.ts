import { asAppError } from '#shared/errors.ts'
import { openKind } from './open.ts'
import { type Measurement, measureProbe } from './probe-graph.ts'
import type { TriedKind } from './types.ts'

interface Verdict {
  readonly works: boolean
  /** Works, and is a real card, not one that the processor imitates. */
  readonly worthwhile: boolean
  readonly reason: string
}

/** Whether a runtime can be used, and whether it is worth using. */
export interface ProbeResult extends Verdict {
  /** For people; '' where it does not work. */
  readonly device: string
}

/** Tries a runtime out. */
export type Probe = (kind: TriedKind) => Promise<ProbeResult>

/** Largest difference allowed between two devices, relative to the largest value. */
const tolerance = 1e-3

function agree(a: readonly number[], b: readonly number[]): boolean {
  const largest = Math.max(...b.map(Math.abs))
  return a.length === b.length && a.every((value, i) => Math.abs(value - (b[i] as number)) <= tolerance * largest)
}

/** Runs a small network on the runtime, and compares values and time with the processor's. A bad driver may end this
 *  process: one that must not die has it tried in another. */
export const probeHere: Probe = async (kind) => {
  try {
    const runtime = await openKind(kind)
    const verdict = judge(await measureProbe(runtime), await measureProbe(await openKind('cpu')))
    const reason = [...runtime.notes, verdict.reason].join(' ')
    return { ...verdict, reason, device: verdict.works ? runtime.device : '' }
  } catch (error) {
    return { works: false, worthwhile: false, reason: asAppError(error).message, device: '' }
  }
}

/** A network this small says little about a card's speed, since half its time goes into the call. But an imitated card
 *  is a hundred times slower than the processor that imitates it. */
const imitationFactor = 10

/** Judges a runtime's probe by the processor's. */
export function judge(device: Measurement, processor: Measurement): Verdict {
  if (!agree(device.output, processor.output)) {
    return { works: false, worthwhile: false, reason: 'Its results differ from the processor’s.' }
  }
  const [own, other] = [device.milliseconds.toFixed(1), processor.milliseconds.toFixed(1)]
  if (device.milliseconds > imitationFactor * processor.milliseconds) {
    const reason = `Far slower than the processor (${own} ms against ${other} ms): no graphics card of its own.`
    return { works: true, worthwhile: false, reason }
  }
  return { works: true, worthwhile: true, reason: `Runs a test network in ${own} ms; the processor takes ${other} ms.` }
}
