import { Worker } from 'node:worker_threads'

const askEveryMs = 500

/** A thread of its own: a runtime may block this one for as long as it optimises a large network. */
const watch = `
const { workerData } = require('node:worker_threads')
const isThere = () => {
  try {
    return process.ppid === workerData && process.kill(workerData, 0)
  } catch {
    return false
  }
}
setInterval(() => isThere() || process.kill(process.pid, 'SIGKILL'), ${askEveryMs})
`

/** Ends this process within a second of the one that started it, however that ended and whatever this one is doing. What was running
 *  is taken up from its checkpoint. */
export function endWithParent(): void {
  new Worker(watch, {
    ...{ eval: true, workerData: process.ppid },
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 },
  }).unref()
}
