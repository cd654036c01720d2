import { z } from 'zod'
import type { Grade } from './grades.ts'

/** Lesions a reader can mark, with the least ICDR grade each one allows (Wilkinson 2003). */
export const lesions = [
  { id: 'microaneurysm', name: 'Microaneurysm', impliedGrade: 1 },
  { id: 'haemorrhage', name: 'Haemorrhage', impliedGrade: 2 },
  { id: 'hard-exudate', name: 'Hard exudate', impliedGrade: 2 },
  { id: 'cotton-wool-spot', name: 'Cotton-wool spot', impliedGrade: 2 },
  { id: 'venous-beading', name: 'Venous beading', impliedGrade: 3 },
  { id: 'irma', name: 'IRMA', impliedGrade: 3 },
  { id: 'neovascularisation', name: 'Neovascularisation', impliedGrade: 4 },
  { id: 'vitreous-haemorrhage', name: 'Vitreous haemorrhage', impliedGrade: 4 },
  { id: 'preretinal-haemorrhage', name: 'Preretinal haemorrhage', impliedGrade: 4 },
  { id: 'fibrous-proliferation', name: 'Fibrous proliferation', impliedGrade: 4 },
  // Scars of laser treatment say nothing of today's severity by themselves.
  { id: 'laser-scar', name: 'Laser scar', impliedGrade: 0 },
] as const satisfies readonly { id: string; name: string; impliedGrade: Grade }[]

export type Lesion = (typeof lesions)[number]['id']
export const lesionSchema = z.enum(lesions.map((lesion) => lesion.id) as [Lesion, ...Lesion[]])

/** The least ICDR grade that the marked lesions allow, or null where none is marked. */
export function impliedGrade(marked: readonly Lesion[]): Grade | null {
  if (marked.length === 0) return null
  let least: Grade = 0
  for (const lesion of lesions) {
    if (marked.includes(lesion.id) && lesion.impliedGrade > least) least = lesion.impliedGrade
  }
  return least
}
