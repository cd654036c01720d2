import type { Grade } from '#shared/grades.ts'

/** Scales of retinopathy that are written R0, R1, …. */
export type ScreeningScale = 'english' | 'scottish'

export const scaleNames = {
  english: 'the English screening scale (R0 to R3)',
  scottish: 'the Scottish screening scale (R0 to R4)',
} as const satisfies Record<ScreeningScale, string>

/** The R of a screening grade, `R3A` of `R3A M1 P0`; undefined where a cell holds none. What it says of maculopathy (M) and of
 *  photocoagulation (P) is no grade of retinopathy. */
export function screeningGrade(text: string): string | undefined {
  const match = /^R\s?([0-46])\s?([AS])?(?:[\s,/;+-]*M\s?[0-2U]?)?(?:[\s,/;+-]*P\s?[01]?)?$/i.exec(text.trim())
  return match ? `R${match[1]}${match[2]?.toUpperCase() ?? ''}` : undefined
}

/** Scotland alone has an R4, its proliferative grade, and an R6, which is ungradable. */
export function scaleOf(found: readonly string[]): ScreeningScale {
  return found.some((grade) => grade === 'R4' || grade === 'R6') ? 'scottish' : 'english'
}

/** The ICDR grades that a screening grade may stand for, the usual one alone where there is one. R2 of England is pre-proliferative
 *  retinopathy, which holds what ICDR parts into Moderate and Severe; R3A and R3S are proliferative, active and treated. */
export function icdrGrades(scale: ScreeningScale, grade: string): readonly Grade[] {
  const level = Number(grade[1])
  if (scale === 'scottish') return level <= 4 ? [level as Grade] : []
  if (level === 2) return [2, 3]
  return [level === 3 ? 4 : (level as Grade)]
}
