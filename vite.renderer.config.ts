import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The page. Relative addresses, so that one build works under `app://regrade/` and under `http://127.0.0.1`. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome128',
    // The policy of the page allows no `data:` fonts and no inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
})
