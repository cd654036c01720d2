import { logFailure } from '#shared/log.ts'

/** Notes what ends this process without having been caught. It ends as it would have. */
export function logEndOfProcess(): void {
  process.on('uncaughtExceptionMonitor', (error) =>
    logFailure('error', 'A failure that nobody caught ended this process.', error),
  )
}
