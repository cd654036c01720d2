import { readdirSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, parse, resolve, sep } from 'node:path'

/** Folders that a client is known to keep in step, by their names. */
const clientFolders: readonly (readonly [RegExp, string])[] = [
  [/^OneDrive( - .+| ?Personal|-.+)?$/i, 'OneDrive'],
  [/^Dropbox( \(.+\)|-.+)?$/i, 'Dropbox'],
  [/^(iCloud ?Drive|iCloud~.*|Mobile Documents|com~apple~CloudDocs)$/i, 'iCloud Drive'],
  [/^(Google ?Drive|GoogleDrive-.+|DriveFS|My Drive)( \(.+\))?$/i, 'Google Drive'],
  [/^Nextcloud\d*$/i, 'Nextcloud'],
  [/^ownCloud\d*$/i, 'ownCloud'],
  [/^(Box Sync|Box-Box|Box Drive)$/i, 'Box'],
  [/^(pCloud ?(Drive|Sync)|pCloud)$/i, 'pCloud'],
  [/^(MEGA ?sync|MEGA)$/i, 'MEGA'],
  [/^(Seafile|SynologyDrive|Yandex\.Disk|Proton ?Drive|Tresorit|Syncthing)$/i, 'a sync client'],
]

/** Names so common that they count only right inside the user's own folder. */
const clientFoldersAtHome: readonly (readonly [RegExp, string])[] = [
  [/^Box$/, 'Box'],
  [/^Sync$/, 'Syncthing or Sync.com'],
]

/** What clients leave in a folder that they keep in step, by names of entries. */
const clientMarks: readonly (readonly [RegExp, string])[] = [
  [/^\.(stfolder|stignore|stversions)$/, 'Syncthing'],
  [/^\.dropbox(\.cache)?$/, 'Dropbox'],
  [/^(\.tmp\.drivedownload|\.tmp\.driveupload|\.drivedownload)$/, 'Google Drive'],
  [/^(\.owncloudsync\.log|\._?sync_[0-9a-f]+\.db|\.csync_journal\.db|\.nextcloudsync\.log)$/, 'Nextcloud or ownCloud'],
  [/^\.(pcloud|SynologyWorkingDirectory|seafile-data|megaignore)$/, 'a sync client'],
]

/** Name of the client that keeps an existing folder, or one above it, in step with other machines; null where none is known to. */
export function syncClient(folder: string, home: string = homedir()): string | null {
  const ways = [resolve(folder), realpathSync.native(folder)]
  for (const way of ways) {
    for (const place of [way, ...above(way)]) {
      const found = byName(parse(place).base, dirname(place) === resolve(home)) ?? byMark(place)
      if (found) return found
    }
  }
  return null
}

function byName(name: string, atHome: boolean): string | undefined {
  const known = atHome ? [...clientFolders, ...clientFoldersAtHome] : clientFolders
  return known.find(([pattern]) => pattern.test(name))?.[1]
}

function byMark(folder: string): string | undefined {
  const names = namesIn(folder)
  return clientMarks.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1]
}

function above(path: string): string[] {
  const parent = dirname(path)
  return parent === path || !path.includes(sep) ? [] : [parent, ...above(parent)]
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** The warning of a project in such a folder. */
export function saySyncClient(folder: string, client: string): string {
  return `${folder} lies where ${client} keeps files in step with other machines. It may replace the project’s file while it is open, and two machines must never have it open at once. Keep the project in a folder of this machine alone, and copy it when Regrade is closed.`
}
