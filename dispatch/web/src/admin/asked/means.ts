import { dictionary } from '../../shared/i18n.svelte'

const names = dictionary({
  tablet: ['планшет', 'tablet'],
  board: ['экран диспетчера', 'the board'],
  push: ['push', 'push'],
  telegram: ['Telegram', 'Telegram'],
  sms: ['SMS', 'SMS'],
  mail: ['почта', 'e-mail'],
  voice: ['звонок', 'a call'],
})

/** What a means is called. */
export function meansName(means: string): string {
  return (names as Record<string, string>)[means] ?? means
}
