import { contextBridge, ipcRenderer } from 'electron'

/** All that the page has of the shell. */
const regrade = {
  platform: process.platform,
  /** Asks for a port to the workstation; it comes as the window message `regrade:port`. */
  ready: () => ipcRenderer.send('regrade:ready'),
  pickFolder: (): Promise<string | null> => ipcRenderer.invoke('regrade:pick-folder'),
  /** Handle of a file to write, chosen in the shell's dialog; the page is told no path and names none. */
  pickTarget: (name: string): Promise<string | null> => ipcRenderer.invoke('regrade:pick-target', name),
  pickFile: (): Promise<string | null> => ipcRenderer.invoke('regrade:pick-file'),
}

// A port cannot cross the context bridge; a message to the page's own window can carry it.
ipcRenderer.on('regrade:port', (event) => window.postMessage('regrade:port', window.location.origin, [...event.ports]))
contextBridge.exposeInMainWorld('regrade', regrade)
