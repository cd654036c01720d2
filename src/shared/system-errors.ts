/** What the system answers of a file or folder, in words: what is the matter with it, and what to do. */
const answers: Readonly<Record<string, string>> = {
  EACCES: 'may not be opened: permission was denied. Look at its permissions and try again.',
  EPERM: 'may not be changed: permission was denied. Look at its permissions and try again.',
  EROFS: 'cannot be written: it lies on a disk that can only be read. Choose another place.',
  ENOENT: 'is not there (any more). Look for it and try again.',
  ENOTDIR: 'is no folder. Choose another place.',
  EISDIR: 'is a folder, and a file was wanted. Choose another.',
  EMFILE: 'could not be opened: too many files are open. Close some programs and try again.',
  ENFILE: 'could not be opened: too many files are open. Close some programs and try again.',
  EBUSY: 'is held by another program. Close that and try again.',
  ETXTBSY: 'is held by another program. Close that and try again.',
  ELOOP: 'cannot be reached: its links lead back to themselves. Name the place itself.',
  ENAMETOOLONG: 'has a name that is too long for this disk. Choose a shorter one.',
  EEXIST: 'is there already. Choose another name.',
  ENOTEMPTY: 'is not empty. Choose another place.',
  EFBIG: 'would be larger than this disk takes. Choose another disk.',
  EIO: 'cannot be read or written: the disk reports a fault. Copy what is on it elsewhere, and have it looked at.',
  ENXIO: 'cannot be reached: its disk is gone. Connect it and try again.',
  ENODEV: 'cannot be reached: its disk is gone. Connect it and try again.',
  ESTALE: 'cannot be reached: its network folder does not answer. Connect it and try again.',
  ETIMEDOUT: 'cannot be reached: it does not answer. Connect it and try again.',
}

/** The same as the reason of a sentence that names the file. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission was denied',
  EPERM: 'permission was denied',
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ELOOP: 'its links lead back to themselves',
  ENAMETOOLONG: 'its name is too long',
  EIO: 'the disk reports a fault',
}

const full = new Set(['ENOSPC', 'EDQUOT'])

/** Whether a disk, or the user's share of it, is full. */
export function isDiskFull(error: unknown): boolean {
  return full.has(systemCode(error) ?? '')
}

/** A sentence for what the system refused; null of any other error. */
export function systemSentence(error: unknown): string | null {
  const code = systemCode(error)
  if (code === undefined) return null
  const answer = answers[code]
  if (answer) return `${pathOf(error) ?? 'A file or folder that is needed'} ${answer}`
  if (!(error instanceof Error && 'syscall' in error)) return null
  return `${pathOf(error) ?? 'A file or folder that is needed'} cannot be used: the system refused it (${code}). Look at it and its disk, and try again.`
}

/** Why a file could not be read, for a sentence that names it. */
export function whyRefused(error: unknown): string {
  const code = systemCode(error)
  return reasons[code ?? ''] ?? (code === undefined ? 'it cannot be read' : `the system refused it (${code})`)
}

function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return undefined
  return /^E[A-Z0-9]+$/.test(error.code) ? error.code : undefined
}

function pathOf(error: unknown): string | undefined {
  return error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : undefined
}
