import { expect, it } from 'vitest'
import { startPeer } from './torch-peer.ts'

/** A program that measures once and then ends as `end` says. */
const dying = (end: string) => [
  '-e',
  `console.log('{"name":"A peer"}')
   let told = 0
   process.stdin.on('data', () => {
     if (told++ > 0) { ${end} }
     else console.log('{"milliseconds":7,"peakMegabytes":1}')
   })`,
]

it.each([
  ['process.exit(3)', 'exit status 3'],
  ["process.kill(process.pid, 'SIGKILL')", 'SIGKILL'],
])('a peer that ends by %s in the middle fails with a sentence, and again when it is asked again', async (end, why) => {
  const peer = await startPeer(process.execPath, dying(end))
  expect(await peer?.run()).toBe(7)
  const failure = {
    code: 'compute_failed',
    message: `A peer failed in the middle of the measurement (${why}); nothing was compared.`,
  }
  await expect(peer?.run()).rejects.toMatchObject(failure)
  await expect(peer?.run()).rejects.toMatchObject(failure)
  peer?.close()
})

it('a peer that prints what is no measurement fails with a sentence', async () => {
  const peer = await startPeer(process.execPath, dying("console.log('oops')"))
  await peer?.run()
  await expect(peer?.run()).rejects.toThrow('failed in the middle')
  peer?.close()
})

it('a program that does not say its name is no peer', async () => {
  expect(await startPeer(process.execPath, ['-e', ''])).toBeNull()
  expect(await startPeer('/nowhere/python', [])).toBeNull()
})
