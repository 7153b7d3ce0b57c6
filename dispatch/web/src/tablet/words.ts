import { dictionary, counted } from '../shared/i18n.svelte'
import type { ClockKind, OrderState } from '../shared/wire'

export const words = dictionary({
  fresh: ['Новые', 'New'],
  pushBegin: ['Сообщать о нарядах, когда планшет закрыт', 'Tell of orders while the tablet is closed'],
  pushEnd: ['Не сообщать, когда планшет закрыт', 'Do not tell while the tablet is closed'],
  pushFailed: ['Этот планшет не принимает уведомления', 'This tablet takes no messages'],
  at_work: ['В работе', 'At work'],
  suspended: ['Приостановлены', 'Suspended'],
  done: ['Сделаны, ждут проверки', 'Done, to be verified'],
  orders: ['Наряды', 'Orders'],
  none: ['Нарядов нет', 'No orders'],
  noneHint: ['Новый наряд придёт сам, со звуком.', 'A new order comes by itself, with sound.'],
  offShift: ['Смена не начата', 'Off shift'],
  loading: ['Загружаем наряды…', 'Loading the orders…'],
  notReceived: ['Данные ещё не получены', 'Nothing received yet'],
  notReceivedHint: ['Нет связи с сервером. Наряды и смена появятся, как только она будет.', 'The server is not heard. Orders and shift appear as soon as it is.'],
  offShiftHint: ['Пока смена закрыта, наряды не назначают и место бригады не передаётся.', 'Off shift no orders come and the place of the crew is not reported.'],
  beginShift: ['Начать смену', 'Begin the shift'],
  endShift: ['Закончить смену', 'End the shift'],
  endShiftAsk: ['Закончить смену?', 'End the shift?'],
  endShiftOpen: [
    (n: number) => `Открыто: ${counted(n, 'наряд', 'наряда', 'нарядов')}. Они останутся за бригадой.`,
    (n: number) => `Open orders: ${n}. They stay with the crew.`,
  ],
  onShift: ['На смене', 'On shift'],
  until: [(at: string) => `до ${at}`, (at: string) => `until ${at}`],
  back: ['К списку', 'Back to the list'],
  call: ['Позвонить', 'Call'],
  map: ['Карта', 'Map'],
  noMap: ['Карта не загрузилась: нужна связь', 'The map did not load: a link is needed'],
  noPoint: ['Дом не на карте', 'The house is not on the map'],
  wayThere: ['Как ехать', 'How to get there'],
  minutes: [(n: number, rough: boolean) => `${rough ? '≈ ' : ''}${n} мин`, (n: number, rough: boolean) => `${rough ? '≈ ' : ''}${n} min`],
  turns: [(n: number) => `Дорога по шагам: ${n}`, (n: number) => `Step by step: ${n}`],
  fromPlace: [(at: string) => `От места бригады в ${at}`, (at: string) => `From where the crew was at ${at}`],
  fromBase: ['От базы бригады: место планшета ещё не получено', "From the crew's base: the tablet's place is not known yet"],
  keptWay: [(at: string) => `Без связи: путь найден в ${at}`, (at: string) => `No link: the way was found at ${at}`],
  noWayYet: ['Путь не загружен: нужна связь', 'The way is not loaded: a link is needed'],
  roadsBy: [(who: string) => `Дороги: ${who}`, (who: string) => `Roads: ${who}`],
  straight: ['по прямой', 'in a straight line'],
  entrance: ['Подъезд', 'Entrance'],
  floor: ['Этаж', 'Floor'],
  flat: ['Квартира', 'Flat'],
  levels: ['Этажей', 'Levels'],
  entrances: ['Подъездов', 'Entrances'],
  flats: ['Квартир', 'Flats'],
  year: ['Год', 'Built'],
  house: ['Дом', 'House'],
  said: ['Со слов заявителя', 'As the caller said'],
  safety: ['Безопасность', 'Safety'],
  terms: ['Сроки по нормам', 'Legal terms'],
  noTerms: ['Сроки выполнены', 'All terms are met'],
  course: ['Ход работ', 'Course of the work'],
  unsent: ['ждёт отправки', 'not sent yet'],
  planned: ['Запланировано на', 'Planned for'],
  reason: ['Причина', 'Reason'],
  ownReason: ['Своими словами', 'In your own words'],
  note: ['Заметка', 'Note'],
  noteHint: ['Уйдёт со следующим шагом.', 'Goes with the next step.'],
  photos: ['Фото', 'Photos'],
  addPhoto: ['Снять фото', 'Take a photo'],
  photosSent: [(n: number) => `отправлено: ${n}`, (n: number) => `sent: ${n}`],
  photoWaits: ['Фото ждёт отправки', 'A photo not sent yet'],
  photoSent: ['Фото отправлено', 'A photo that is sent'],
  notAPhoto: ['Это не фото: снимите заново', 'This is no photo: take it again'],
  finish: ['Что сделано', 'What was done'],
  finishHint: ['Коснитесь готовых слов или напишите свои: без этого наряд не закрыть.', 'Touch ready words or write your own: an order is not done without them.'],
  cancel: ['Отмена', 'Cancel'],
  enrol: ['Подключить планшет', 'Enrol this tablet'],
  enrolHint: ['Код из восьми цифр даёт мастер или диспетчер. Он действует 15 минут.', 'The foreman or the dispatcher gives a code of eight digits. It is good for 15 minutes.'],
  code: ['Код', 'Code'],
  tabletName: ['Номер или имя планшета', 'Number or name of the tablet'],
  whoWorks: ['Кто работает?', 'Who is at work?'],
  whichVehicle: ['На какой машине?', 'On which vehicle?'],
  noVehicle: ['Без машины', 'No vehicle'],
  takenBy: [(crew: string) => `сейчас у ${crew}`, (crew: string) => `with ${crew} now`],
  noPIN: ['PIN не задан', 'no PIN yet'],
  nobodyHere: ['В бригаду никто не записан: людей и PIN добавляет мастер.', 'Nobody is on the roster of this crew: the foreman adds people and their PINs.'],
  typedDigits: [(n: number) => `введено цифр: ${n}`, (n: number) => `${n} digits typed`],
  wiped: ['Планшет отключён. Все данные с него удалены.', 'This tablet was shut out. All its data is erased.'],
  live: ['На связи', 'Online'],
  connecting: ['Подключаемся', 'Connecting'],
  lost: ['Нет связи', 'No link'],
  behind: [(span: string) => `отстаёт на ${span}`, (span: string) => `${span} behind`],
  waiting: [
    (n: number) => `Не отправлено: ${n}`,
    (n: number) => `Not sent: ${n}`,
  ],
  queue: ['Не отправлено', 'Not sent'],
  queueHint: ['Всё записано на планшете и уйдёт по порядку, когда появится связь.', 'All is kept on the tablet and goes in order when the link is back.'],
  queueEmpty: ['Всё отправлено', 'All is sent'],
  sendNow: ['Отправить сейчас', 'Send now'],
  shiftOn: ['Начало смены', 'Shift begins'],
  shiftOff: ['Конец смены', 'Shift ends'],
  photo: ['Фото', 'Photo'],
  refusedTitle: ['Сервер не принял действие', 'The server refused an action'],
  refusedCount: [(n: number) => `Требует решения: ${n}`, (n: number) => `To be decided: ${n}`],
  yourAction: ['Ваше действие', 'Your action'],
  onServer: ['На сервере', 'On the server'],
  goneOnServer: ['наряд больше не за вами', 'the order is no longer yours'],
  alsoFalls: [
    (n: number) => `Вместе с ним отменятся и следующие ваши шаги: ${n}`,
    (n: number) => `Your later steps fall with it: ${n}`,
  ],
  leave: ['Оставить как на сервере', 'Leave as on the server'],
  retry: ['Повторить', 'Try again'],
  newOrder: ['Новый наряд', 'New order'],
  moreNew: [(n: number) => `и ещё ${n}`, (n: number) => `and ${n} more`],
  open: ['Открыть', 'Open'],
  soundOff: ['Звук выключен: коснитесь', 'Sound is off: touch here'],
  theme: ['Светлый или тёмный экран', 'Light or dark screen'],
  other: ['English', 'Русский'],
  signOut: ['Выйти', 'Sign out'],
  signOutAsk: ['Выйти с планшета?', 'Sign out of the tablet?'],
  signOutUnsent: [
    (n: number) => `Не отправлено: ${n}. Останется на планшете и уйдёт, когда эта бригада войдёт снова.`,
    (n: number) => `Not sent: ${n}. It stays here and goes when this crew signs in again.`,
  ],
  signOutClean: ['Наряды этой бригады будут стёрты с планшета.', 'The orders of this crew are erased from the tablet.'],
  title: ['Планшет бригады', "Crew's tablet"],
  city: ['Город', 'City'],
  approximate: [(meters: number) => `Место дома примерное, ±${meters} м`, (meters: number) => `The place of the house is approximate, ±${meters} m`],
  login: ['Логин', 'Login'],
  password: ['Пароль', 'Password'],
  newPassword: ['Новый пароль', 'New password'],
  newPasswordHint: ['Не короче 10 знаков; дальше входите с ним', 'At least 10 characters; sign in with it from now on'],
  enter: ['Войти', 'Sign in'],
  again: ['Сеанс закончен. Войдите снова: всё сделанное на планшете сохранено и уйдёт после входа.', 'The session is over. Sign in again: all that was done is kept here and goes after it.'],
  later: ['Позже', 'Later'],
  tooMany: [(s: number) => `Слишком много попыток: подождите ${s} с`, (s: number) => `Too many attempts: wait ${s} s`],
  notCrew: ['Этот экран — для бригад', 'This screen is for crews'],
  toBoard: ['К пульту', 'To the board'],
  noDevice: ['Планшет не может хранить данные: освободите место или выйдите из приватного окна', 'The tablet cannot keep data: free some space or leave the private window'],
  close: ['Закрыть', 'Close'],
  placeDenied: ['Место не передаётся: разрешите доступ к геопозиции', 'The place is not reported: allow access to the location'],
})

