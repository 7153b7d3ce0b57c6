// The tablet opens without a link: a service worker keeps its files (tabletShell.ts makes it). Its scope is /tablet, the
// board and the portal never meet it. A new version is taken while nobody looks: all that matters is on the device.

const askEveryMs = 60 * 60 * 1000

/** Registers the service worker of the built screen and asks the browser not to clear what the tablet keeps. */
export async function keepShell() {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  void navigator.storage?.persist?.()
  const workers = navigator.serviceWorker
  const ran = workers.controller !== null
  workers.addEventListener('controllerchange', () => ran && reloadUnseen())
  try {
    const registration = await workers.register('/tablet-sw.js', { scope: '/tablet' })
    // Tablets stay open for weeks; the browser itself asks for a new version only on opening.
    setInterval(() => void registration.update().catch(() => {}), askEveryMs)
  } catch (error) {
    console.warn('tablet: works only with a link:', (error as Error).name)
  }
}

function reloadUnseen() {
  if (document.hidden) return location.reload()
  document.addEventListener('visibilitychange', () => document.hidden && location.reload(), { once: true })
}
