import { expect, it, onTestFinished } from 'vitest'
import { document, regrade } from './command-line.ts'
import { temporaryFolder } from './made-project.ts'

it('examines the machine', async () => {
  const { folder: home, remove } = temporaryFolder()
  onTestFinished(remove)
  const finished = await regrade(['doctor', '--json'], { home })
  expect(finished.code).toBe(0)
  expect(document(finished)).toMatchObject({
    node: process.version,
    runtimes: expect.arrayContaining([expect.objectContaining({ name: 'cpu', available: true })]),
    store: { available: true, journalMode: 'wal' },
  })
})
