// The tablet opens without a link: a service worker keeps its files (vite.config.ts writes it). Its scope is /tablet, the
// board and the portal never meet it.

/** Registers the service worker of the built screen and asks the browser not to clear what the tablet keeps. */
export function keepShell() {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  void navigator.storage?.persist?.()
  navigator.serviceWorker.register('/tablet-sw.js', { scope: '/tablet' }).catch((error: Error) => {
    console.warn('tablet: works only with a link:', error.name)
  })
}
