import { beforeAll, expect, it } from 'vitest'
import { buildWindow } from '../hosts/build-window.ts'
import { manyClients } from './many-clients.ts'

beforeAll(buildWindow)

it('50 clients that never wait are all answered, and the host ends when it is told to', async () => {
  const { sent, answered, busy, malformed, tooMany, refusedWindows, endMs } = await manyClients(1, 50, 40)
  expect(answered).toBe(sent)
  expect(malformed).toBeGreaterThan(0)
  expect(busy).toBeLessThan(sent)
  expect(refusedWindows).toBe(tooMany)
  // Some tens of milliseconds; with every call that came taken on it was a quarter of a minute.
  expect(endMs).toBeLessThan(10_000)
})
