import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { forkedComputeHost } from '../compute/forked-host.ts'
import { openWorkstation } from '../workstation.ts'

const folder = mkdtempSync(join(tmpdir(), 'regrade-pixels-'))
const workstation = await openWorkstation({
  host: 'browser',
  compute: forkedComputeHost(),
  settingsFolder: join(folder, 'settings'),
  version: 'test',
})
await workstation.client.projects.create({ folder: join(folder, 'p.regrade'), name: 'P' })
afterAll(async () => {
  await workstation.close()
  rmSync(folder, { recursive: true, force: true })
})

const ask = (path: string, method = 'GET') => workstation.pixels(new Request(`http://127.0.0.1${path}`, { method }))

describe('pixels', () => {
  it.each([
    '/pixels',
    '/pixels/',
    '/pixels/images/1/thumbnail',
    '/pixels/images/1',
    '/pixels/images/0/full',
    '/pixels/images/-1/full',
    '/pixels/images/1e0/full',
    '/pixels/images/..%2f..%2fetc%2fpasswd/full',
    '/pixels/images//etc/passwd',
    '/pixels/blobs/../../project.sqlite',
    '/pixels/blobs/%2e%2e%2fproject.sqlite',
    `/pixels/blobs/${'0'.repeat(64)}`,
    `/pixels/blobs/${'0'.repeat(64)}/more`,
    '/pixels/candidates/etc',
    '/project.sqlite',
  ])('answers 404 to %s', async (path) => {
    expect((await ask(path)).status).toBe(404)
  })

  it.each(['POST', 'PUT', 'DELETE'])('refuses %s', async (method) => {
    expect((await ask('/pixels/images/1/full', method)).status).toBe(405)
  })
})
