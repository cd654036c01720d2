import { setPriority } from 'node:os'
import { logInto } from '#shared/log.ts'
import { endWithParent } from './end-with-parent.ts'
import type { FromCompute } from './protocol.ts'
import { serveCompute } from './serve.ts'
import { taskTable } from './tasks/task-table.ts'

/** Grading must never wait for training: on POSIX 10 of 19, on Windows "below normal". */
const niceness = 10

setPriority(niceness)
endWithParent()
// Ctrl-C in a terminal reaches the whole group. The workstation cancels what runs, so that it ends in a state to go on from.
process.on('SIGINT', () => undefined)
const post = (message: FromCompute) => {
  // Of a workstation process that is gone nobody is told any more.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
}
logInto((entry) => post({ kind: 'log', entry }))
serveCompute(taskTable, {
  post,
  onMessage: (listener) => {
    process.on('message', listener)
  },
})
// The workstation process is gone: whatever was running is taken up by the next one from its checkpoint.
process.on('disconnect', () => process.exit(0))
