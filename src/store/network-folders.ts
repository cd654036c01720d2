import { execFileSync } from 'node:child_process'
import { readFileSync, realpathSync } from 'node:fs'

/** File systems whose locks or shared memory do not hold between machines, which SQLite's WAL needs. */
const networkTypes = [
  'nfs',
  'cifs',
  'smb',
  'afp',
  'webdav',
  'davfs',
  'ncp',
  'coda',
  'afs',
  '9p',
  'ceph',
  'glusterfs',
  'lustre',
  'beegfs',
  'gpfs',
  'orangefs',
  'pvfs',
  'ocfs2',
  'gfs2',
]
const networkFuseTypes = [
  'sshfs',
  'rclone',
  's3fs',
  'davfs',
  'curlftpfs',
  'glusterfs',
  'ceph',
  'smb',
  'gcsfuse',
  'gvfs',
  'google',
]

/** Name of the network file system that holds an existing folder, or null where it lies on this machine. */
export function networkFileSystem(folder: string): string | null {
  const real = realpathSync.native(folder)
  if (process.platform === 'win32') return isUnc(real) ? 'UNC' : null
  const type = process.platform === 'linux' ? linuxType(real) : mountListType(mountList(), real)
  return type !== undefined && isNetworkType(type) ? type : null
}

export function isNetworkType(type: string): boolean {
  const lower = type.toLowerCase()
  if (lower.startsWith('fuse')) return networkFuseTypes.some((one) => lower.includes(one))
  return networkTypes.some((one) => lower.startsWith(one))
}

/** A mapped drive resolves to its `\\server\share`; `\\?\C:\…` and `\\.\…` are this machine. */
export function isUnc(path: string): boolean {
  return /^\\\\[^?.\\]/.test(path) || /^\\\\\?\\UNC\\/i.test(path)
}

/** Type of the mount that holds `path`, from the text of `/proc/self/mountinfo` (proc_pid_mountinfo(5)). */
export function mountinfoType(text: string, path: string): string | undefined {
  return deepest(
    path,
    text.split('\n').flatMap((line) => {
      const [before = '', after = ''] = line.split(' - ')
      const point = before.split(' ')[4]
      const type = after.split(' ')[0]
      return point && type ? [{ point: unescapeOctal(point), type }] : []
    }),
  )
}

/** The same from the output of `mount` on macOS: `DEVICE on POINT (TYPE, OPTION, …)`. */
export function mountListType(text: string, path: string): string | undefined {
  return deepest(
    path,
    [...text.matchAll(/^.* on (\/.*) \(([^,)]+)/gm)].map(([, point = '', type = '']) => ({ point, type })),
  )
}

function deepest(
  path: string,
  mounts: readonly { readonly point: string; readonly type: string }[],
): string | undefined {
  let best: { readonly point: string; readonly type: string } | undefined
  for (const mount of mounts) {
    const holds = mount.point === '/' || path === mount.point || path.startsWith(`${mount.point}/`)
    // Of two mounts on one point, the later hides the earlier.
    if (holds && mount.point.length >= (best?.point.length ?? 0)) best = mount
  }
  return best?.type
}

function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
}

function linuxType(path: string): string | undefined {
  try {
    return mountinfoType(readFileSync('/proc/self/mountinfo', 'utf8'), path)
  } catch {
    // Without /proc nothing can be said; the lock itself still refuses a second writer of this machine.
    return undefined
  }
}

function mountList(): string {
  try {
    return execFileSync('/sbin/mount', { encoding: 'utf8', timeout: 5000 })
  } catch {
    return ''
  }
}
