// Shows what the service tells this browser while no screen of it is open. One key is one notice: a repeat replaces it.
self.addEventListener('push', (event) => {
  const { key, title, text, link, ack } = event.data.json()
  event.waitUntil(self.registration.showNotification(title, { body: text, tag: key, icon: '/icon-192.png', requireInteraction: Boolean(ack), data: ack || link || '/board' }))
})

// A press opens the page that asks for the answer: that it was shown is no answer yet.
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(self.clients.openWindow(event.notification.data))
})
