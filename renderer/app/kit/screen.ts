import type { IconProps } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { Action, ActionSection, Scope } from './action.ts'
import type { KeyPress } from './keys/keys.ts'

/** All that the window knows of a screen. Rail, address, palette, help and keyboard derive from the list of these. */
export interface Screen {
  /** Its name in the address, and the scope of its actions. */
  readonly name: string
  readonly title: string
  readonly icon: ComponentType<IconProps>
  readonly component: ComponentType
  /** Can be shown while no project is open. */
  readonly withoutProject?: true
  /** Asks who is reading, where that is not known. */
  readonly asksForReader?: true
  readonly actions?: readonly Action[]
  /** The sections of its actions, in the order of the help sheet. */
  readonly sections?: readonly ActionSection[]
  /** Its keys stand first in the help, whatever its place in the rail. */
  readonly firstInHelp?: true
  readonly mode?: KeyMode
  /** Called after a key has run an action while this screen is in front. */
  readonly heard?: (press: KeyPress) => void
  /** What the palette finds by name, besides actions. */
  readonly finder?: Finder
  /** What of it is said in the bottom line, whichever screen is in front. */
  readonly status?: ComponentType
  /** Forgets what belongs to the project, when another one takes its place. */
  readonly forget?: () => void
}

/** A state of a screen in which the next key means something else. Its scope comes before that of the screen. */
export interface KeyMode {
  readonly scope: Scope
  isOn(): boolean
  /** Called when a key of the screen itself is pressed instead. */
  leave(): void
}

export interface Finder {
  /** Heading of what it finds. */
  readonly group: string
  find(query: string): readonly Found[]
  /** Calls `changed` whenever other things can be found; the answer ends that. */
  follow(changed: () => void): () => void
}

export interface Found {
  readonly id: string
  readonly label: string
  run(): void
}
