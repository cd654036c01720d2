/** What may be done to a photograph before it is made small for a network. */
export const enhancements = [
  'none',
  'ben-graham',
  'ben-graham-gray',
  'clahe',
  'median-subtraction',
  'gamma',
  'red-free',
] as const
export type Enhancement = (typeof enhancements)[number]
