import { text } from 'node:stream/consumers'

/** Where a command's words go and come from. Documents go to standard output, everything on the way to standard error. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** The whole of standard input. */
  readonly input: () => Promise<string>
  /** Raised by Ctrl-C. */
  readonly signal: AbortSignal
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly now: () => Date
  /** Waits until everything written has left this process. */
  readonly flush: () => Promise<void>
}

/** This process's own terminal. The first Ctrl-C (or end of the session) raises the signal, the second one ends at once. */
export function processTerminal(): Terminal {
  const controller = new AbortController()
  const stop = () => {
    if (controller.signal.aborted) process.exit(1)
    controller.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  // A reader such as `head` may leave early: nobody is left to tell.
  process.stdout.on('error', () => process.exit(1))
  return {
    out: (written) => void process.stdout.write(written),
    err: (written) => void process.stderr.write(written),
    input: () => text(process.stdin),
    signal: controller.signal,
    environment: process.env,
    now: () => new Date(),
    flush: async () => {
      await Promise.all([process.stdout, process.stderr].map(drained))
    },
  }
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()))
}
