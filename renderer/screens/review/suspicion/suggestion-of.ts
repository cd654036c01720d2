import type { Decision, Grade } from '#shared/grades.ts'

interface Suggested {
  readonly label: Grade
  readonly suggested: Grade
  readonly ungradable: boolean
}

/** What a doubted label should give way to; null where nothing but itself is suggested. */
export function suggestionOf({ label, suggested, ungradable }: Suggested): Decision | null {
  if (ungradable) return 'ungradable'
  return suggested === label ? null : suggested
}
