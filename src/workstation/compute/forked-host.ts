import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ComputeChannel, ComputeHost } from './channel.ts'

/** The entry stands beside this file, as TypeScript in a checkout and as JavaScript in a build. */
function entryFile(): string {
  const source = fileURLToPath(new URL('./entry.ts', import.meta.url))
  return existsSync(source) ? source : fileURLToPath(new URL('./compute-entry.js', import.meta.url))
}

/** Compute processes as children of this Node process. */
export function forkedComputeHost(): ComputeHost {
  return { start: async () => forkChannel(entryFile()) }
}

/** Characters kept of what a compute process last wrote. */
const saidLength = 2000

/** Runtimes and graphics drivers write what they please; a terminal has the sentences of this application alone, and a failure the last
 *  that was written before it. */
export function forkChannel(file: string): ComputeChannel {
  const child = fork(file, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-saidLength)
  })
  return {
    post: (message) => {
      // One that has just died is still "connected": the failure to write is told once, as its exit.
      if (child.connected) child.send(message as object, () => undefined)
    },
    onMessage: (listener) => {
      child.on('message', listener)
    },
    onExit: (listener) => {
      child.once('exit', (code, signal) =>
        listener(
          signal ? `The compute process was ended by ${signal}.` : `The compute process ended with code ${code}.`,
          said,
        ),
      )
      child.once('error', (error) => listener(`The compute process could not be started: ${error.message}`))
    },
    kill: () => {
      child.kill('SIGKILL')
    },
  }
}
