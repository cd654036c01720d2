import type { Readable } from 'node:stream'
import { statisticsLimit, tooLarge } from '#files/file-limit.ts'
import { AppError } from '#shared/errors.ts'

/** Where a command's words go and come from. Documents go to standard output, everything on the way to standard error. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** The whole of standard input. Throws `AppError('usage')` where it does not end within what is read of a file of numbers. */
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
    input: () => boundedText(process.stdin),
    signal: controller.signal,
    environment: process.env,
    now: () => new Date(),
    flush: async () => {
      await Promise.all([process.stdout, process.stderr].map(drained))
    },
  }
}

async function boundedText(stream: Readable): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > statisticsLimit.bytes) {
      throw new AppError('usage', `Standard input ${tooLarge(undefined, statisticsLimit)}.`)
    }
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()))
}
