import dgram from 'node:dgram'
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

/** Loaded before everything else (`node --require`) in a process and in all that it starts: whatever would leave this
 *  machine is written down in the file that OUTBOUND_LOG names, and refused. */

const log = process.env.OUTBOUND_LOG ?? ''
const loopback = new Set(['127.0.0.1', '::1', 'localhost', '0.0.0.0', '::'])

function watch(what: string, host: unknown): void {
  if (typeof host !== 'string' || loopback.has(host)) return
  appendFileSync(log, `${process.pid} ${what} ${host}\n`)
  throw new Error(`${what} ${host} would leave this machine.`)
}

function before(target: object, name: string, look: (parameters: unknown[]) => void): void {
  const original: unknown = Reflect.get(target, name)
  if (typeof original !== 'function') return
  const replacement = function (this: unknown, ...parameters: unknown[]): unknown {
    look(parameters)
    return Reflect.apply(original, this, parameters)
  }
  // dns.lookup and others carry their promise form as a property.
  Object.defineProperties(replacement, Object.getOwnPropertyDescriptors(original))
  Reflect.set(target, name, replacement)
}

/** connect(port, host), connect({ host }), or what net.connect has already put in order: [[{ host }, listener]]. */
function hostOf([first, second]: unknown[]): unknown {
  const options = Array.isArray(first) ? first[0] : first
  if (typeof options === 'object' && options !== null) return Reflect.get(options, 'host')
  return typeof second === 'string' ? second : undefined
}

before(net.Socket.prototype, 'connect', (parameters) => watch('connect', hostOf(parameters)))
before(dgram.Socket.prototype, 'connect', ([, host]) => watch('datagram', host))
before(dgram.Socket.prototype, 'send', (parameters) => {
  watch(
    'datagram',
    parameters.slice(2).find((one) => typeof one === 'string'),
  )
})
for (const names of [dns, dns.promises]) {
  for (const name of Object.keys(names)) {
    if (/^(lookup|resolve|reverse)/.test(name)) before(names, name, ([host]) => watch('look-up', host))
  }
}
syncBuiltinESMExports()
