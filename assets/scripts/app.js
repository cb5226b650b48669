// What Guildhall's pages do beyond plain forms. Everything here also works without it.
//
//   <form data-swap="#part">     posts itself and puts the same part of the answer in its place;
//                                the answer may be a whole page or only the part
//   … data-on="input"            saves by itself while one types (data-wait: milliseconds)
//   … data-on="change"           saves by itself when a choice is made
//   … data-draft                 what is typed is kept on this device until it is saved (drafts.js)
//   <span data-save-state>       says whether what was typed is kept
//   …?at=id                      in the address of an answer: what is looked at next
//   … data-asks                  … and saves nothing: what it offers follows what was chosen
//   <form data-lands="#title">   where the focus goes on the page to which a button leads
//   <… data-say="…">             in an answer: what a screen reader is told of it when it changes
//   <div role="toolbar">         one stop of the Tab key; arrows lead from button to button
//   <button data-insert data-into="#box">   puts standard wording in at the caret (data-key="1": Alt+1)
import { CharacterCount, ErrorSummary } from 'govuk-frontend'
import * as drafts from './drafts.js'
import { fill, nameOf, valuesOf } from './fields.js'
import { clock } from './times.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')

const PATIENCE = [2, 4, 8, 15, 30] // seconds between one try to save and the next
const states = new WeakMap()
const unsaved = new Set()

function stateOf (form) {
  if (!states.has(form)) states.set(form, { timer: 0, busy: false, again: false, tries: 0 })
  return states.get(form)
}

function say (words) {
  if (words) document.querySelector('#said').textContent = words
}

function mark (form, state, words) {
  const around = form.dataset.on ? document : form
  const place = form.querySelector('[data-save-state]') ?? around.querySelector('[data-save-state]')
  if (!place) return
  place.dataset.state = state
  place.textContent = words
}

// Sends a form; one at a time, so that its saves never run into each other. A form that shows a
// conflict waits for its writer to press a button.
async function send (form, submitter) {
  if (!form.isConnected || (!submitter && form.querySelector('[data-conflict]'))) return
  const state = stateOf(form)
  clearTimeout(state.timer)
  if (state.busy) { state.again = { submitter }; return }
  Object.assign(state, { busy: true, again: false })
  const sent = valuesOf(form)
  if (form.dataset.on === 'input') mark(form, 'saving', 'Saving…')
  try {
    let answer = await post(form, submitter)
    let page = await pageOf(answer)
    if (answer.status === 400 && renewToken(page)) {
      answer = await post(form, submitter)
      page = await pageOf(answer)
    }
    if (answer.status >= 500 || answer.status === 429) throw new Error(`answered ${answer.status}`)
    state.tries = 0
    receive(form, submitter, answer, page, sent)
  } catch (trouble) {
    tryLater(form, submitter)
  } finally {
    state.busy = false
    if (state.again) send(form, state.again.submitter)
  }
}

const post = (form, submitter) => fetch(form.action, {
  method: 'POST',
  body: new FormData(form, submitter ?? null),
  headers: { 'X-Fragment': '1' }
})

const pageOf = async answer => new DOMParser().parseFromString(await answer.text(), 'text/html')

// Puts what came back in its place.
function receive (form, submitter, answer, page, sent) {
  const fresh = page.querySelector(form.dataset.swap)
  const refusal = page.querySelector('[data-refusal]')
  if (refusal) return refused(form, refusal)
  if (leadsAway(submitter, answer)) return leave(form, answer, page, sent)
  if (!fresh) return elsewhere(form, submitter, answer, page)

  showMessages(page)
  const before = sayingOf(document.querySelector(form.dataset.swap))
  const typing = form.dataset.on === 'input' && !submitter && answer.ok
  const changed = changedSince(form, sent)
  if (typing) renewHidden(form, fresh)
  else swap(form, fresh, changed, answer)
  renewParts(fresh, page, changed)
  const news = sayingOf(fresh) === before ? '' : sayingOf(fresh)
  say(news)

  if (!answer.ok) return mark(form, 'failed', 'Not saved yet: see the page')
  if (changed.size) return typing && drafts.keep(form)
  if (unsaved.has(form) && document.querySelector('#said').textContent.startsWith('Not saved')) say('Saved.')
  unsaved.delete(form)
  drafts.drop(form)
  const saved = `Saved at ${clock()}`
  if (!submitter && 'asks' in form.dataset) return
  const isPressed = form.dataset.on === 'change' || (submitter && form.dataset.on === 'input')
  if (isPressed && !page.querySelector('#messages')?.children.length) say([saved, news].filter(Boolean).join('. '))
  mark(form, 'saved', saved)
}

// What a part has to say, such as whether there is a quorum; it is said when it changes.
const sayingOf = part => part?.dataset.say ?? part?.querySelector('[data-say]')?.dataset.say ?? ''

// A pressed button may save and lead to another page, such as the next section.
function leadsAway (submitter, answer) {
  const path = new URL(answer.url).pathname
  return submitter && answer.ok && answer.redirected && ![location.pathname, '/sign-in'].includes(path)
}

