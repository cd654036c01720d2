/** Why a photograph is not good, gravest first, each as a person reads it. */
const words = {
  damaged: 'damaged file',
  underexposed: 'under-exposed',
  overexposed: 'over-exposed',
  retina_underexposed: 'retina under-exposed',
  retina_overexposed: 'retina over-exposed',
  no_retina: 'no retina found',
  blurred: 'blurred',
  dim: 'dim',
  glare: 'glare',
  soft: 'soft',
  small_field: 'small field',
  no_border: 'border of the retina outside the frame',
} as const
export type QualityReason = keyof typeof words

/** A stored reason in words; one of another version as it is. */
export function reasonInWords(reason: string): string {
  return (words as Readonly<Record<string, string>>)[reason] ?? reason
}
