/** One component of a scan. */
export interface ScanComponent {
  /** Blocks of it in each unit of the scan. */
  readonly blocks: number
  /** By the next 16 bits: the length of the code that they begin with, bits, times 256, and its value; 0 where there is none. */
  readonly dc: Uint16Array
  readonly ac: Uint16Array
  /** What the mean of a block is multiplied by. */
  readonly quantum: number
}

export interface Scan {
  /** Where the coded data begins. */
  readonly start: number
  readonly components: readonly ScanComponent[]
  /** Units in all, each of `components`' blocks. */
  readonly blocks: number
  /** Units between two restart markers; 0 for none. */
  readonly restartInterval: number
}

interface FrameComponent {
  readonly id: number
  readonly across: number
  readonly down: number
  readonly quantum: number
}

interface Frame {
  readonly width: number
  readonly height: number
  readonly components: readonly FrameComponent[]
}

/** The scans of a sequential JPEG with Huffman codes and eight bits; null of any other, and of one whose segments make no sense, which
 *  the decoder refuses by itself. Source: ITU-T T.81, annex B. */
export function readSegments(bytes: Uint8Array): Scan[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tables = new Map<number, Uint16Array>()
  const quanta = new Map<number, number>()
  const scans: Scan[] = []
  let frame: Frame | null = null
  let restartInterval = 0
  try {
    for (let at = 2; at + 4 <= bytes.length; ) {
      const marker = view.getUint8(at + 1)
      if (view.getUint8(at) !== 0xff) return scans.length > 0 ? scans : null
      if (marker === 0xff) {
        at++
        continue
      }
      if (marker === 0xd9) break
      const end = at + 2 + view.getUint16(at + 2)
      const segment = new DataView(bytes.buffer, bytes.byteOffset + at + 4, end - at - 4)
      if (marker === 0xc4) readTables(segment, tables)
      else if (marker === 0xdb) readQuanta(segment, quanta)
      else if (marker === 0xdd) restartInterval = segment.getUint16(0)
      else if (marker === 0xc0 || marker === 0xc1) frame = readFrame(segment, quanta)
      else if (marker >= 0xc2 && marker <= 0xcf && marker !== 0xc8 && marker !== 0xcc) return null
      if (marker === 0xda) {
        const components = frame && readScan(segment, frame, tables)
        if (!components || !frame) return null
        scans.push({ start: end, ...components, restartInterval })
        at = nextMarker(bytes, end)
      } else at = end
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return null
  }
  return scans.length > 0 ? scans : null
}

/** Behind coded data: neither a byte 0xff of its own nor a restart. */
function nextMarker(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1] ?? 0
    if (marker !== 0 && marker !== 0xff && !(marker >= 0xd0 && marker <= 0xd7)) return at
  }
  return bytes.length
}

function readTables(segment: DataView, tables: Map<number, Uint16Array>): void {
  for (let at = 0; at + 17 <= segment.byteLength; ) {
    const table = new Uint16Array(65_536)
    let code = 0
    let value = at + 17
    for (let length = 1; length <= 16; length++) {
      const span = 1 << (16 - length)
      for (let left = segment.getUint8(at + length); left > 0; left--) {
        table.fill((length << 8) | segment.getUint8(value++), code, code + span)
        code += span
      }
    }
    tables.set(segment.getUint8(at), table)
    at = value
  }
}

function readQuanta(segment: DataView, quanta: Map<number, number>): void {
  for (let at = 0; at < segment.byteLength; ) {
    const kind = segment.getUint8(at)
    const wide = kind >> 4 > 0
    quanta.set(kind & 15, wide ? segment.getUint16(at + 1) : segment.getUint8(at + 1))
    at += wide ? 129 : 65
  }
}

function readFrame(segment: DataView, quanta: ReadonlyMap<number, number>): Frame | null {
  if (segment.getUint8(0) !== 8) return null
  const components = Array.from({ length: segment.getUint8(5) }, (_, place) => {
    const at = 6 + 3 * place
    const sampling = segment.getUint8(at + 1)
    return {
      ...{ id: segment.getUint8(at), across: sampling >> 4, down: sampling & 15 },
      quantum: quanta.get(segment.getUint8(at + 2)) ?? 1,
    }
  })
  return { height: segment.getUint16(1), width: segment.getUint16(3), components }
}

function readScan(
  segment: DataView,
  { width, height, components }: Frame,
  tables: ReadonlyMap<number, Uint16Array>,
): Pick<Scan, 'components' | 'blocks'> | null {
  const count = segment.getUint8(0)
  const across = Math.max(...components.map((one) => one.across))
  const down = Math.max(...components.map((one) => one.down))
  const found: { component: FrameComponent; dc: Uint16Array; ac: Uint16Array }[] = []
  for (let place = 0; place < count; place++) {
    const component = components.find(({ id }) => id === segment.getUint8(1 + 2 * place))
    const chosen = segment.getUint8(2 + 2 * place)
    const [dc, ac] = [tables.get(chosen >> 4), tables.get(0x10 | (chosen & 15))]
    if (!component || !dc || !ac || component.across * component.down === 0) return null
    found.push({ component, dc, ac })
  }
  const [only] = found
  // A scan of one component has its blocks one by one, without those that only fill up a unit of all.
  if (only && count === 1) {
    const { component, dc, ac } = only
    const side = (pixels: number, own: number, most: number) => Math.ceil(Math.ceil((pixels * own) / most) / 8)
    const blocks = side(width, component.across, across) * side(height, component.down, down)
    return { components: [{ blocks: 1, dc, ac, quantum: component.quantum }], blocks }
  }
  return {
    components: found.map(({ component, dc, ac }) => ({
      ...{ blocks: component.across * component.down, dc, ac, quantum: component.quantum },
    })),
    blocks: Math.ceil(width / (8 * across)) * Math.ceil(height / (8 * down)),
  }
}
