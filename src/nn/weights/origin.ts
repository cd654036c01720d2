import { z } from 'zod'
import type { TensorMap } from '../tensor.ts'

/** Where a model file keeps how its weights were named where they came from. */
const key = 'regrade.names'
const namesSchema = z.record(z.string(), z.string())

/** Metadata of a model file: the names that its weights had in their own file, by the network's, where they differ. */
export function originMetadata(origin: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const other = [...origin].filter(([own, name]) => own !== name)
  return other.length === 0 ? new Map() : new Map([[key, JSON.stringify(Object.fromEntries(other))]])
}

/** Tensors under the names of their weights' origin, as a model file's metadata tells them; others keep theirs. */
export function underOriginNames(tensors: TensorMap, metadata: ReadonlyMap<string, string>): TensorMap {
  const written = metadata.get(key)
  if (written === undefined) return tensors
  const names = new Map(Object.entries(namesSchema.catch({}).parse(parsed(written))))
  return new Map([...tensors].map(([name, tensor]) => [names.get(name) ?? name, tensor]))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
