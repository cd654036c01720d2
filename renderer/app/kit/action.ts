/** Where an action's keys are heard. `reason` is the one key after U; it shadows `review` while it is awaited. */
export const scopes = ['everywhere', 'review', 'reason', 'quality', 'training'] as const
export type Scope = (typeof scopes)[number]

export type ActionSection = 'Grade' | 'Reason' | 'Move' | 'Look' | 'Quality' | 'Training' | 'Go to' | 'Help'

/** A command: the same object behind a key, a line of the palette, a line of the help sheet and a button. */
export interface Action {
  readonly id: string
  readonly label: string
  readonly section: ActionSection
  readonly scope: Scope
  /** As written on the help sheet: "2", "Shift+Z", "Mod+K" (Ctrl, or ⌘ on a Mac). */
  readonly shortcuts: readonly string[]
  /** Whether a key held down repeats it. */
  readonly repeats?: boolean
  enabled(): boolean
  run(): void
}
