import { expect, it, vi } from 'vitest'
import { contextBridge, ipcRenderer } from '../tests/electron/fake-electron.ts'

vi.mock('electron', () => import('../tests/electron/fake-electron.ts'))

it('gives the page five things and forwards its port to its own origin alone', async () => {
  const postMessage = vi.fn()
  vi.stubGlobal('window', { postMessage, location: { origin: 'app://regrade' } })
  await import('./preload.ts')
  const exposed = contextBridge.exposed.get('regrade') as Record<string, () => unknown>
  expect(Object.keys(exposed).sort()).toEqual(['pickFile', 'pickFolder', 'pickTarget', 'platform', 'ready'])
  exposed.ready?.()
  expect(ipcRenderer.send).toHaveBeenCalledExactlyOnceWith('regrade:ready')
  expect(await exposed.pickFolder?.()).toBe('answer to regrade:pick-folder')
  expect(await exposed.pickFile?.()).toBe('answer to regrade:pick-file')
  expect(await exposed.pickTarget?.()).toBe('answer to regrade:pick-target')
  ipcRenderer.emit('regrade:port', { ports: ['a port'] })
  expect(postMessage).toHaveBeenCalledExactlyOnceWith('regrade:port', 'app://regrade', ['a port'])
})
