// A draft on this device of what is being typed into <form data-draft id="…">, for the day the
// browser or the connection dies before it is saved. A page opts in for open wording alone: exempt
// wording never stands on a disk. A draft belongs to one person and one page; it goes with a good
// save, with signing out, when somebody else signs in, and by itself after a few days.
import { fill, valuesOf } from './fields.js'
import { moment } from './times.js'

const PREFIX = 'draft '
const DAYS = 3
const person = document.body.dataset.person ?? ''
const undecided = new Set() // drafts that are being offered are not written over

const keyOf = form => `${PREFIX}${person} ${location.pathname} ${form.id}`
const versionOf = form => form.elements.version?.value ?? ''
const drafts = () => Object.keys(localStorage).filter(key => key.startsWith(PREFIX))

// Without storage (a private window, a full disk) there are no drafts, and nothing else changes.
function tried (deed) {
  try { return deed() } catch { return undefined }
}

export function keep (form) {
  if (!('draft' in form.dataset) || !person || undecided.has(keyOf(form))) return
  const draft = { at: Date.now(), version: versionOf(form), values: [...valuesOf(form)] }
  tried(() => localStorage.setItem(keyOf(form), JSON.stringify(draft)))
}

export function drop (form) {
  if (!undecided.has(keyOf(form))) tried(() => localStorage.removeItem(keyOf(form)))
}

// A form without a script's help is sent and gone: whether it was saved shows on the next page.
export function sending (form) {
  const draft = read(keyOf(form))
  if (draft) tried(() => localStorage.setItem(keyOf(form), JSON.stringify({ ...draft, sent: true })))
}

export function clear (keys = tried(drafts) ?? []) {
  for (const key of keys) tried(() => localStorage.removeItem(key))
}

const read = key => tried(() => JSON.parse(localStorage.getItem(key)))

function sweep () {
  const mine = `${PREFIX}${person} `
  const oldest = Date.now() - DAYS * 24 * 3600 * 1000
  const isOthers = key => person && !key.startsWith(mine)
  clear((tried(drafts) ?? []).filter(key => isOthers(key) || !(read(key)?.at > oldest)))
}

const isSaved = (form, draft) => draft.sent && draft.version !== versionOf(form)
const differs = (now, values) => [...now].some(([name, value]) => values.has(name) && values.get(name) !== value)

// Shows what was not saved above its form; gives back whether there was anything.
export function offer () {
  return [...document.querySelectorAll('form[data-draft]')].filter(form => {
    const [draft, now] = [read(keyOf(form)), valuesOf(form)]
    if (!person || !draft || !now.size || form.querySelector('[data-conflict]')) return false
    const values = new Map(draft.values)
    if (isSaved(form, draft) || !differs(now, values)) return drop(form)
    return show(form, draft, values)
  }).length > 0
}

function show (form, draft, values) {
  const place = document.querySelector(`[data-draft-of="${form.id}"]`)
  if (!place) return false
  undecided.add(keyOf(form))
  place.querySelector('[data-draft-at]').textContent = moment(new Date(draft.at))
  const texts = [...values.values()].filter(value => typeof value === 'string' && value.trim())
  place.querySelector('[data-draft-text]').textContent = texts.join('\n\n')
  const decide = deed => () => {
    undecided.delete(keyOf(form))
    place.hidden = true
    form.querySelector('textarea')?.focus()
    deed()
  }
  place.querySelector('[data-draft-away]').onclick = decide(() => drop(form))
  place.querySelector('[data-draft-back]').onclick = decide(() => putBack(form, draft, values))
  place.hidden = false
  return true
}

// With the version it was typed over: what somebody saved since then meets it as a conflict.
function putBack (form, draft, values) {
  const [first] = fill(form, values)
  if (form.elements.version) form.elements.version.value = draft.version
  first?.dispatchEvent(new Event('input', { bubbles: true }))
}

sweep()