function leave (form, answer, page, sent) {
  if (!changedSince(form, sent).size) {
    unsaved.delete(form)
    drafts.drop(form)
  }
  const messages = page.querySelector('#messages')?.innerHTML.trim() ?? ''
  sessionStorage.setItem('messages', messages)
  if (form.dataset.on === 'input' && !messages) sessionStorage.setItem('said', `Saved at ${clock()}`)
  location.assign(answer.url + (page.querySelector(form.dataset.lands) ? form.dataset.lands : ''))
}

// What the deed before had to say, for the page to which it led. A screen reader hears a change of
// the live region, not what stands in it when the page opens.
const carried = sessionStorage.getItem('messages')
if (carried) document.querySelector('#messages').innerHTML = carried
const said = sessionStorage.getItem('said')
if (said) setTimeout(() => say(said), 300)
for (const name of ['messages', 'said']) sessionStorage.removeItem(name)

// While one types, only hidden fields (the version) and parts marked data-fresh are renewed, so the
// caret, the selection and the browser's own undo stay as they are.
function renewHidden (form, fresh) {
  for (const field of form.querySelectorAll('input[type=hidden][name]')) {
    const newer = fresh.querySelector(`input[type=hidden][name="${field.name}"]`)
    if (newer) field.value = newer.value
  }
}

// What is marked data-fresh, within the part or beside it, such as the checks of an agenda.
// One in which something was chosen meanwhile stays as it is until that is saved too.
function renewParts (fresh, page, changed) {
  for (const part of document.querySelectorAll('[data-fresh][id]')) {
    const newer = fresh.contains(part) ? null : page.querySelector(`#${CSS.escape(part.id)}`)
    const isChanged = [...part.querySelectorAll('[name]')].some(field => changed.has(nameOf(field)))
    if (!newer || isChanged) continue
    const held = part.contains(document.activeElement) && document.activeElement
    part.replaceWith(newer)
    if (held) sameIn(newer, held)?.focus({ preventScroll: true })
  }
}

// Where the focus was, in what has come in its place: by its id, or the same button or field.
function sameIn (fresh, place) {
  if (place.id) return document.getElementById(place.id)
  const isAlike = one => ['name', 'value', 'textContent'].every(fact => one[fact] === place[fact])
  return [...fresh.querySelectorAll(place.localName)].find(isAlike)
}

// The whole part, where nothing in it stands for what had the focus: it never falls to the top of
// the page (WCAG 2.4.3).
function reachable (part) {
  if (!part.hasAttribute('tabindex')) part.tabIndex = -1
  return part
}

// Replaces the part; the focus, the caret and whatever changed meanwhile move over.
function swap (form, fresh, changed, answer) {
  const focused = document.activeElement ?? document.body
  const { id, selectionStart, selectionEnd } = focused
  const writing = form.contains(focused)
  const part = document.querySelector(form.dataset.swap)
  const within = part.contains(focused)
  const kept = answer.ok
  part.replaceWith(fresh)
  unsaved.delete(form)
  const next = fresh.matches('form') ? fresh : fresh.querySelector('form[data-on]')
  if (next && !kept) unsaved.add(next)
  if (next && changed.size) carry(next, changed)

  const place = pointedAt(answer) || (focused.matches('button') && wrongIn(fresh, answer)) ||
    (id && document.getElementById(id)) ||
    (writing && (fresh.querySelector('[data-conflict] textarea') || sameIn(fresh, focused))) ||
    (within && reachable(fresh))
  if (place) {
    place.focus({ preventScroll: !place.matches('[tabindex="-1"]') })
    if (selectionStart != null) place.setSelectionRange?.(selectionStart, selectionEnd)
  }
  document.dispatchEvent(new CustomEvent('guildhall:swapped'))
}

// What the address of the answer points at (?at=action-7), such as what has just been added.
function pointedAt (answer) {
  const at = new URL(answer.url).searchParams.get('at')
  return answer.redirected && at && document.getElementById(at)
}

// What is wrong with the form, said first.
const wrongIn = (fresh, answer) => !answer.ok && fresh.querySelector('.govuk-error-summary')

function carry (form, changed) {
  const [field] = fill(form, changed)
  field?.dispatchEvent(new Event(form.dataset.on ?? 'input', { bubbles: true }))
}

// A rule said no: its sentence joins the messages of the page, and what was typed stays.
function refused (form, refusal) {
  document.querySelector('#messages').replaceChildren(refusal)
  refusal.scrollIntoView({ block: 'nearest' })
  mark(form, 'failed', 'Not saved')
}

function refusalOf (words) {
  const box = document.createElement('div')
  box.className = 'message message--refusal'
  box.role = 'alert'
  box.append(words)
  return box
}

// The answer is another page: go there, unless that would lose what is being typed.
function elsewhere (form, submitter, answer, page) {
  renewToken(page)
  const signedOut = answer.status === 401 || new URL(answer.url).pathname === '/sign-in'
  if (answer.redirected && !signedOut && form.dataset.on !== 'input') {
    unsaved.clear()
    return location.assign(answer.url)
  }
  if (signedOut && form.dataset.on) {
    retryIn(form, submitter, 15)
    mark(form, 'failed', 'Not saved yet: you have been signed out. Sign in again in another tab.')
    return say('Not saved yet: you have been signed out. Sign in again in another tab.')
  }
  const title = page.querySelector('h1')?.textContent.trim() ?? 'No answer that could be shown'
  refused(form, refusalOf(`${title}. Nothing has been saved; copy what you typed, then load the page again.`))
}

