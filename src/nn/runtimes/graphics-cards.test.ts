import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { graphicsCards, graphicsDevice } from './graphics-cards.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function machineWith(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'regrade-cards-'))
  folders.push(root)
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  return root
}

describe('graphics cards', () => {
  it('bear the names that NVIDIA’s driver gives, once each', () => {
    const root = machineWith({
      'proc/driver/nvidia/gpus/0000:81:00.0/information': 'Model: \t\t NVIDIA GeForce RTX 4090\nIRQ:   \t\t 131\n',
      'sys/class/drm/card0/device/vendor': '0x1a03\n',
      'sys/class/drm/card1/device/vendor': '0x10de\n',
      'sys/class/drm/card1-DP-1/device/vendor': '0x1002\n',
    })
    expect(graphicsCards(root)).toEqual(['NVIDIA GeForce RTX 4090'])
  })

  it('bear maker and number where only the kernel knows them', () => {
    const root = machineWith({
      'sys/class/drm/card0/device/vendor': '0x8086\n',
      'sys/class/drm/card0/device/device': '0x46a6\n',
      'sys/class/drm/renderD128/device/vendor': '0x8086\n',
    })
    expect(graphicsCards(root)).toEqual(['Intel graphics 0x46a6'])
    expect(graphicsCards(join(root, 'nowhere'))).toEqual([])
  })

  it('are named as the device only where no other can be meant', () => {
    expect(graphicsDevice('cuda', ['Intel graphics 0x46a6', 'NVIDIA T4'])).toBe('NVIDIA T4, through CUDA')
    expect(graphicsDevice('cuda', ['NVIDIA T4', 'NVIDIA L4'])).toBe(
      'a device that ONNX Runtime does not name, through CUDA (this machine has NVIDIA T4 and NVIDIA L4)',
    )
    expect(graphicsDevice('webgpu', [])).toBe('a device that ONNX Runtime does not name, through WebGPU')
  })
})
