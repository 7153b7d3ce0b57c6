// The service worker that lets the tablet open without a link: it keeps the files that the tablet's page can ever ask for
// (found by walking the build from its entry, so nothing of the board or the portal), and the map tiles it has seen. It also shows the service's messages (push-sw.js).

import type { Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

const entry = 'tablet/index.html'
const besides = [entry, 'tablet.webmanifest', 'icon.svg', 'icon-192.png', 'icon-512.png']

interface Chunk {
  type: string
  facadeModuleId?: string | null
  imports?: string[]
  dynamicImports?: string[]
  viteMetadata?: { importedCss: Set<string>; importedAssets: Set<string> }
}

/** Names of all built files that a page needs, now or when asked. */
export function filesOf(page: string, bundle: Record<string, Chunk>): Set<string> {
  const files = new Set<string>()
  const waiting = Object.keys(bundle).filter((name) => bundle[name]!.facadeModuleId?.endsWith(page))
  for (let name = waiting.pop(); name; name = waiting.pop()) {
    if (files.has(name)) continue
    files.add(name)
    const chunk = bundle[name]
    if (chunk?.type !== 'chunk') continue
    waiting.push(...(chunk.imports ?? []), ...(chunk.dynamicImports ?? []))
    waiting.push(...(chunk.viteMetadata?.importedCss ?? []), ...(chunk.viteMetadata?.importedAssets ?? []))
  }
  // A worker is built apart and named by no chunk's list.
  for (const name of Object.keys(bundle)) if (name.includes('maplibre-gl-worker')) files.add(name)
  return files
}

export function tabletShell(): Plugin[] {
  let kept = new Set<string>()
  const walk: Plugin = {
    name: 'tablet-shell-files',
    apply: 'build',
    generateBundle(_, bundle) {
      kept = filesOf(entry, bundle as unknown as Record<string, Chunk>)
    },
  }
  const worker = VitePWA({
    injectRegister: false,
    manifest: false,
    filename: 'tablet-sw.js',
    scope: '/tablet',
    workbox: {
      globPatterns: ['**/*.{html,js,mjs,css,woff2,svg,png,webmanifest}'],
      maximumFileSizeToCacheInBytes: 6_000_000,
      manifestTransforms: [
        (entries) => ({ manifest: entries.filter(({ url }) => kept.has(url) || besides.includes(url)), warnings: [] }),
      ],
      navigateFallback: '/tablet/index.html',
      navigateFallbackAllowlist: [/^\/tablet(\/|\?|$)/],
      cleanupOutdatedCaches: true,
      clientsClaim: true,
      skipWaiting: true,
      inlineWorkboxRuntime: true,
      importScripts: ['/push-sw.js'],
      sourcemap: false,
      runtimeCaching: [
        {
          urlPattern: ({ url }) => /^\/api\/v1\/cities\/[^/]+\/tiles\//.test(url.pathname),
          handler: 'StaleWhileRevalidate',
          options: { cacheName: 'tiles', expiration: { maxEntries: 2000 }, cacheableResponse: { statuses: [200, 204] } },
        },
      ],
    },
  })
  return [walk, ...worker]
}
