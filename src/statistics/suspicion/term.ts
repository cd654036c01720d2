import { type Grade, gradeNames } from '#shared/grades.ts'
import type { Background, Known } from './evidence.ts'

/** One reason to think a label wrong, or right. */
export interface Term {
  readonly name: string
  /** What one of its value adds to the log-odds that the label is wrong, before any review has been learnt from, and the
   *  standard deviation of that belief. */
  readonly prior: { readonly weight: number; readonly deviation: number }
  /** About -3 to 3: above 0 it speaks against the label, below 0 for it, 0 says nothing or is not known. */
  value(known: Known, background: Background): number
  /** In a doctor's words, given what its value is; null where there is nothing to say. */
  sentence(known: Known, background: Background): Said | null
}

/** What a term says, and which way its words point: never the other way than what it adds to the log-odds. */
export interface Said {
  readonly text: string
  readonly speaks: 'against' | 'for' | 'neither'
}

export const against = (text: string): Said => ({ text, speaks: 'against' })
export const inFavour = (text: string): Said => ({ text, speaks: 'for' })
export const onlyTold = (text: string): Said => ({ text, speaks: 'neither' })

/** Mean over other grades of the photograph: 1 for one that differs, -1 for one that agrees; 0 without any. */
export function contradiction(label: Grade, others: readonly Grade[]): number {
  if (others.length === 0) return 0
  return others.reduce<number>((sum, other) => sum + (other === label ? -1 : 1), 0) / others.length
}

/** `Mild and Severe`: the grades that differ from the label, each once; empty where none does. */
export function differing(label: Grade, others: readonly Grade[]): string {
  const names = [...new Set(others.filter((other) => other !== label))].sort().map((grade) => gradeNames[grade])
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** Log-odds beyond which no probability is believed. */
const most = 6

/** Log-odds against what has this probability, -6 to 6. */
export function logOddsAgainst(probability: number): number {
  return Math.max(-most, Math.min(most, Math.log((1 - probability) / probability)))
}

export function percent(probability: number): string {
  const value = probability * 100
  if (value > 0 && value < 1) return 'under 1 %'
  if (value > 99 && value < 100) return 'over 99 %'
  return `${Math.round(value)} %`
}
