import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Makes a folder's entries survive a power cut. Windows has no such call and keeps them by itself. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  syncPath(folder, 'r')
}

/** Makes a file's bytes survive a power cut. */
export function syncFile(file: string): void {
  syncPath(file, 'r+')
}

function syncPath(path: string, flags: 'r' | 'r+'): void {
  const descriptor = openSync(path, flags)
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
