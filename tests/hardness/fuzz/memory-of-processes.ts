import { readdirSync, readFileSync } from 'node:fs'

/** Watches what a process and everything below it hold in memory, four times a second: the sum of what each has, bytes, pages
 *  that they share counted for each. Nothing but 0 where there is no /proc. */
export function watchMemory(root: number): { readonly peakBytes: () => number; readonly stop: () => void } {
  let peak = 0
  const timer = setInterval(() => {
    peak = Math.max(peak, heldBelow(root))
  }, 250)
  return { peakBytes: () => peak, stop: () => clearInterval(timer) }
}

/** Without the process itself, which is the test. */
function heldBelow(root: number): number {
  const parents = new Map<number, number>()
  const held = new Map<number, number>()
  for (const name of entries()) {
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8')
      parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]))
      held.set(Number(name), 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0))
    } catch {
      // It has ended meanwhile.
    }
  }
  const isBelow = (process: number): boolean => {
    const parent = parents.get(process)
    return parent !== undefined && (parent === root || isBelow(parent))
  }
  return [...held].reduce((sum, [process, bytes]) => sum + (isBelow(process) ? bytes : 0), 0)
}

function entries(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return []
  }
}
