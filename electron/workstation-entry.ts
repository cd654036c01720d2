import { RPCHandler } from '@orpc/server/message-port'
import type { MessagePortMain } from 'electron'
import { windowedWorkstation } from '#hosts/application.ts'
import { asAppError } from '#shared/errors.ts'
import { logFailure } from '#shared/log.ts'
import { page } from '#workstation/caller.ts'
import { logEndOfProcess } from '#workstation/log/end-of-process.ts'
import { openWorkstation, type Workstation } from '#workstation/workstation.ts'
import { ParentComputeHost } from './compute-host.ts'
import { type FromWorkstation, type ToWorkstation, toWorkstationSchema } from './messages.ts'
import { servePixels } from './pixel-server.ts'

const parent = process.parentPort
const post = (message: FromWorkstation) => parent.postMessage(message)
const compute = new ParentComputeHost(post)
let opening: Promise<Workstation> | undefined

async function open({ settingsFolder, version, project }: Extract<ToWorkstation, { kind: 'start' }>) {
  const own = { host: 'electron', compute, settingsFolder, version } as const
  const workstation = await openWorkstation({ ...own, ...windowedWorkstation(process.env) })
  if (project !== null) {
    await workstation.client.projects
      .open({ folder: project })
      .catch((error: unknown) => post({ kind: 'notice', sentence: asAppError(error).message }))
  }
  return workstation
}

async function receive(message: ToWorkstation, port: MessagePortMain | undefined): Promise<void> {
  if (message.kind === 'start') opening ??= open(message)
  else if (message.kind === 'compute-ended') compute.ended(message.id, message.reason)
  else if (message.kind === 'compute' && port) compute.arrived(message.id, port)
  // What arrives while the workstation opens waits in its port.
  const workstation = await opening
  if (message.kind === 'target') {
    const { id, path } = message
    post({ kind: 'target', id, handle: workstation ? handleOf(workstation, path) : null })
    return
  }
  if (message.kind === 'stop') {
    await workstation?.close()
    process.exit(0)
  }
  if (!workstation || !port) return
  if (message.kind === 'pixels') await servePixels(message, port, workstation.pixels)
  if (message.kind === 'page') {
    new RPCHandler(workstation.router).upgrade(port, { context: page })
    port.start()
  }
}

function handleOf(workstation: Workstation, path: string): string | null {
  try {
    return workstation.chooseTarget(path)
  } catch (error) {
    post({ kind: 'notice', sentence: asAppError(error).message })
    return null
  }
}

logEndOfProcess()
parent.on('message', ({ data, ports }) => {
  receive(toWorkstationSchema.parse(data), ports[0]).catch((error: unknown) => {
    logFailure('error', 'The workstation could not do what the shell asked for.', error)
    post({ kind: 'notice', sentence: asAppError(error).message })
  })
})
