import { z } from 'zod'
import { modelIdSchema } from '../ids.ts'
import { adviceOn, adviceText, formatOfName } from '../model-formats.ts'

const weightsFile = /\.(safetensors|onnx)$/i

/** A text is short for what it names: `m2` a model, `weights.safetensors` a file. */
function fromText(value: unknown): unknown {
  if (modelIdSchema.safeParse(value).success) return { model: value }
  return typeof value === 'string' && weightsFile.test(value) ? { weights: value } : value
}

/** What a run starts from: nothing, the model in use where there is one, a model of the project, or a file: .safetensors in
 *  torchvision's or timm's names, or .onnx. A file is taken into the project before the run begins, and the run names that
 *  model in its place, so that no run needs the file again and none keeps its path.
 *
 *  Folds start from scratch: a model that was trained here may have seen the photographs they are to judge. One that came
 *  from a file or with the application did not, unless the project knows some of them among those that it learnt from, and
 *  folds go on from it, too. */
export const startSchema = z.preprocess(
  fromText,
  z.union(
    [
      z.enum(['scratch', 'current']),
      z.strictObject({ model: modelIdSchema }),
      z.strictObject({ weights: z.string().min(1) }),
    ],
    { error: ({ input }) => whyNone(input) },
  ),
)
export type Start = z.infer<typeof startSchema>

function whyNone(start: unknown): string {
  const format = typeof start === 'string' ? formatOfName(start) : undefined
  if (typeof start === 'string' && format) return adviceText(adviceOn(format, start))
  return 'it is scratch, current, a model such as m2, or a .safetensors or .onnx file'
}

/** Whether a file has a network of its own, by its name. */
export const isWholeModel = (file: string): boolean => /\.onnx$/i.test(file)

/** The file that a run starts from; null where that is none, or a model of the project. */
export function weightsOf(start: Start): string | null {
  return typeof start === 'object' && 'weights' in start ? start.weights : null
}
