import type { Network, ParameterSpec } from '../network.ts'
import { isOedemaParameter } from '../oedema-output.ts'
import type { Shape } from '../tensor.ts'
import { isCounter, type NamedTensor } from './match.ts'

/** A file's linear layer behind the pooled features, by its tensors. */
export interface FoundClassifier {
  readonly weight: NamedTensor
  readonly bias: NamedTensor
}

/** The parameters that tell grades from the network's features. */
export function classifierOf({ parameters }: Network): readonly ParameterSpec[] {
  return parameters.filter(({ name, group }) => group === 'head' && !isOedemaParameter(name))
}

/** A linear classifier of a file under a name that is not the network's: the one layer left over that takes the network's
 *  features. Undefined where there is none, more than one, or something else between it and the features (a normalisation, or
 *  more of the same module): it is another classifier then. `left`: the file's tensors that are none of the network's. */
export function findClassifier(network: Network, left: ReadonlyMap<string, NamedTensor>): FoundClassifier | undefined {
  const head = classifierOf(network)
  const features = head.find(({ shape }) => shape.length === 2)?.shape[1]
  if (features === undefined || head.length !== 2) return undefined
  const others = [...left.values()].filter(({ name }) => !isCounter(name))
  const named = new Map(others.map((one) => [one.name, one]))
  const found = others.flatMap((weight): FoundClassifier[] => {
    const bias = named.get(weight.name.replace(/weight$/, 'bias'))
    const outputs = outputsOf(weight.tensor.shape, features)
    return bias && bias !== weight && outputs === bias.tensor.shape.join() ? [{ weight, bias }] : []
  })
  const [only] = found
  if (only === undefined || found.length > 1) return undefined
  const module = moduleOf(only.weight.name)
  const between = others.some((one) => {
    if (one === only.weight || one === only.bias) return false
    return one.tensor.shape.join() === `${features}` || (module !== '' && one.name.startsWith(module))
  })
  return between ? undefined : only
}

/** Of a linear layer, or of a convolution of 1×1 that does the same; undefined for another. */
function outputsOf([outputs, inputs, ...rest]: Shape, features: number): string | undefined {
  return inputs === features && rest.join() === (rest.length === 0 ? '' : '1,1') ? `${outputs}` : undefined
}

/** `head.` of `head.fc.weight`; '' of `fc.weight`. */
function moduleOf(name: string): string {
  return /^(.+\.)\w+\.weight$/.exec(name)?.[1] ?? ''
}
