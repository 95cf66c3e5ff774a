import { afterAll, afterEach, expect } from 'vitest'
import { takeResponseErrors } from './response-errors.ts'

/** Runs in every test file: a response of the API that doesn't match its schema fails the test that asked for it. */

const expectNoErrors = () => expect(takeResponseErrors(), 'responses that do not match their schema').toEqual([])

afterEach(expectNoErrors)
afterAll(expectNoErrors)
