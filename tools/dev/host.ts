import { parseArgs } from 'node:util'
import { startPlainHost, untilInterrupted } from '../../src/hosts/plain-host.ts'
import { asAppError } from '../../src/shared/errors.ts'
import { proxiedPage } from './window-proxy.ts'

/** One life of the host: `dev.ts` starts it anew when one of its files has changed. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    socket: { type: 'string', default: '' },
    nonce: { type: 'string', default: '' },
    again: { type: 'boolean' },
  },
})
try {
  const page = proxiedPage(values.socket, values.nonce)
  const host = await startPlainHost({ project: positionals[0], page })
  // A page that is open finds its way back by itself.
  console.log(values.again ? 'The host has started again.' : `Open Regrade in a browser: ${host.newUrl()}`)
  await untilInterrupted(host.close)
} catch (error) {
  console.error(asAppError(error).message)
  process.exitCode = 1
}
