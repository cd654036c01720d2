/** A line to one compute process. Messages are plain structured-cloneable data; pixels and weights never travel on it. */
export interface ComputeChannel {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, with a sentence, when the process has ended for whatever reason, and with the last that its runtime wrote about itself,
   *  where that is known. */
  onExit(listener: (reason: string, said?: string) => void): void
  kill(): void
}

/** Starts compute processes: a forked Node in plain hosts, a utilityProcess in Electron. */
export interface ComputeHost {
  start(): Promise<ComputeChannel>
}