const stepNames = dictionary({
  accepted: ['Принять', 'Accept'],
  en_route: ['Выехать', 'Set off'],
  on_site: ['На месте', 'On site'],
  localised: ['Локализовано', 'Contained'],
  done: ['Выполнено', 'Done'],
  suspended: ['Приостановить', 'Suspend'],
  refused: ['Отказаться', 'Refuse'],
})

const special = dictionary({
  acceptAndGo: ['Принять и выехать', 'Accept and set off'],
  goOn: ['Продолжить на месте', 'Go on at the place'],
  goAgain: ['Выехать снова', 'Set off again'],
})

/** What stands on the button of a step. */
export function stepLabel(from: OrderState, to: OrderState): string {
  if (to === 'en_route' && (from === 'sent' || from === 'delivered')) return special.acceptAndGo
  if (from === 'suspended' && to === 'on_site') return special.goOn
  if (from === 'suspended' && to === 'en_route') return special.goAgain
  return (stepNames as Record<string, string>)[to] ?? to
}

const stepTitles = dictionary({
  suspended: ['Почему приостановка?', 'Why suspend?'],
  refused: ['Почему отказ?', 'Why refuse?'],
})

export function whyTitle(to: OrderState): string {
  return (stepTitles as Record<string, string>)[to] ?? ''
}

/** Clocks that a crew answers for; the others are the desk's. */
export function isCrewClock(kind: ClockKind): boolean {
  return kind !== 'answer' && kind !== 'inform' && kind !== 'notify' && kind !== 'state'
}
