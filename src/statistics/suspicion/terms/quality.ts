import type { Evidence } from '../evidence.ts'
import { against, type Term } from '../term.ts'

/** Microaneurysms are seen in sharp pictures only (Mild photographs are EyePACS's sharpest): a Mild in a poor one is a
 *  question of whether it can be graded at all. */
export const qualityTerm: Term = {
  name: 'quality',
  prior: { weight: 0.2, deviation: 0.4 },
  value({ label, quality }) {
    if (quality === null || quality === 'good') return 0
    return (quality === 'reject' ? 2 : 1) * (label === 1 ? 1 : 0.3)
  },
  sentence({ label, quality, obscured }) {
    if (quality === null || quality === 'good') return null
    const poor = obscured === null ? 'poor' : quality === 'reject' ? obscured : `rather ${obscured}`
    return against(
      label === 1
        ? `The picture is ${poor}, and Mild rests on the smallest lesions: it may be ungradable.`
        : `The picture is ${poor}: it may be ungradable.`,
    )
  },
}

/** Whether what the label rests on cannot be told in such a picture, so that it should give way to no other grade: any that is
 *  unfit, and for Mild, which rests on microaneurysms alone, one that is rather blurred or dark. */
export function hidesGround({ label, quality, obscured }: Pick<Evidence, 'label' | 'quality' | 'obscured'>): boolean {
  return quality === 'reject' || (quality === 'usable' && label === 1 && obscured !== null)
}
