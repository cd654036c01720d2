import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { Contract } from '#shared/contract/index.ts'
import { buildWindow } from './build-window.ts'
import { letIn } from './let-in.ts'
import { madePhotograph } from './made-photograph.ts'
import { WatchedNode } from './watched-node.ts'

const node = new WatchedNode()
const photographs = join(node.folder, 'photographs')
const labels = join(node.folder, 'labels.csv')

beforeAll(async () => {
  await buildWindow()
  mkdirSync(photographs)
  const names = [0, 1, 2, 3].map((index) => `made-${index}`)
  names.forEach((name, index) => {
    writeFileSync(join(photographs, `${name}.png`), madePhotograph(96, index * 13))
  })
  writeFileSync(labels, ['id_code,diagnosis', ...names.map((name, index) => `${name},${index}`)].join('\n'))
})

afterAll(() => node.remove())

function clientOver(socket: WebSocket): ContractRouterClient<Contract> {
  // The same events and methods as the browser's own; only the names of the event types differ.
  return createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }))
}

describe('the application asks nothing of another machine', () => {
  it('the watch sees what would: in a process, in its children and in its threads', async () => {
    const watched = new WatchedNode()
    const attempts = `
      import dgram from 'node:dgram'
      import { lookup } from 'node:dns'
      import { request } from 'node:https'
      import { connect } from 'node:net'
      const quiet = (attempt) => { try { attempt()?.on?.('error', () => {}) } catch {} }
      quiet(() => connect(80, '192.0.2.1'))
      quiet(() => connect({ host: '192.0.2.2', port: 80 }))
      quiet(() => request('https://192.0.2.3/'))
      quiet(() => lookup('example.com', () => {}))
      quiet(() => dgram.createSocket('udp4').send('x', 53, '192.0.2.4'))
      await fetch('http://192.0.2.5/').catch(() => {})
      quiet(() => connect(1, '127.0.0.1'))`
    const source = `${attempts}
      const { Worker } = await import('node:worker_threads')
      const { spawnSync } = await import('node:child_process')
      const attempt = (host) => "import('node:net').then((net) => net.connect(80, '" + host + "'))"
      await new Promise((end) => new Worker(attempt('192.0.2.6'), { eval: true }).on('error', end).on('exit', end))
      spawnSync(process.execPath, ['-e', attempt('192.0.2.7')])
      process.exit(0)`
    await watched.start(['--input-type=module', '-e', source]).ended
    const seen = watched.outbound().map((line) => line.split(' ').at(-1))
    const others = [
      '192.0.2.1',
      '192.0.2.2',
      '192.0.2.3',
      '192.0.2.4',
      '192.0.2.5',
      '192.0.2.6',
      '192.0.2.7',
      'example.com',
    ]
    expect([...new Set(seen)].sort()).toEqual(others)
    watched.remove()
  })

  it('not when the window is served, a project made, photographs imported and looked at', async () => {
    const project = join(node.folder, 'served.regrade')
    const host = node.start(['src/hosts/start.ts', '--browser'])
    const [url = ''] = await host.line(/http:\/\/127\.0\.0\.1:\d+\/\?ticket=[\w.-]+/)
    const { headers } = await letIn(url)
    expect((await fetch(new URL('/', url), { headers })).status).toBe(200)

    const socket = new WebSocket(`ws://${new URL(url).host}/rpc`, { headers })
    const client = clientOver(socket)
    await client.projects.create({ folder: project, name: 'Served' })
    await client.system.runtimes()
    const run = await client.imports.start({ imagesFolder: photographs, labelsFile: labels, layout: 'aptos' })
    await expect.poll(async () => (await client.jobs.get({ run: run.id })).state, { timeout: 60_000 }).toBe('done')
    expect(await client.projects.current()).toMatchObject({ images: 4 })
    const picture = await fetch(new URL('/pixels/images/1/preview', url), { headers })
    expect(picture.headers.get('content-type')).toBe('image/jpeg')
    expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(500)

    socket.terminate()
    host.child.kill('SIGTERM')
    expect((await host.ended).code).toBe(0)
    expect(node.outbound()).toEqual([])
  })

  it('not from the command line', async () => {
    const project = join(node.folder, 'commanded.regrade')
    const commands = [
      ['doctor', '--json'],
      ['init', project, '--json'],
      ['import', project, '--images', photographs, '--labels', labels, '--layout', 'aptos', '--json'],
      ['screen', project, '--json'],
    ]
    for (const command of commands) {
      const { code, out, err } = await node.start(['src/hosts/cli/main.ts', ...command]).ended
      expect({ command, code, err, out }).toMatchObject({ code: 0 })
    }
    expect(node.outbound()).toEqual([])
  })
})
