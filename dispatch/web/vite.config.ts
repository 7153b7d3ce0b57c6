import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { tabletShell } from './tabletShell.ts'

const screens = ['board', 'tablet', 'portal', 'login', 'reports', 'admin']
const dist = join(import.meta.dirname, 'dist')

// The Go server embeds dist, so its placeholder must outlive every build.
function emptyDist(): Plugin {
  let out = dist
  return {
    name: 'empty-dist',
    apply: 'build',
    configResolved: (config) => void (out = resolve(config.root, config.build.outDir)),
    buildStart() {
      if (!existsSync(out)) return
      for (const name of readdirSync(out)) {
        if (name !== 'placeholder.html') rmSync(join(out, name), { recursive: true })
      }
    },
  }
}

export default defineConfig({
  root: 'src',
  publicDir: '../public',
  plugins: [svelte({ configFile: false }), emptyDist(), tabletShell()],
  build: {
    outDir: '../dist',
    emptyOutDir: false,
    // No data: URLs: the content security policy allows files of this server only.
    assetsInlineLimit: 0,
    target: 'es2022',
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: Object.fromEntries(screens.map((screen) => [screen, join(import.meta.dirname, 'src', screen, 'index.html')])),
    },
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': { target: process.env.DISPATCH05 ?? 'http://localhost:8005', ws: true } } },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  test: { environment: 'happy-dom', include: ['**/*.test.ts'], root: 'src' },
})
