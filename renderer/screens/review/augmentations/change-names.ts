import type { NamedChange } from '#shared/augmentation.ts'

export const changeNames: Readonly<Record<NamedChange, string>> = {
  'as-it-is': 'As it is',
  'flip-left-right': 'Flipped left to right',
  'flip-top-bottom': 'Flipped top to bottom',
  'turn-60': 'Turned by 60°',
  'turn-90': 'Turned by 90°',
  'turn-120': 'Turned by 120°',
  'zoom-in': '20 % closer',
  'zoom-out': '20 % further',
  shear: 'Sheared by 10°',
  translate: 'Moved by 10 %',
  brighter: '20 % brighter',
  darker: '20 % darker',
  'more-contrast': '20 % more contrast',
  'less-contrast': '20 % less contrast',
  'less-colour': 'Half the colour',
  blur: 'Blurred by 1 %',
  'gaussian-noise': 'Gaussian noise, 5 %',
  'salt-and-pepper': 'Salt and pepper, 2 %',
  'cut-out': 'A square cut out',
  equalize: 'Histogram equalised',
}
