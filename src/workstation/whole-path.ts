import { posix, win32 } from 'node:path'
import { AppError } from '#shared/errors.ts'

/** A path that a person gave, made whole. In a terminal a relative one starts where its user is; a window has no such place, and
 *  would take the host's: one that is not whole is refused there with `AppError('usage')`. */
export function wholePath(
  { attended }: { readonly attended: boolean },
  path: string,
  platform: NodeJS.Platform = process.platform,
): string {
  const refusal = attended ? whyNotWhole(path, platform) : null
  if (refusal !== null) throw new AppError('usage', refusal, { details: { path } })
  return (platform === 'win32' ? win32 : posix).resolve(path)
}

/** A path that a page may have looked at: asked for another machine's folder, Windows signs in there, with a name and a secret that
 *  the other one can use. Throws `AppError('usage')`. */
export function localPath(path: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32' && signsIn(path)) throw new AppError('usage', otherMachine(path), { details: { path } })
  return path
}

/** `\\server\share`, with slashes of either kind, and devices; `\\?\C:\…` is this machine. */
const signsIn = (path: string) => /^\s*[\\/]{2}(?![?.][\\/][A-Za-z]:)/.test(path)

const otherMachine = (path: string) =>
  `${path} lies on another machine, where Windows would sign in with your name to look at it. Give the share a drive letter in Windows, and choose it by that.`

/** What is wrong with a path that should be whole, in a sentence; null where it is. */
export function whyNotWhole(path: string, platform: NodeJS.Platform): string | null {
  const onWindows = platform === 'win32'
  const example = onWindows ? 'C:\\Users\\name\\eyes' : platform === 'darwin' ? '/Users/name/eyes' : '/home/name/eyes'
  const next = `Write all of it, such as ${example}, or choose it from the list.`
  if (path.trim() === '') return `A path is wanted, and this is empty. ${next}`
  if (/^~/.test(path)) return `Nobody stands for ~ in ${path} here. ${next}`
  if (onWindows && signsIn(path)) return otherMachine(path)
  const isOfWindows = /^[A-Za-z]:[\\/]|^\\\\[^\\]+\\[^\\]+/.test(path)
  if (!onWindows && isOfWindows) return `${path} is a path of Windows, and this machine has none. ${next}`
  // A path that only lacks its drive would be on whichever one the host was started from.
  if (onWindows ? !isOfWindows : !posix.isAbsolute(path)) return `${path} is not a whole path. ${next}`
  return null
}

/** What is wrong with the name of a folder that is to be made, in a sentence; null where nothing is. */
export function whyNotNew(path: string): string | null {
  const odd = path.split(/[\\/]/).find((name) => /[. ]$/.test(name))
  if (odd === undefined) return null
  return odd === '.' || odd === '..'
    ? `${path} goes by way of "${odd}". Write where the project is to be without it.`
    : `The folder "${odd}" ends in a dot or a space, which some systems leave out. Choose another name.`
}
