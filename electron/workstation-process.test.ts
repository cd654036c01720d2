import type { WebContents } from 'electron'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeContents, utilityProcess } from '../tests/electron/fake-electron.ts'
import { WorkstationProcess } from './workstation-process.ts'

vi.mock('electron', () => import('../tests/electron/fake-electron.ts'))

function start() {
  const onNotice = vi.fn()
  const onEnd = vi.fn()
  const workstation = new WorkstationProcess({ settingsFolder: '/s', version: '1', project: null, onNotice, onEnd })
  const [child] = utilityProcess.children
  if (!child) throw new Error('No process was forked.')
  return { workstation, child, onNotice, onEnd }
}

const messages = (child: { received: { message: unknown }[] }) => child.received.map(({ message }) => message)

beforeEach(() => {
  utilityProcess.children = []
})

describe("main's side of the workstation process", () => {
  it('forks the entry and tells it where it is', () => {
    const { child } = start()
    expect(child.file).toMatch(/workstation-entry\.js$/)
    expect(messages(child)).toEqual([{ kind: 'start', settingsFolder: '/s', version: '1', project: null }])
  })

  it('joins page and workstation by a channel, without reading what goes over it', async () => {
    const { workstation, child } = start()
    const page = new FakeContents()
    workstation.connectPage(page as unknown as WebContents)
    const theirs = page.posted[0]?.ports[0]
    const ours = child.received.at(-1)?.ports[0]
    expect(page.posted[0]?.channel).toBe('regrade:port')
    const heard = new Promise((resolve) => ours?.on('message', ({ data }) => resolve(data)))
    ours?.start()
    theirs?.postMessage('hello')
    expect(await heard).toBe('hello')
    theirs?.close()
  })

  it('gives a reloaded page a new channel', () => {
    const { workstation, child } = start()
    const page = new FakeContents()
    workstation.connectPage(page as unknown as WebContents)
    workstation.connectPage(page as unknown as WebContents)
    expect(messages(child).slice(1)).toEqual([{ kind: 'page' }, { kind: 'page' }])
    expect(page.posted[0]?.ports[0]).not.toBe(page.posted[1]?.ports[0])
  })

  it('forks compute processes on request, joins them to the workstation and tells when they end', () => {
    const { child } = start()
    child.emit('message', { kind: 'compute', id: 1 })
    child.emit('message', { kind: 'compute', id: 2 })
    const [, first, second] = utilityProcess.children
    expect(first?.file).toMatch(/compute-entry\.js$/)
    expect(first?.received[0]?.ports).toHaveLength(1)
    expect(child.received.at(-1)).toMatchObject({ message: { kind: 'compute', id: 2 }, ports: [expect.anything()] })
    child.emit('message', { kind: 'end-compute', id: 2 })
    expect(second?.kill).toHaveBeenCalledOnce()
    expect(first?.kill).not.toHaveBeenCalled()
    first?.end(139)
    expect(messages(child).slice(-2)).toEqual([
      { kind: 'compute-ended', id: 2, reason: 'The compute process ended with code 143.' },
      { kind: 'compute-ended', id: 1, reason: 'The compute process ended with code 139.' },
    ])
  })

  it('passes notices on, and refuses a message of no known form', () => {
    const { child, onNotice } = start()
    child.emit('message', { kind: 'notice', sentence: 'There is no such project.' })
    expect(onNotice).toHaveBeenCalledExactlyOnceWith('There is no such project.')
    expect(() => child.emit('message', { kind: 'run', command: 'anything' })).toThrow()
  })

  it('tells an end that nobody asked for, and not one that was asked for', async () => {
    const crashed = start()
    crashed.child.end(11)
    expect(crashed.onEnd).toHaveBeenCalledExactlyOnceWith('The workstation process ended with code 11.')

    utilityProcess.children = []
    const stopped = start()
    const ending = stopped.workstation.stop()
    expect(messages(stopped.child).at(-1)).toEqual({ kind: 'stop' })
    stopped.child.end(0)
    await ending
    expect(stopped.onEnd).not.toHaveBeenCalled()
  })

  it('ends a workstation that does not end itself', async () => {
    vi.useFakeTimers()
    const { workstation, child } = start()
    const ending = workstation.stop()
    await vi.advanceTimersByTimeAsync(10_000)
    await ending
    expect(child.kill).toHaveBeenCalledOnce()
    vi.useRealTimers()
  })

  it('has nothing to stop once the workstation has ended', async () => {
    const { workstation, child } = start()
    child.end(1)
    await workstation.stop()
  })
})
