import { ints, text } from '../../graph/types.ts'
import { float32, integers } from '../../tensor.ts'
import { type GradientCase, shapes } from '../gradient-case.ts'

const modes: readonly (readonly [mode: string, coordinates: string, rounding?: string])[] = [
  ['nearest', 'asymmetric', 'floor'],
  ['nearest', 'half_pixel'],
  ['nearest', 'half_pixel', 'round_prefer_ceil'],
  ['nearest', 'align_corners', 'ceil'],
  ['linear', 'half_pixel'],
  ['linear', 'pytorch_half_pixel'],
  ['linear', 'align_corners'],
  ['linear', 'asymmetric'],
]

const inputs = shapes([2, 3, 4, 5])

const attributes = (mode: string, coordinates: string, rounding = 'round_prefer_floor') => ({
  mode: text(mode),
  coordinate_transformation_mode: text(coordinates),
  nearest_mode: text(rounding),
})

export const resizeCases: readonly GradientCase[] = [
  ...modes.flatMap(([mode, coordinates, rounding]): readonly GradientCase[] => [
    {
      type: 'Resize',
      note: `${mode}, ${coordinates}, twice as large`,
      inputs,
      attributes: attributes(mode, coordinates, rounding),
      constants: [undefined, float32([1, 1, 2, 2], [4])],
    },
    {
      type: 'Resize',
      note: `${mode}, ${coordinates}, to a size`,
      inputs,
      attributes: attributes(mode, coordinates, rounding),
      constants: [undefined, undefined, integers([2, 3, 7, 3])],
    },
  ]),
  {
    type: 'Resize',
    note: 'of named axes',
    inputs,
    attributes: { ...attributes('linear', 'half_pixel'), axes: ints([3, 2]) },
    constants: [undefined, undefined, integers([9, 2])],
    opset: 18,
  },
  {
    type: 'Resize',
    note: 'by symmetric coordinates',
    inputs,
    attributes: attributes('linear', 'half_pixel_symmetric'),
    constants: [undefined, float32([1, 1, 1.3, 0.7], [4])],
    opset: 19,
  },
]
