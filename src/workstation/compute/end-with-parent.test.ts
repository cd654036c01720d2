import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regrade-parent-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

it('ends with the process that started it, though its own thread is blocked', { timeout: 60_000 }, async () => {
  const blocked = join(folder, 'blocked.ts')
  const module = join(import.meta.dirname, 'end-with-parent.ts')
  await writeFile(
    blocked,
    `import { endWithParent } from ${JSON.stringify(module)}
endWithParent()
process.send?.(process.pid)
setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 500)`,
  )
  const starts = join(folder, 'starts.ts')
  await writeFile(
    starts,
    `import { fork } from 'node:child_process'
fork(${JSON.stringify(blocked)}).on('message', (pid) => setTimeout(() => process.send?.(pid), 1000))`,
  )
  const parent = fork(starts)
  const [pid] = (await once(parent, 'message')) as [number]
  expect(isThere(pid)).toBe(true)
  parent.kill('SIGKILL')
  await expect.poll(() => isThere(pid), { timeout: 30_000 }).toBe(false)
})
