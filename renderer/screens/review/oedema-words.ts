import { argMax } from '#numerics/arg-max.ts'
import { type OedemaProbabilities, oedemaRiskNames } from '#shared/oedema.ts'

/** What the model believes of the oedema risk, and what the label says; null where neither says anything. */
export function oedemaWords(told: OedemaProbabilities | null, label: number | null): string | null {
  const parts = [...(told ? [modelWords(told)] : []), ...(label === null ? [] : [`label ${riskWords(label)}`])]
  return parts.length > 0 ? `Oedema risk: ${parts.join('; ')}` : null
}

function modelWords(told: OedemaProbabilities): string {
  const risk = argMax(told)
  return `model ${riskWords(risk)}, ${Math.round((told[risk] ?? 0) * 100)} %`
}

const riskWords = (risk: number) => `${risk} ${oedemaRiskNames[risk]?.toLowerCase() ?? ''}`.trim()
