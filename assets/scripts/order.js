// The agenda builder's drag and drop. The buttons in each row are the real control; this is a
// second way in for the pointer. A list [data-order] holds, in each row, a hidden input that
// belongs to the form it names, so the order of the rows is already the order that is posted.
import Sortable from 'sortablejs'

function start () {
  for (const list of document.querySelectorAll('[data-order]')) {
    if (Sortable.get(list)) continue
    Sortable.create(list, {
      handle: '.grip',
      animation: 120,
      forceFallback: true, // the browser's own drag and drop works neither on touch nor in tests
      onEnd: ({ oldIndex, newIndex }) => {
        if (oldIndex !== newIndex) document.querySelector(list.dataset.order).requestSubmit()
      }
    })
  }
}

document.addEventListener('guildhall:swapped', start)
start()
