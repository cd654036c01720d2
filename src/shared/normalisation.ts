/** What photographs are brought to before a network sees them: by a mean and a deviation of each channel, those of
 *  photographs of retinas or of ImageNet's, or less each photograph's own mean. */
export const normalisations = ['diabetic-retinopathy', 'imagenet', 'per-image'] as const
/** How photographs come to every network. */
export const usualNormalisation = 'diabetic-retinopathy'
export type NormalisationKind = (typeof normalisations)[number]
