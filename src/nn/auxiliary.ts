/* AdvProp (Xie 2020): adversarial examples have statistics of their own, so every batch normalisation has a second set of
   parameters for them. The network is used with the first alone. */

/** The name of a batch normalisation's parameter in the second set. */
export function auxiliaryName(name: string): string {
  return name.replace(/\.(\w+)$/, '.aux.$1')
}

/** The name in the first set; any other name stays. */
export function mainName(name: string): string {
  return name.replace(/\.aux\.(\w+)$/, '.$1')
}
