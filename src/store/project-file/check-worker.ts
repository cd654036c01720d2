import { parentPort, workerData } from 'node:worker_threads'
import { Connection } from '../connection.ts'

/** The thread of `checkBehind`: answers `ok`, or what is amiss with the database that it was given. */
function answer(): string {
  try {
    const connection = new Connection(String(workerData), 5000)
    try {
      return String(connection.pragma('quick_check(1)'))
    } finally {
      connection.close()
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
parentPort?.postMessage(answer())
