import { z } from 'zod'

/** Risk of diabetic macular oedema, judged by hard exudates as in Messidor and IDRiD (Porwal 2018): 0 none, 1 some, 2 some
 *  within one disc diameter of the macula's centre. */
export const oedemaRisks = [0, 1, 2] as const
export const oedemaRiskSchema = z.union([z.literal(0), z.literal(1), z.literal(2)])
export type OedemaRisk = z.infer<typeof oedemaRiskSchema>

export const oedemaRiskCount = oedemaRisks.length

export const oedemaRiskNames = [
  'No exudates',
  'Exudates',
  'Exudates at the macula',
] as const satisfies readonly string[]

/** Probabilities of the three risks, 0 to 1, summing to 1 within float32 rounding. */
export const oedemaProbabilitiesSchema = z.tuple([z.number(), z.number(), z.number()]).readonly()
export type OedemaProbabilities = z.infer<typeof oedemaProbabilitiesSchema>
