import { type BrowserWindow, dialog } from 'electron'
import { labelExtensions } from '#shared/contract/imports.ts'

/** Path of the folder that the reader picked, `null` where none was. */
export async function pickFolder(window: BrowserWindow): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog(window, { properties: ['openDirectory', 'createDirectory'] })
  return filePaths[0] ?? null
}

/** Path of the label or model file that the reader picked, `null` where none was. */
export async function pickFile(window: BrowserWindow): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openFile'],
    filters: [
      { name: 'Label files', extensions: [...labelExtensions] },
      { name: 'Models and weights', extensions: ['onnx', 'safetensors'] },
      { name: 'All files', extensions: ['*'] },
    ],
  })
  return filePaths[0] ?? null
}

/** Path of the file to write that the reader chose; `null` where none was. The dialog asks before one is replaced. */
export async function pickTarget(window: BrowserWindow, name: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: name,
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  })
  return canceled || !filePath ? null : filePath
}

export async function showNotice(window: BrowserWindow, sentence: string): Promise<void> {
  await dialog.showMessageBox(window, { type: 'warning', message: sentence, buttons: ['OK'] })
}

/** Asks what to do when a part of the application has ended. True: start it again. */
export async function askToRestart(window: BrowserWindow, reason: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'A part of Regrade has ended unexpectedly.',
    detail: `${reason} Every decision that was shown as saved is kept.`,
    buttons: ['Start it again', 'Quit'],
    defaultId: 0,
    cancelId: 1,
  })
  return response === 0
}
