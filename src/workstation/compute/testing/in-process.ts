import type { ComputeChannel } from '../channel.ts'
import type { FromCompute } from '../protocol.ts'
import { serveCompute, type TaskTable } from '../serve.ts'

/** Compute processes in this one: the same messages, and ends that can be brought about, the last one's by `end`. */
export function inProcess(table: Partial<TaskTable>) {
  let last: ((reason: string) => void)[] = []
  let starts = 0
  let kills = 0
  const start = async (): Promise<ComputeChannel> => {
    starts++
    const ends: ((reason: string) => void)[] = []
    last = ends
    const toCompute: ((message: unknown) => void)[] = []
    const fromCompute: ((message: unknown) => void)[] = []
    const tell = (listeners: readonly ((message: unknown) => void)[], message: unknown) =>
      queueMicrotask(() => {
        for (const listener of listeners) listener(structuredClone(message))
      })
    serveCompute(table as TaskTable, {
      post: (message: FromCompute) => tell(fromCompute, message),
      onMessage: (listener) => toCompute.push(listener),
    })
    return {
      post: (message) => tell(toCompute, message),
      onMessage: (listener) => fromCompute.push(listener),
      onExit: (listener) => ends.push(listener),
      kill: () => {
        kills++
        for (const end of ends.splice(0)) end('The compute process was ended by SIGKILL.')
      },
    }
  }
  return { host: { start }, end: (reason: string) => last.at(-1)?.(reason), starts: () => starts, kills: () => kills }
}
