import { fork } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { asAppError } from '#shared/errors.ts'
import { openOnnxRuntime, type ProviderKind } from './onnxruntime.ts'
import type { ProbeAnswer } from './probe-child.ts'
import { type Measurement, measureProbe } from './probe-graph.ts'

/** Whether a provider can be used, and whether it is worth using. */
export interface ProbeResult {
  readonly works: boolean
  /** Works, and is a real card, not one that the processor imitates. */
  readonly worthwhile: boolean
  readonly reason: string
}

/** Tries a provider out in a process of its own. Replaced where that process cannot be started from a file. */
export type Probe = (kind: Exclude<ProviderKind, 'cpu'>) => Promise<ProbeResult>

const deadlineMs = 30_000

/** The file beside this one, of whatever kind this one runs as. */
const childEntry = new URL(`./probe-child${extname(import.meta.url)}`, import.meta.url)

function ask(kind: ProviderKind): Promise<ProbeAnswer> {
  return new Promise((resolve) => {
    const child = fork(fileURLToPath(childEntry), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      resolve({ kind: 'failed', reason: `It did not answer within ${deadlineMs / 1000} seconds.` })
    }, deadlineMs)
    const settle = (answer: ProbeAnswer) => {
      clearTimeout(timer)
      resolve(answer)
    }
    child.once('message', (answer: ProbeAnswer) => settle(answer))
    child.once('error', (error) => settle({ kind: 'failed', reason: error.message }))
    child.once('exit', (code, signal) => settle({ kind: 'failed', reason: `Its process ended (${signal ?? code}).` }))
    child.send(kind, (error) => {
      if (error) settle({ kind: 'failed', reason: error.message })
    })
  })
}

/** Largest difference allowed between two devices, relative to the largest value. */
const tolerance = 1e-3

function agree(a: readonly number[], b: readonly number[]): boolean {
  const largest = Math.max(...b.map(Math.abs))
  return a.length === b.length && a.every((value, i) => Math.abs(value - (b[i] as number)) <= tolerance * largest)
}

/** Forks a process that runs a small network on the provider, and compares values and time with the processor's. */
export const forkedProbe: Probe = async (kind) => {
  const answer = await ask(kind)
  if (answer.kind === 'failed') return { works: false, worthwhile: false, reason: answer.reason }
  return judge(answer, await measureProbe(await openOnnxRuntime('cpu')))
}

/** The same in this process, where it may end it: for a process that was started for nothing else. */
export const probeHere: Probe = async (kind) => {
  try {
    return judge(await measureProbe(await openOnnxRuntime(kind)), await measureProbe(await openOnnxRuntime('cpu')))
  } catch (error) {
    return { works: false, worthwhile: false, reason: asAppError(error).message }
  }
}

/** A network this small says little about a card's speed, since half its time goes into the call. But an imitated card
 *  is a hundred times slower than the processor that imitates it. */
const imitationFactor = 10

/** Judges a provider's probe by the processor's. */
export function judge(device: Measurement, processor: Measurement): ProbeResult {
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
