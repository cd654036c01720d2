import type { BoundKeys } from './keys/bound-keys.ts'

/** Where an action's keys are heard: the whole window, a screen by its name, or a mode of a screen. */
export type Scope = string

export const everywhere: Scope = 'everywhere'

/** A command: the same object behind a key, a line of the palette, a line of the help sheet and a button. */
export interface Action {
  readonly id: string
  readonly label: string
  /** Name of a section of its screen. */
  readonly section: string
  readonly scope: Scope
  /** As written on the help sheet: "2", "Shift+Z", "Mod+K" (Ctrl, or ⌘ on a Mac). */
  readonly shortcuts: readonly string[]
  /** Whether a key held down repeats it. */
  readonly repeats?: boolean
  /** Whether it can be run now, while its screen is in front. */
  enabled(): boolean
  run(): void
}

/** What the help sheet puts under one heading. */
export interface ActionSection {
  readonly name: string
  /** The heading, where it is not the name. `keysOf` tells the keys of an action as they are bound. */
  readonly title?: (keysOf: (id: string) => BoundKeys) => string
}
