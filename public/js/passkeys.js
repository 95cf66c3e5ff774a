// A form with data-passkey="register" or "sign-in": gets options from data-options-url, asks the browser for a passkey, and is sent with
// what it answered, as JSON in the field `credential`. What goes wrong is said in the form's element with data-passkey-message, in the
// words of the form: data-unsupported, data-canceled, data-exists (this device has a passkey already) and data-failed.

const busy = new WeakSet()

document.addEventListener('submit', async (event) => {
  const form = event.target
  if (!form.dataset.passkey) return
  event.preventDefault()
  if (busy.has(form)) return
  busy.add(form)
  const message = form.querySelector('[data-passkey-message]')
  message.textContent = ''
  try {
    const credential = await credentialFor(form.dataset)
    form.elements.namedItem('credential').value = JSON.stringify(credential)
    form.submit()
  } catch (error) {
    message.textContent = form.dataset[wordFor(error)]
  }
  busy.delete(form)
})

async function credentialFor({ passkey, optionsUrl }) {
  const { PublicKeyCredential: keys } = window
  if (!keys?.parseCreationOptionsFromJSON) throw new DOMException('', 'NotSupportedError')
  const response = await fetch(optionsUrl, { method: 'POST', headers: { Accept: 'application/json' } })
  if (!response.ok) throw new Error(`${optionsUrl} answered ${response.status}`)
  const options = await response.json()
  if (passkey === 'register')
    return navigator.credentials.create({ publicKey: keys.parseCreationOptionsFromJSON(options) })
  return navigator.credentials.get({ publicKey: keys.parseRequestOptionsFromJSON(options) })
}

// The names are those of Web Authentication Level 3.
function wordFor({ name }) {
  const words = { NotSupportedError: 'unsupported', NotAllowedError: 'canceled', InvalidStateError: 'exists' }
  return words[name] ?? 'failed'
}
