import type { ComparedFigure } from '#shared/contract/verdicts.ts'

/** How far below zero the lower end of the interval of a sensitivity's difference may lie. */
export const toleratedSensitivityLoss = 0.05
/** Fewer eyes of a grade say nothing of the sensitivity to it. */
export const leastEyes = 30

/** Whether the lower end of the interval lies further below zero than is tolerated, or is not known. */
export function isBelow({ interval: [low] }: ComparedFigure, tolerated: number): boolean {
  return low === null || low < -tolerated
}

/** "from 0.612 to 0.655 (95 % interval of the difference −0.010 to +0.091)". */
export function change({ student, best, interval: [low, high] }: ComparedFigure): string {
  return `from ${kappaFigure(best)} to ${kappaFigure(student)} (95 % interval of the difference ${signed(low)} to ${signed(high)})`
}

export function kappaFigure(value: number | null): string {
  return value === null ? 'undefined' : value.toFixed(3).replace('-', '−')
}

export function percent(share: number | null): string {
  return share === null ? 'an undefined share' : `${Math.round(share * 100)} %`
}

export function signed(value: number | null): string {
  if (value === null) return 'undefined'
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
}

export function list(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
