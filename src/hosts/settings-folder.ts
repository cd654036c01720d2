import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where this user's settings lie: the same folder that Electron gives an application of this name, so that the window,
 *  the browser and the command line remember the same projects. */
export function settingsFolder(
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  home: string = homedir(),
): string {
  if (platform === 'win32') return join(environment.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Regrade')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Regrade')
  return join(environment.XDG_CONFIG_HOME || join(home, '.config'), 'Regrade')
}
