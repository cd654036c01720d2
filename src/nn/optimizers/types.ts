import type { GraphBuilder } from '../graph/builder.ts'

/** What one update reads, as names of values in the graph. */
export interface UpdateInputs {
  /** [n] */
  readonly parameter: string
  /** [n] */
  readonly gradient: string
  /** [n] each, in the order of the rule's `state`. */
  readonly state: readonly string[]
  /** The rule's scalars, by name. */
  readonly scalars: Readonly<Record<string, string>>
}

/** What one update writes: the same vectors anew. */
export interface UpdateOutputs {
  readonly parameter: string
  readonly state: readonly string[]
}

/** How an optimizer with its options moves one vector of parameters. */
export interface UpdateRule {
  /** What is kept for every parameter from step to step, by name; it starts at 0. */
  readonly state: readonly string[]
  /** What the graph must be told of a step, counted from 1. Worked out in double precision, where 1-βᵗ keeps its
   *  digits. The names are the same at every step. */
  scalars(step: number, learningRate: number): Readonly<Record<string, number>>
  addUpdate(builder: GraphBuilder, inputs: UpdateInputs): UpdateOutputs
}

/** An optimizer: its options with their usual values, and its rule. */
export interface Optimizer<Options extends { readonly name: string }> {
  readonly defaults: Options
  rule(options: Options): UpdateRule
}
