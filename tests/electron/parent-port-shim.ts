import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'
import type { FromShim, ToShim } from './forked-entry.ts'
import { ChannelMain, type PortMain } from './port-main.ts'

/** Runs an entry of a utilityProcess in a plain Node: `process.parentPort` is made of Node's own message channels, and
 *  the far end of each port that main would send travels over the fork's line. */

const send = (message: FromShim) => process.send?.(message)
const ports = new Map<number, PortMain>()

class ParentPort extends EventEmitter {
  postMessage = (data: unknown) => send({ kind: 'parent', data })
}
const parentPort = new ParentPort()
Object.defineProperty(process, 'parentPort', { value: parentPort })

function bring(port: number): PortMain {
  const { port1, port2 } = new ChannelMain()
  ports.set(port, port1)
  port1.on('message', ({ data }) => send({ kind: 'port', port, data }))
  port1.on('close', () => send({ kind: 'closed', port }))
  port1.start()
  return port2
}

process.on('message', (message: ToShim) => {
  if (message.kind === 'parent') {
    parentPort.emit('message', { data: message.data, ports: message.ports.map(bring) })
  } else if (message.kind === 'port') ports.get(message.port)?.postMessage(message.data)
  else ports.get(message.port)?.close()
})
process.on('disconnect', () => process.exit(0))

await import(pathToFileURL(process.argv[2] ?? '').href)
send({ kind: 'loaded' })
