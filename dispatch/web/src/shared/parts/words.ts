import { dictionary } from '../i18n.svelte'

export const partWords = dictionary({
  close: ['Закрыть', 'Close'],
  demo: ['ДЕМОНСТРАЦИЯ', 'DEMONSTRATION'],
  demoHint: ['Город и люди вымышлены, вызовы никуда не уходят', 'The city and its people are made up; no call leaves this screen'],
})
