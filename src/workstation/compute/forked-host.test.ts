import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { ComputeClient } from './client.ts'
import { forkChannel } from './forked-host.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regrade-fork-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('keeps what runtimes and drivers write off the terminal, and with the failure that follows', async () => {
  const file = join(folder, 'noisy.ts')
  await writeFile(
    file,
    `process.on('message', () => {
  process.stdout.write('Warning: no runtime directory')
  process.stderr.write("Warning: Couldn't load Vulkan", () => process.exit(3))
})`,
  )
  const terminal = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write'))
  const client = new ComputeClient({ start: async () => forkChannel(file) })
  await expect(client.run('inspect', { files: [] } as never)).rejects.toMatchObject({
    ...{ code: 'compute_failed', message: 'The compute process ended with code 3.' },
    details: { said: "Warning: Couldn't load Vulkan" },
  })
  for (const spy of terminal) {
    expect(spy.mock.calls.flat().filter((text) => String(text).includes('Warning:'))).toEqual([])
    spy.mockRestore()
  }
})
