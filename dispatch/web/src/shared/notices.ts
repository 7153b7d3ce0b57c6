// Notices in words: by which means somebody was told, and what became of it.

import { dictionary } from './i18n.svelte'
import type { Attempt, Notice } from './wire'

const states = dictionary({
  waiting: ['ждём ответа', 'waiting'],
  held: ['отложено до утра', 'held until morning'],
  sent: ['отправлено', 'sent'],
  acknowledged: ['прочитано', 'read'],
  unanswered: ['нет ответа', 'no answer'],
  failed: ['не удалось', 'failed'],
  void: ['уже не нужно', 'not needed any more'],
})

const attempts = dictionary({
  queued: ['отправляется', 'being sent'],
  sent: ['отправлено', 'sent'],
  delivered: ['доставлено', 'delivered'],
  acknowledged: ['прочитано', 'read'],
  failed: ['не доставлено', 'failed'],
  skipped: ['пропущено', 'skipped'],
})

const means = dictionary({
  tablet: ['планшет', 'tablet'],
  board: ['экран', 'screen'],
  push: ['уведомление браузера', 'browser push'],
  telegram: ['Telegram', 'Telegram'],
  sms: ['СМС', 'SMS'],
  mail: ['почта', 'e-mail'],
  voice: ['звонок', 'call'],
})

export const noticeName = (state: Notice['state']): string => states[state]
export const attemptName = (state: Attempt['state']): string => attempts[state]
export const meansName = (by: Attempt['means']): string => means[by]
