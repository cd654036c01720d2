import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Makers by their PCI vendor. A server's own screen chip is left out: nothing computes on it. */
const makers: ReadonlyMap<string, string> = new Map([
  ['0x1002', 'AMD'],
  ['0x10de', 'NVIDIA'],
  ['0x8086', 'Intel'],
])

/** Graphics cards as Linux tells of them in files under `root`: NVIDIA's driver by their names, the kernel by maker and
 *  PCI number. Empty on other systems, where only another process could tell. */
export function graphicsCards(root = '/'): readonly string[] {
  const named = entriesOf(join(root, 'proc/driver/nvidia/gpus')).flatMap((folder) => {
    const model = /^Model:\s*(.+)$/m.exec(textOf(join(folder, 'information')))?.[1]
    return model === undefined ? [] : [model.trim()]
  })
  const others = entriesOf(join(root, 'sys/class/drm')).flatMap((folder) => {
    if (!/card\d+$/.test(folder)) return []
    const [vendor, device] = ['vendor', 'device'].map((file) => textOf(join(folder, 'device', file)).trim())
    const maker = makers.get(vendor ?? '')
    if (maker === undefined || (maker === 'NVIDIA' && named.length > 0)) return []
    return [`${maker} graphics ${device}`]
  })
  return [...named, ...others]
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => join(folder, name))
  } catch {
    return []
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

const interfaces = { cuda: 'CUDA', directml: 'DirectML', webgpu: 'WebGPU' } as const

/** A provider's device in words. ONNX Runtime does not tell which card it took; only where CUDA has but one to take can
 *  it be named. */
export function graphicsDevice(kind: keyof typeof interfaces, cards: readonly string[]): string {
  const nvidia = cards.filter((card) => card.startsWith('NVIDIA'))
  if (kind === 'cuda' && nvidia.length === 1) return `${nvidia[0]}, through ${interfaces.cuda}`
  const here = cards.length > 0 ? ` (this machine has ${cards.join(' and ')})` : ''
  return `a device that ONNX Runtime does not name, through ${interfaces[kind]}${here}`
}
