import type { Verdict } from '#shared/contract/quality.ts'

/** How a verdict is named and marked everywhere. */
export const verdictLooks = [
  { verdict: 'good', name: 'Good', sign: '●' },
  { verdict: 'usable', name: 'Usable', sign: '◐' },
  { verdict: 'reject', name: 'Bad', sign: '○' },
] as const satisfies readonly { verdict: Verdict; name: string; sign: string }[]

export function verdictName(verdict: Verdict): string {
  return verdictLooks.find((look) => look.verdict === verdict)?.name ?? verdict
}
