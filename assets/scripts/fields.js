// What stands in a form: read as a map of names and values, and put back.

export const isTick = field => field.type === 'checkbox' || field.type === 'radio'
export const nameOf = field => isTick(field) ? `${field.name}=${field.value}` : field.name

const isTyped = field => field.name && !['hidden', 'file', 'password', 'submit', 'button'].includes(field.type)

export function valuesOf (form) {
  const typed = [...form.elements].filter(isTyped)
  return new Map(typed.map(field => [nameOf(field), isTick(field) ? field.checked : field.value]))
}

// Puts values where they belong; gives back the fields that took one.
export function fill (form, values) {
  const taking = [...form.elements].filter(field => isTyped(field) && values.has(nameOf(field)))
  for (const field of taking) field[isTick(field) ? 'checked' : 'value'] = values.get(nameOf(field))
  return taking
}
