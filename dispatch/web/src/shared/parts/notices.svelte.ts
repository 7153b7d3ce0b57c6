// Short messages at the corner of a screen; errors stay until they are closed.

export interface Notice {
  id: number
  mood: 'good' | 'bad' | 'plain'
  text: string
}

class Notices {
  list = $state<Notice[]>([])
  #last = 0

  tell(text: string, mood: Notice['mood'] = 'plain') {
    const id = ++this.#last
    this.list = [...this.list.slice(-3), { id, mood, text }]
    if (mood !== 'bad') setTimeout(() => this.close(id), 6000)
  }

  close(id: number) {
    this.list = this.list.filter((notice) => notice.id !== id)
  }
}

export const notices = new Notices()
