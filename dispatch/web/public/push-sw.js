// Shows what the service tells this browser while no screen of it is open. One key is one notice: a repeat replaces it.
// It is the board's worker; the tablet's own takes it in (tabletShell.ts).
const tablet = new URL(self.registration.scope).pathname.startsWith('/tablet')

self.addEventListener('push', (event) => {
  const { key, title, text, link, ack, order } = event.data.json()
  const page = tablet ? (order ? `/tablet?order=${order}` : '/tablet') : ack || link || '/board'
  event.waitUntil(self.registration.showNotification(title, { body: text, tag: key, icon: '/icon-192.png', requireInteraction: Boolean(ack), data: page }))
})

// A press opens the page that asks for the answer: that it was shown is no answer yet.
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(tablet ? onTablet(event.notification.data) : self.clients.openWindow(event.notification.data))
})

// A tablet that is open is told to show the order: a second one would ring too.
async function onTablet(page) {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const open = windows.find(({ url }) => new URL(url).pathname.startsWith('/tablet'))
  if (!open) return self.clients.openWindow(page)
  open.postMessage({ open: page })
  return open.focus().catch(() => {})
}
