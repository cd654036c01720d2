import { spawn } from 'node:child_process'

/** A window that closes this soon with an error has never opened: no display, no sandbox, a missing library. */
const failedStartMs = 8000

export type WindowEnd =
  | { readonly kind: 'closed'; readonly code: number }
  | { readonly kind: 'failed'; readonly reason: string }

/** Runs Electron on the built application until its window closes. Signals to this process reach Electron. */
export function runElectron(
  binary: string,
  parameters: readonly string[],
  now: () => number = () => performance.now(),
): Promise<WindowEnd> {
  const startedAt = now()
  // Where this is set, Electron's binary is a Node and opens no window.
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const child = spawn(binary, [...parameters], { env, stdio: ['ignore', 'inherit', 'inherit'] })
  const pass = (signal: NodeJS.Signals) => child.kill(signal)
  process.on('SIGINT', pass)
  process.on('SIGTERM', pass)
  return new Promise<WindowEnd>((resolve) => {
    child.once('error', (error) => resolve({ kind: 'failed', reason: `its binary cannot be run (${error.message})` }))
    child.once('exit', (code, signal) => {
      const asked = signal === 'SIGINT' || signal === 'SIGTERM'
      const failed = code !== 0 && !asked && now() - startedAt < failedStartMs
      if (failed) resolve({ kind: 'failed', reason: `it ended at once (${signal ?? `code ${code}`})` })
      else resolve({ kind: 'closed', code: code ?? (asked ? 0 : 1) })
    })
  }).finally(() => {
    process.off('SIGINT', pass)
    process.off('SIGTERM', pass)
  })
}
