import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Whether disks can be mounted here: root on Linux, in a container that lets it. */
export function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = mkdtempSync(join(tmpdir(), 'regrade-mount-'))
  try {
    smallDisk(folder, 1)()
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a test says where they cannot. */
export const noMounts = 'needs root on Linux to mount a disk'

/** A disk of its own, in memory, at this folder. Gives how to take it away. */
export function smallDisk(folder: string, mebibytes: number): () => void {
  mkdirSync(folder, { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder], { stdio: 'pipe' })
  return () => void execFileSync('umount', ['--lazy', folder], { stdio: 'pipe' })
}

/** The folder as it is, from now on on a disk that can only be read. */
export function readOnlyDisk(folder: string): () => void {
  execFileSync('mount', ['--bind', folder, folder], { stdio: 'pipe' })
  execFileSync('mount', ['-o', 'remount,ro,bind', folder], { stdio: 'pipe' })
  return () => void execFileSync('umount', ['--lazy', folder], { stdio: 'pipe' })
}
