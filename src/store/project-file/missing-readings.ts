import type { ProjectIdentity } from '../project-store.ts'
import { findBackups, nameBackup, putBack } from './backups.ts'
import type { Counts, KeptCounts } from './kept-count.ts'

/** What was acknowledged and is not in the file, by what was counted at last and what is there now. What is put back is missing no more. */
export function compareCounts(
  before: KeptCounts | undefined,
  now: Counts,
  { id: project }: ProjectIdentity,
): KeptCounts {
  if (before?.project !== project) return { project, ...now, missing: null }
  const gone = (what: keyof Counts) => Math.max(0, before[what] + (before.missing?.[what] ?? 0) - now[what])
  const missing = { readings: gone('readings'), verdicts: gone('verdicts') }
  return { project, ...now, missing: missing.readings + missing.verdicts > 0 ? missing : null }
}

/** How much is missing, in words, and which backup has it. */
export function sayMissing({ readings: here, missing }: KeptCounts, folder: string): string | null {
  if (!missing) return null
  const { readings, verdicts } = missing
  const parts = [
    ...(readings > 0 ? [`${counted(readings, 'reading')} of ${here + readings}`] : []),
    ...(verdicts > 0 ? [counted(verdicts, 'change', ' of verdicts')] : []),
  ]
  const are = readings + verdicts === 1 ? 'is' : 'are'
  const said = `${parts.join(' and ')} that ${readings + verdicts === 1 ? 'was' : 'were'} acknowledged ${are} not in the project’s file: its write-ahead log was lost or cut, or an older file took its place.`
  return `${said} ${whereTheyAre(here, readings, folder)}`
}

function whereTheyAre(here: number, readings: number, folder: string): string {
  const [fullest] = findBackups(folder).sort((a, b) => b.readings - a.readings)
  if (!fullest || fullest.readings <= here || readings === 0) {
    return 'No backup in its folder has more. Look for a newer project.sqlite where you keep copies before you grade them again.'
  }
  const has = fullest.readings >= here + readings ? 'has them' : `has ${fullest.readings - here} of them`
  return `${nameBackup(fullest)}, ${has}. ${putBack}`
}

function counted(count: number, one: string, more = ''): string {
  return `${count} ${one}${count === 1 ? '' : 's'}${more}`
}
