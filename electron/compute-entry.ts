import { setPriority } from 'node:os'
import type { MessageEvent } from 'electron'
import { logInto } from '#shared/log.ts'
import { serveCompute } from '#workstation/compute/serve.ts'
import { taskTable } from '#workstation/compute/tasks/task-table.ts'

/** Grading must never wait for training: on POSIX 10 of 19, on Windows "below normal". */
const niceness = 10

setPriority(niceness)
process.parentPort.once('message', ({ ports: [port] }: MessageEvent) => {
  if (!port) return
  logInto((entry) => port.postMessage({ kind: 'log', entry }))
  serveCompute(taskTable, {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', ({ data }) => listener(data))
    },
  })
  // The workstation process is gone: the next one takes up what was running from its checkpoint.
  port.on('close', () => process.exit(0))
  port.start()
})
