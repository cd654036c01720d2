import type { Network } from '../network.ts'
import { elementCount, type Tensor } from '../tensor.ts'
import { blocksOf, networkName } from './names/network-name.ts'

export interface NamedTensor {
  /** In the file. */
  readonly name: string
  readonly tensor: Tensor
}

/** Batches that PyTorch's batch normalisation has seen: nothing depends on it. */
export function isCounter(name: string): boolean {
  return name.endsWith('.num_batches_tracked')
}

export interface MatchedNames {
  /** By the network's names; what is none of the network's keeps the file's. */
  readonly given: ReadonlyMap<string, NamedTensor>
  /** What stands before the names of the network in the file, such as `model.`; '' for nothing. */
  readonly prefix: string
  /** Other beginnings that have all the same parameters: the file holds the network more than once. */
  readonly others: readonly string[]
}

/** Parts of a name that may come before the network's own: `state_dict.model.module.backbone.` has four. */
const deepest = 6

/** Which of a file's tensors are a network's parameters. Whoever trained the network may have put it into another module, or
 *  into several: of all beginnings of the file's names, that one counts behind which most of the network is found. */
export function matchNames(network: Network, family: string, file: ReadonlyMap<string, Tensor>): MatchedNames {
  const blocks = blocksOf(network)
  const own = (name: string) => networkName(family, name, blocks)
  const shapes = new Map(network.parameters.map(({ name, shape }) => [name, shape.join()]))
  const found = new Map<string, number>([['', 0]])
  for (const [name, tensor] of file) {
    for (const prefix of beginnings(name)) {
      if (shapes.get(own(name.slice(prefix.length))) !== tensor.shape.join()) continue
      found.set(prefix, (found.get(prefix) ?? 0) + elementCount(tensor.shape))
    }
  }
  const most = Math.max(...found.values())
  const [prefix = '', ...others] = [...found].flatMap(([one, values]) => (values === most ? [one] : [])).sort(byLength)
  const given = new Map<string, NamedTensor>()
  // The network's own first: what has the same name elsewhere in the file is another's.
  for (const [name, tensor] of file) {
    if (name.startsWith(prefix)) given.set(own(name.slice(prefix.length)), { name, tensor })
  }
  for (const [name, tensor] of file) {
    if (name.startsWith(prefix)) continue
    const head = headOutside(name, (end) => shapes.has(own(end)) && isHead(network, own(end)))
    const place = head === undefined ? name : own(head)
    given.set(given.has(place) ? name : place, { name, tensor })
  }
  return { given, prefix, others }
}

const byLength = (a: string, b: string) => a.length - b.length || (a < b ? -1 : 1)

function* beginnings(name: string): Generator<string> {
  let end = 0
  for (let parts = 0; parts < deepest; parts++) {
    yield name.slice(0, end)
    end = name.indexOf('.', end) + 1
    if (end === 0) return
  }
}

/** The end of a name that is one of the classifier's, for a classifier beside the module that the rest lies in. */
function headOutside(name: string, belongs: (end: string) => boolean): string | undefined {
  for (const beginning of beginnings(name))
    if (belongs(name.slice(beginning.length))) return name.slice(beginning.length)
  return undefined
}

function isHead({ parameters }: Network, name: string): boolean {
  return parameters.find((spec) => spec.name === name)?.group === 'head'
}