// A page that asks to sign in again, or was open too long, brings a token that will be good then.
function renewToken (page) {
  const newer = page.querySelector('main [name=csrf_token]')?.value
  if (newer) for (const field of document.querySelectorAll('[name=csrf_token]')) field.value = newer
  return newer
}

// What saves itself is sent again by itself; what a person sent once is not sent twice.
function tryLater (form, submitter) {
  if (!form.dataset.on) {
    return refused(form, refusalOf('Not sent: there is no connection. Try again in a moment.'))
  }
  const state = stateOf(form)
  const seconds = PATIENCE[Math.min(state.tries++, PATIENCE.length - 1)]
  mark(form, 'failed', 'Not saved yet. Trying again…')
  if (state.tries === 1) say('Not saved yet. Trying again.')
  retryIn(form, submitter, seconds)
}

function retryIn (form, submitter, seconds) {
  unsaved.add(form)
  stateOf(form).timer = setTimeout(() => send(form, submitter), seconds * 1000)
}

function showMessages (page) {
  const fresh = page.querySelector('#messages')
  if (!fresh?.children.length) return
  say(fresh.textContent.replace(/\s+/g, ' ').trim())
  document.querySelector('#messages').replaceChildren(...fresh.children)
}

function changedSince (form, sent) {
  return new Map([...valuesOf(form)].filter(([name, value]) => sent.get(name) !== value))
}

for (const kind of ['input', 'change']) {
  addEventListener(kind, event => {
    const form = event.target.form
    if (form) drafts.keep(form)
    if (!form?.dataset.on) return
    if (kind === 'input' && form.dataset.on === 'input') {
      unsaved.add(form)
      mark(form, 'unsaved', 'Not saved yet')
    }
    if (form.dataset.on !== kind) return
    const state = stateOf(form)
    clearTimeout(state.timer)
    state.timer = setTimeout(() => send(form), Number(form.dataset.wait ?? 0))
  })
}

addEventListener('submit', event => {
  if (event.submitter?.ariaDisabled === 'true') return event.preventDefault()
  if (event.target.getAttribute('action')?.includes('/sign-out')) drafts.clear()
  if (!event.target.dataset.swap) {
    drafts.sending(event.target)
    return unsaved.delete(event.target)
  }
  event.preventDefault()
  send(event.target, event.submitter)
})

addEventListener('click', event => {
  const button = event.target.closest?.('[data-insert]')
  const box = button && document.querySelector(button.dataset.into)
  if (!box) return
  const before = box.value.slice(0, box.selectionStart)
  const space = before && !/\s$/.test(before) ? ' ' : ''
  box.setRangeText(space + button.dataset.insert, box.selectionStart, box.selectionEnd, 'end')
  box.focus()
  box.dispatchEvent(new Event('input', { bubbles: true }))
})

// A toolbar is one stop of the Tab key; its arrows lead from button to button.
function settleToolbars () {
  for (const bar of document.querySelectorAll('[role=toolbar]')) {
    const [first, ...rest] = bar.querySelectorAll('button')
    first.tabIndex = 0
    for (const one of rest) one.tabIndex = -1
  }
}

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }
addEventListener('keydown', event => {
  const bar = event.target.closest?.('[role=toolbar]')
  const step = bar && !event.altKey && STEPS[event.key]
  if (!step) return
  event.preventDefault()
  const all = [...bar.querySelectorAll('button')]
  const next = all.at((all.indexOf(event.target) + step) % all.length)
  for (const one of all) one.tabIndex = one === next ? 0 : -1
  next.focus()
})

document.addEventListener('guildhall:swapped', settleToolbars)
settleToolbars()

// Alt with a figure presses the standard wording that names it (data-key).
addEventListener('keydown', event => {
  const figure = event.altKey && !event.ctrlKey && /^Digit(\d)$/.exec(event.code)?.[1]
  const button = figure && document.querySelector(`[data-insert][data-key="${figure}"]`)
  if (!button) return
  event.preventDefault()
  button.click()
})

addEventListener('beforeunload', event => {
  if ([...unsaved].some(form => form.isConnected)) event.preventDefault()
})

addEventListener('online', () => unsaved.forEach(form => send(form)))
addEventListener('visibilitychange', () => {
  if (document.hidden) unsaved.forEach(form => form.dataset.on === 'input' && send(form))
})

function offerDrafts () {
  if (drafts.offer()) say('There is text of yours on this device that was not saved.')
}

document.addEventListener('guildhall:swapped', offerDrafts)
offerDrafts()

for (const summary of document.querySelectorAll('[data-module="govuk-error-summary"]')) new ErrorSummary(summary)
for (const counter of document.querySelectorAll('[data-module="govuk-character-count"]')) new CharacterCount(counter)
