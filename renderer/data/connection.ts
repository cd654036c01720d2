import { create } from 'zustand'

/** `refused`: the workstation is there, but lets this page in no longer. `full`: it lets in no further window. */
export type ConnectionState = 'connecting' | 'open' | 'reconnecting' | 'refused' | 'full'

export interface Connection {
  readonly state: ConnectionState
  /** Milliseconds since the page's start at which the line was lost; null while it stands. */
  readonly lostAtMs: number | null
}

export const useConnection = create<Connection>(() => ({ state: 'connecting', lostAtMs: null }))

/** Thrown for a call whose answer did not come because the line broke: it may or may not have been carried out. */
export class ConnectionLost extends Error {
  constructor() {
    super('The line to the workstation broke before its answer came.')
    this.name = 'ConnectionLost'
  }
}
